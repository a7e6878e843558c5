/** The page's whole style: one column, system fonts, made to be printed. */
export const style = `
:root { color-scheme: light; --ink: #1d2129; --faint: #5b6472; --line: #d9dde3; --good: #1b6e45; --bad: #a3327b; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 2.5rem 1.5rem 4rem; color: var(--ink); background: #fff;
  font: 15px/1.5 "Inter", "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .5rem; }
h2 { font-size: 1.05rem; margin: 2.5rem 0 .6rem; padding-bottom: .3rem; border-bottom: 1px solid var(--line); }
h3 { font-size: .95rem; margin: 1.6rem 0 .4rem; }
p { margin: .4rem 0; max-width: 46rem; }
.verdict { font-size: 1.15rem; margin: 1rem 0; }
.faint, small { color: var(--faint); }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .35rem 1.2rem .35rem 0; border-bottom: 1px solid var(--line); unicode-bidi: isolate; overflow-wrap: anywhere; }
th { font-weight: 600; color: var(--faint); font-size: .85rem; }
td.amount, th.amount { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
tr.total td { font-weight: 600; }
code { font: .82em/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
img { width: 40rem; max-width: 100%; height: auto; display: block; margin: 1rem 0; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; margin: 0; unicode-bidi: isolate; }
a { color: inherit; }
.there { color: var(--good); } .missing { color: var(--bad); font-weight: 600; }
.notice { border-left: 3px solid var(--bad); padding: .1rem 0 .1rem .9rem; margin: 1rem 0; }
@media print { body { max-width: none; padding: 0; font-size: 10.5pt; } h2 { break-after: avoid; } tr, img { break-inside: avoid; } a { text-decoration: none; } }
`;

import { expect, test } from "vitest";

import { impact, problemsOf } from "./watch-lines.ts";

test("looks that would take more than their share are refused at the interval, with the arithmetic", async () => {
  const [problem] = await problemsOf(`credentials:
  own: { kind: bearer, token: "\${TEST_TOKEN}", quota: { requests: 100, per: hour } }
endpoints:
  one: { kind: http, url: 'https://a.example', credential: own, interval: 30s, assert: [{ status: 200 }] }
`);

  expect(problem).toBe(
    "8:65: endpoints.one.interval: a 30 s interval is 120 requests an hour, 10 % of 100 allows 10: make it 360 s.",
  );
});

test("a secret that stands in the file is refused, and not repeated", async () => {
  const problems = await problemsOf(`credentials:
  one: { kind: bearer, token: tok_in_the_open }
  two: { kind: basic, user: me, password: "x\${TEST_TOKEN}" }
`);

  expect(problems).toEqual([
    "6:24: credentials.one.token: a secret is not written here: put it into the environment and write ${NAME}.",
    "7:33: credentials.two.password: a secret is not written here: put it into the environment and write ${NAME}.",
  ]);
});

test("a header that says who asks is refused: credentials do", async () => {
  const problems = await problemsOf(`endpoints:
  one:
    kind: http
    url: https://a.example
    headers: { Authorization: Bearer abc }
    assert: [{ status: 200 }]
`);

  expect(problems).toEqual([
    "9:16: endpoints.one.headers.Authorization: name who asks under credentials.",
  ]);
});

test("names that lead nowhere are told with the nearest that does", async () => {
  const problems = await problemsOf(`${impact}endpoints:
  one:
    kind: http
    url: https://a.example
    credential: impct
    depends_on: [tow]
    source: acne
    assert: [{ status: 200 }]
  two: { kind: heartbeat, period: 1h }
`);

  expect(problems).toEqual([
    expect.stringContaining('there is no credential "impct". Did you mean impact?'),
    expect.stringContaining('there is no endpoint "tow". Did you mean two?'),
    expect.stringContaining('there is no source "acne". Did you mean acme?'),
  ]);
});

test("a platform is not asked by a form of credential that it does not take", async () => {
  const [problem] = await problemsOf(`credentials:
  own: { kind: bearer, token: "\${TEST_TOKEN}" }
endpoints:
  one: { kind: http, preset: impact, account: a, credential: own, interval: 1h }
`);

  expect(problem).toContain("impact.com takes basic, and own is bearer");
});

test("a key of heartbeats that stands in the file is refused, and so is a heartbeat that nothing can call", async () => {
  const nightly = "endpoints: { nightly: { kind: heartbeat, period: 24h } }\n";

  expect(await problemsOf(`watch: { beat_key: 0123456789abcdef }\n${nightly}`)).toEqual([
    "5:10: watch.beat_key: a secret is not written here: put it into the environment and write ${NAME}.",
  ]);
  expect(await problemsOf(`watch: { listen: null }\n${nightly}`)).toEqual([
    "6:25: endpoints.nightly.kind: nothing can call it: watch.listen is null.",
  ]);
});

test("what is never looked at, maintenance of no time or of years, and a call without a pause are refused", async () => {
  const http = "kind: http, url: 'https://a.example/', assert: [{ status: 200 }]";
  const rule = "rule: '* * * * *', reason: moving";
  const problems = await problemsOf(`endpoints:
  one: { ${http}, interval: 99999999999999d }
  two: { ${http}, maintenance: [{ ${rule}, duration: 0m }, { ${rule}, duration: 100d }] }
  three: { kind: heartbeat, period: 0s }
`);

  expect(problems.map((problem) => problem.replace(/^[\d:]+ /, ""))).toEqual([
    "endpoints.one.interval: look once in 31d or more often.",
    "endpoints.two.maintenance.0.duration: maintenance lasts from 1m to 31d.",
    "endpoints.two.maintenance.1.duration: maintenance lasts from 1m to 31d.",
    "endpoints.three.period: it calls no more often than once a second.",
  ]);
});

import { html, type TemplateResult } from "lit-html";
import { guard } from "lit-html/directives/guard.js";
import purify from "dompurify";
import { marked } from "marked";
import { isSafeLink } from "./safe-link.ts";

const allowed = [
  ..."h1 h2 h3 h4 h5 h6 p br hr strong em del code pre blockquote ul ol li a".split(" "),
  ..."table thead tbody tr th td input".split(" "),
];

/** Standard markdown as sanitised nodes; scripts, pictures, styles and odd links do not survive. */
export function markdownView(text: string): TemplateResult {
  return html`<div class="markdown">${guard([text], () => sanitised(text))}</div>`;
}

function sanitised(text: string): DocumentFragment {
  const written = marked.parse(text, { async: false, gfm: true, breaks: true });
  const fragment = purify.sanitize(written, {
    ALLOWED_TAGS: allowed,
    ALLOWED_ATTR: ["href", "title", "align", "start", "type", "checked", "disabled"],
    RETURN_DOM_FRAGMENT: true,
  });
  for (const link of fragment.querySelectorAll("a")) {
    if (!isSafeLink(link.getAttribute("href") ?? "")) link.removeAttribute("href");
    link.target = "_blank";
    link.rel = "noopener noreferrer";
  }
  for (const box of fragment.querySelectorAll("input")) {
    box.type = "checkbox";
    box.disabled = true;
  }
  return fragment;
}

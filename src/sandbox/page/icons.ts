import { svg, html, type TemplateResult } from "lit-html";

const paths = {
  alert: svg`<path d="M12 8.5v4.5M12 16.5v.01" /><circle cx="12" cy="12" r="9" />`,
  attach: svg`<path d="M19 11.5 12.2 18.3a4.2 4.2 0 0 1-6-6L13.4 5a2.8 2.8 0 0 1 4 4l-7.2 7.2a1.4 1.4 0 0 1-2-2l6.5-6.4" />`,
  check: svg`<path d="m5.5 12.5 4.2 4.2 8.8-9.2" />`,
  chevron: svg`<path d="m8 10 4 4 4-4" />`,
  close: svg`<path d="m6.5 6.5 11 11m0-11-11 11" />`,
  download: svg`<path d="M12 4.5v10m-4.2-3.8L12 14.9l4.2-4.2M5 19h14" />`,
  eye: svg`<path d="M3 12c2-3.9 5.2-5.8 9-5.8s7 1.900 9 5.800c-2 3.900-5.200 5.800-9 5.800s-7-1.900-9-5.800z" /><circle cx="12" cy="12" r="2.600" />`,
  file: svg`<path d="M13.5 3.5H7A1.5 1.5 0 0 0 5.5 5v14A1.5 1.5 0 0 0 7 20.5h10a1.5 1.5 0 0 0 1.5-1.5V8.5z" /><path d="M13.5 3.5v5h5" />`,
  hash: svg`<path d="M5 9.2h15M4 14.8h15M10 4.5 8 19.5M16 4.5l-2 15" />`,
  home: svg`<path d="M4.500 11 12 4.500l7.500 6.500V19a1 1 0 0 1-1 1h-4v-5.500h-5V20h-4a1 1 0 0 1-1-1z" />`,
  info: svg`<path d="M12 11.5v5M12 8v.01" /><circle cx="12" cy="12" r="9" />`,
  lock: svg`<rect x="6" y="11" width="12" height="8.500" rx="1.500" /><path d="M8.500 11V8.500a3.500 3.500 0 0 1 7 0V11" />`,
  menu: svg`<path d="M4.5 7h15M4.5 12h15M4.5 17h15" />`,
  more: svg`<path d="M12 6v.01M12 12v.01M12 18v.01" stroke-width="2.6" />`,
  pin: svg`<path d="M12 15.500V21M8.500 4h7M9.500 4v5.500L6.500 13v2.500h11V13l-3-3.500V4" />`,
  play: svg`<path d="M9 6.5v11l9-5.5z" fill="currentColor" />`,
  reply: svg`<path d="M20 12a7.5 7.5 0 0 1-11 6.6L4.5 20l1.4-4.3A7.5 7.5 0 1 1 20 12z" />`,
  search: svg`<circle cx="11" cy="11" r="6" /><path d="m15.5 15.5 4 4" />`,
  send: svg`<path d="M5 12 4 4.8 20.5 12 4 19.2zm0 0h7" />`,
  smile: svg`<circle cx="12" cy="12" r="8.5" /><path d="M8.500 14c1 1.600 2.200 2.300 3.500 2.300s2.500-.700 3.500-2.300M9 9.500v.01M15 9.500v.01" />`,
  thumbDown: svg`<path d="M7.5 14V4.5H5a1 1 0 0 0-1 1V13a1 1 0 0 0 1 1zm0 0 4 6c1.5 0 2.2-1.2 2-2.5L13 14.5h5a1.8 1.8 0 0 0 1.8-2.2l-1.3-6.2a2 2 0 0 0-2-1.6h-9" />`,
  thumbUp: svg`<path d="M7.5 10v9.5H5a1 1 0 0 1-1-1V11a1 1 0 0 1 1-1zm0 0 4-6c1.5 0 2.2 1.2 2 2.5L13 9.5h5a1.8 1.8 0 0 1 1.8 2.2l-1.3 6.2a2 2 0 0 1-2 1.6h-9" />`,
  trash: svg`<path d="M5 7h14M10 7V4.8h4V7m3 0-.7 12.2H7.7L7 7" />`,
  user: svg`<circle cx="12" cy="8.5" r="3.7" /><path d="M5 19.5c.8-3.6 3.5-5.4 7-5.4s6.2 1.8 7 5.4" />`,
  video: svg`<rect x="3.5" y="6" width="12" height="12" rx="2" /><path d="m15.5 11 5-3v8l-5-3" />`,
  warning: svg`<path d="M12 4.5 3.5 19h17zM12 10.5v4M12 16.9v.01" />`,
} as const;

export type IconName = keyof typeof paths;

/** A line drawing in the colour of the text around it; always beside words or a label, so hidden from readers. */
export function icon(name: IconName): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${paths[name]}</svg>`;
}

/** True for addresses a message may point a person to; `javascript:`, `data:` and the like are not among them. */
export function isSafeLink(url: string): boolean {
  return /^(https?:\/\/|mailto:)[^\s]/i.test(url) && URL.canParse(url);
}

/** True for addresses a picture in a message may be loaded from. */
export function isSafePicture(url: string): boolean {
  return /^(https?:\/\/|\/(?!\/)|data:image\/(png|jpeg|gif|webp);)/i.test(url);
}

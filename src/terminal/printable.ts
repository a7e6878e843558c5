/** Text from data and people with its control characters shown as �, so that it cannot steer a terminal; line breaks stay. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Bidi_Control}]/gu, (found) => (found === "\n" ? found : "�"));
}

/** A JSON document with the same characters written as escapes: it says the same, and steers no terminal either. */
export function printableJson(document: string): string {
  return document.replaceAll(/[\p{Cc}\p{Bidi_Control}]/gu, (found) =>
    found === "\n" ? found : `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

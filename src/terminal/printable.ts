/** Text from data and people with its control characters shown as �, so that it cannot steer a terminal; line breaks stay. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Bidi_Control}]/gu, (found) => (found === "\n" ? found : "�"));
}

const enough = 64 * 1024;

/** The first part of a file and whether there is more; the rest is not fetched. */
export async function beginning(url: string): Promise<{ text: string; isWhole: boolean }> {
  const response = await fetch(url);
  if (!response.ok || !response.body) throw new Error(`The file answered ${response.status}.`);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { text, isWhole: true };
    text += value;
    if (text.length >= enough) {
      await reader.cancel();
      return { text, isWhole: false };
    }
  }
}

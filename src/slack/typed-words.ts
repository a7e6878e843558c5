/** Words as a person typed them: Slack escapes three characters, and makes links of what looks like one. */
export function typedWords(text: string): string {
  return text
    .replaceAll(/<[a-z]+:[^>|]*\|([^>]*)>/g, "$1")
    .replaceAll(/<((?:https?|mailto|tel):[^>|]*)>/g, "$1")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

/** The first word of a line, and the rest. */
export function firstWord(line: string): [word: string, rest: string] {
  const [, word = "", rest = ""] = /^(\S*)\s*(.*)$/s.exec(line.trim()) ?? [];
  return [word, rest];
}

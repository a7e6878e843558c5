import { escapeText, limits } from "#slack/block-budget.ts";

const fence = "```";
/** Slack shows no more of this length in one message. */
const mostSections = 4;
/** A section with a fence before and after it. */
const longest = limits.section - 2 * (fence.length + 1);

/** A part of a text that is not torn apart, and what stands before it. */
interface Unit {
  readonly text: string;
  readonly joint: "\n\n" | "\n" | "";
}

/** A text in as many mrkdwn sections as Slack takes, torn between paragraphs, else between lines; code goes on as code, and `left` counts the lines there was no room for. */
export function sectionsOf(text: string): { sections: string[]; left: number } {
  const sections: string[] = [];
  const units = unitsOf(escapeText(text));
  let [section, isCode] = ["", false];
  for (const [index, { text: own, joint }] of units.entries()) {
    const longer = section === "" ? own : `${section}${joint}${own}`;
    if (longer.length <= longest) section = longer;
    else {
      sections.push(closed(section, isCode));
      section = isCode ? `${fence}\n${own}` : own;
      if (sections.length === mostSections) {
        return { sections, left: linesIn(units.slice(index)) };
      }
    }
    if (own.split(fence).length % 2 === 0) isCode = !isCode;
  }
  if (section.trim() !== "") sections.push(section);
  return { sections: sections.filter((each) => each.trim() !== ""), left: 0 };
}

function closed(section: string, isCode: boolean): string {
  return isCode ? `${section}\n${fence}` : section;
}

function unitsOf(text: string): Unit[] {
  return text.split("\n\n").flatMap((paragraph): Unit[] => {
    if (paragraph.length <= longest / 2) return [{ text: paragraph, joint: "\n\n" }];
    return paragraph.split("\n").flatMap((line, at) => {
      const joint = at === 0 ? "\n\n" : "\n";
      return piecesOf(line).map((piece, more): Unit => ({ text: piece, joint: more ? "" : joint }));
    });
  });
}

/** Pieces of a line that end neither within an entity nor within a character. */
function piecesOf(line: string): string[] {
  const most = Math.floor(longest / 2);
  const pieces: string[] = [];
  let rest = line;
  while (rest.length > most) {
    const piece = rest.slice(0, most).replace(/(?:&[a-z]{0,4}|[\uD800-\uDBFF])$/, "");
    pieces.push(piece);
    rest = rest.slice(piece.length);
  }
  return [...pieces, rest];
}

/** Lines of words: neither blank ones nor the end of code. */
function linesIn(units: readonly Unit[]): number {
  const lines = units.flatMap(({ text }) => text.split("\n"));
  return lines.filter((line) => line.trim() !== "" && line !== fence).length;
}

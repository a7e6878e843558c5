/** A message or a part of one, as it is owed to Slack. */
type Part = Readonly<Record<string, unknown>>;

/** What a message says as plain text: every block with all of its words, a table as columns, a button by its label in brackets, files by name. */
export function threadText(payload: Part): string {
  const blocks = partsOf(payload["blocks"]);
  const files = partsOf(payload["files"]).map((file) => `[file ${plain(file["file"])}]`);
  const said = blocks.length > 0 ? blocks.map(blockText) : [markup(payload["text"])];
  return [...said, ...files].filter((text) => text.trim() !== "").join("\n");
}

function blockText(block: Part): string {
  const { type } = block;
  if (type === "rich_text") return partsOf(block["elements"]).map(richText).join("\n");
  if (type === "table") return table(rowsOf(block));
  if (type === "data_table") return lines([plain(block["caption"]), table(rowsOf(block))]);
  if (type === "section") {
    const texts = [block["text"], ...partsOf(block["fields"]), block["accessory"]];
    return lines(texts.map(element));
  }
  if (type === "context") return lines(partsOf(block["elements"]).map(element));
  if (type === "actions") return partsOf(block["elements"]).map(element).join(" ");
  const own = [block["title"], block["subtitle"], block["text"], block["alt_text"]].map(element);
  return lines([...own, ...partsOf(block["child_blocks"]).map(blockText)]);
}

/** A text, or something to click. */
function element(value: unknown): string {
  if (!isPart(value)) return plain(value);
  if (value["type"] === "mrkdwn") return markup(value["text"]);
  if (value["type"] === "plain_text") return plain(value["text"]);
  if (value["type"] === "image") return plain(value["alt_text"]);
  const label = element(value["text"] ?? value["placeholder"] ?? "");
  return label === "" ? "" : `[${label}]`;
}

function richText(part: Part): string {
  const elements = partsOf(part["elements"]);
  if (part["type"] === "rich_text_list") {
    const isOrdered = part["style"] === "ordered";
    return elements
      .map((each, at) => `${isOrdered ? `${at + 1}.` : "•"} ${richText(each)}`)
      .join("\n");
  }
  const text = elements.map(inline).join("");
  return part["type"] === "rich_text_quote" ? text.replaceAll(/^/gm, "> ") : text;
}

function inline(part: Part): string {
  switch (part["type"]) {
    case "user":
      return `@${plain(part["user_id"])}`;
    case "usergroup":
      return `@${plain(part["usergroup_id"])}`;
    case "channel":
      return `#${plain(part["channel_id"])}`;
    case "emoji":
      return `:${plain(part["name"])}:`;
    case "date":
      return plain(part["fallback"]);
    case "link": {
      const { text, url } = part;
      return text === undefined ? plain(url) : `${plain(text)} (${plain(url)})`;
    }
    default:
      return plain(part["text"]);
  }
}

function rowsOf(block: Part): string[][] {
  const rows = Array.isArray(block["rows"]) ? (block["rows"] as unknown[]) : [];
  return rows.map((row) =>
    partsOf(row).map((cell) => (cell["type"] === "rich_text" ? blockText(cell) : inline(cell))),
  );
}

/** Columns as wide as their widest cell. */
function table(rows: readonly string[][]): string {
  const cells = rows.map((row) => row.map((cell) => cell.replaceAll("\n", " ")));
  const widths = (cells[0] ?? []).map((_, at) =>
    Math.max(...cells.map((row) => row[at]?.length ?? 0)),
  );
  return cells
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** Slack's own markup read back: dates as their fallback, links with their address, entities as characters. */
function markup(value: unknown): string {
  return plain(value)
    .replaceAll(/<!date\^[^|>]*\|([^>]*)>/g, "$1")
    .replaceAll(/<!subteam\^([A-Z0-9]+)[^>]*>/g, "@$1")
    .replaceAll(/<([@#])([A-Z0-9]+)[^>]*>/g, "$1$2")
    .replaceAll(/<([a-z]+:[^|>]*)\|([^>]*)>/g, "$2 ($1)")
    .replaceAll(/<([a-z]+:[^|>]*)>/g, "$1")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

function lines(texts: readonly string[]): string {
  return texts.filter((text) => text !== "").join("\n");
}

function plain(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function partsOf(value: unknown): Part[] {
  return Array.isArray(value) ? value.filter(isPart) : [];
}

function isPart(value: unknown): value is Part {
  return typeof value === "object" && value !== null;
}

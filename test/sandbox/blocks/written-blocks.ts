export const mrkdwn = (text: string) => ({ type: "mrkdwn", text });
export const plain = (text: string) => ({ type: "plain_text", text });
export const section = (text: string) => ({ type: "section", text: mrkdwn(text) });
export const option = (value: string) => ({ text: plain(value), value });
export const options = (count: number) =>
  Array.from({ length: count }, (_, index) => option(`o${index}`));
export const many = <Item>(count: number, item: Item) => Array.from({ length: count }, () => item);
export const actions = (...elements: object[]) => ({ type: "actions", elements });
export const button = (text = "Go") => ({ type: "button", text: plain(text) });
export const rich = (text: string) => ({
  type: "rich_text",
  elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }],
});
export const raw = (text: string) => ({ type: "raw_text", text });
export const task = (status: string) => ({
  type: "task_card",
  task_id: "t",
  title: "Collect",
  status,
});
export const dataTable = (rows: object[][], more: object = {}) => ({
  type: "data_table",
  caption: "Causes",
  rows,
  ...more,
});
export const x = (count: number) => "x".repeat(count);

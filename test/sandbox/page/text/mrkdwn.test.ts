import { expect, test } from "vitest";
import { inlines } from "#sandbox/page/text/mrkdwn.ts";

const text = (words: string) => ({ kind: "text", text: words });

test("bold, italic and strike nest, code does not", () => {
  expect(inlines("*a _b ~c~_* `*d*`")).toEqual([
    {
      kind: "bold",
      children: [
        text("a "),
        {
          kind: "italic",
          children: [text("b "), { kind: "strike", children: [text("c")] }],
        },
      ],
    },
    text(" "),
    { kind: "code", text: "*d*" },
  ]);
});

test.each(["snake_case_name", "2 * 3 * 4", "a*b*c", "_ not _", "5 ~ 6 ~ 7", "**", ":", "`"])(
  "%s stays as it was typed",
  (typed) => {
    expect(inlines(typed)).toEqual([text(typed)]);
  },
);

test("escaped characters are text again, and never markup", () => {
  expect(inlines("&lt;b&gt; &amp;amp; &lt;https://a.example&gt;")).toEqual([
    text("<b> &amp; <"),
    { kind: "link", url: "https://a.example", text: "https://a.example" },
    text(">"),
  ]);
});

test("links have a label or show their address", () => {
  expect(inlines("<https://a.example/?a=1&amp;b=2|the *a*> <mailto:x@a.example>")).toEqual([
    { kind: "link", url: "https://a.example/?a=1&b=2", text: "the *a*" },
    text(" "),
    { kind: "link", url: "mailto:x@a.example", text: "x@a.example" },
  ]);
});

test("an address in running text loses the punctuation behind it", () => {
  expect(inlines("see https://a.example/x, then")).toEqual([
    text("see "),
    { kind: "link", url: "https://a.example/x", text: "https://a.example/x" },
    text(", then"),
  ]);
});

test.each([
  "<javascript:alert(1)|press>",
  "<data:text/html,x>",
  "<img src=x onerror=alert(1)>",
  "<script>",
  "<https:evil>",
  "<https://%zz|broken>",
  "https://[",
])("%s is text", (typed) => {
  expect(inlines(typed)).toEqual([text(typed)]);
});

test("mentions carry their ids", () => {
  expect(inlines("<@U1> <#C2|finance> <!here> <!subteam^S3|@ops>")).toEqual([
    { kind: "user", id: "U1", text: "" },
    text(" "),
    { kind: "channel", id: "C2", text: "finance" },
    text(" "),
    { kind: "broadcast", text: "here" },
    text(" "),
    { kind: "group", id: "S3", text: "@ops" },
  ]);
});

test("a date carries its instant, form, link and fallback", () => {
  expect(inlines("<!date^1761955200^{date} at {time}^https://a.example|1 Nov>")).toEqual([
    {
      kind: "date",
      seconds: 1_761_955_200,
      format: "{date} at {time}",
      url: "https://a.example",
      text: "1 Nov",
    },
  ]);
});

test("a flood of unclosed marks is read to its end", () => {
  expect(inlines("*a ".repeat(10_000))).toEqual([text("*a ".repeat(10_000))]);
});

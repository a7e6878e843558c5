import { expect, test } from "vitest";

import { openMask } from "#watch/mask.ts";

test.each([
  ["as it is", 'p/ss wörd"'],
  ["in an address", encodeURIComponent('p/ss wörd"')],
  ["in JSON", JSON.stringify('p/ss wörd"').slice(1, -1)],
  ["in JSON of another hand", JSON.stringify('p/ss wörd"').slice(1, -1).replace("/", "\\/")],
  ["in Base64", Buffer.from('p/ss wörd"').toString("base64")],
])("a secret %s is hidden wherever it stands", (_, form) => {
  const mask = openMask(['p/ss wörd"']);

  expect(mask.deep({ a: [`before ${form} after`], n: 1, b: null })).toEqual({
    a: ["before ••• after"],
    n: 1,
    b: null,
  });
});

test("secrets come and go with their owner", () => {
  const mask = openMask([]);
  mask.hide("token", ["first"]);
  mask.hide("token", ["second"]);

  expect(mask.text("first second")).toBe("first •••");
});

test("an empty secret hides nothing", () => {
  expect(openMask([""]).text("plain")).toBe("plain");
});

test("what a cut has left of a secret is hidden, too", () => {
  const mask = openMask(["tok_planted"]);

  expect(mask.text('it was "Bearer tok_pla…" and "to…"')).toBe('it was "Bearer •••…" and "to…"');
  expect(mask.text("tok_planted, tok_plant…, tok…")).toBe("•••, •••…, •••…");
});

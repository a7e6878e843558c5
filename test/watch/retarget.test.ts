import { expect, test } from "vitest";

import { noState } from "#model/endpoint-state.ts";
import type { EndpointState } from "#model/endpoint-state.ts";
import { isSameTarget, retargeted } from "#watch/retarget.ts";
import { endpointAt } from "./watching.ts";

const shop = endpointAt("shop", "https://shop.example/a");

test("another address is another target, another interval or assertion is not", () => {
  expect(isSameTarget(shop, endpointAt("shop", "https://shop.example/a", { interval: 9000 }))).toBe(
    true,
  );
  expect(
    isSameTarget(shop, { ...shop, settings: { ...(shop.settings as object), assert: [] } }),
  ).toBe(true);
  expect(isSameTarget(shop, endpointAt("shop", "https://shop.example/b"))).toBe(false);
  expect(isSameTarget(shop, { ...shop, kind: "pixel" })).toBe(false);
});

test("what was being confirmed of the old target is forgotten, an outage that people know of is not", () => {
  const suspect: EndpointState = { ...noState, standing: "suspect", since: 5, flips: [5] };
  const down: EndpointState = { ...noState, standing: "down", since: 5, downSince: 5 };

  expect(retargeted(suspect)).toEqual(noState);
  expect(retargeted(down)).toEqual(down);
});

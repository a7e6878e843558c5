import { expect, test } from "vitest";

import { kinshipOf } from "#model/incident-kin.ts";
import { noPhases } from "#model/observation.ts";
import type { Observation } from "#model/observation.ts";
import { likelyOurs } from "#model/own-connection.ts";
import { kin, saw } from "./incidents.ts";

const refused: Observation = { ...saw("platform_down"), phases: noPhases };
const kinds = [
  kin("impact-api", { provider: "impact" }),
  kin("impact-links", { provider: "impact", host: "other.example" }),
  kin("shop"),
  kin("pixel"),
  kin("paypal"),
];
const kinship = kinshipOf(new Map(kinds.map((one) => [one.id, one])));
const failing = (ids: readonly string[], observation = refused) =>
  ids.map((endpoint) => ({ endpoint, observation }));
const never = (): boolean => false;

test("three platforms that cannot be reached at all at once are likely our own connection", () => {
  expect(likelyOurs(failing(["shop", "pixel", "impact-api"]), kinship, never)).toEqual(
    new Set(["shop", "pixel", "impact-api"]),
  );
});

test.each([
  ["two of them", failing(["shop", "pixel"])],
  ["two hosts of one platform and one other", failing(["impact-api", "impact-links", "shop"])],
  [
    "three that were connected to and answered with an error",
    failing(["shop", "pixel", "paypal"], {
      ...refused,
      phases: { ...noPhases, dns: 1, connect: 2, tls: 3, firstByte: 4 },
    }),
  ],
])("%s are not", (_what, all) => {
  expect(likelyOurs(all, kinship, never).size).toBe(0);
});

test("a platform of which anything was seen well meanwhile is not ours", () => {
  const isWell = (endpoint: string): boolean => endpoint === "impact-links";
  const four = failing(["shop", "pixel", "paypal", "impact-api"]);

  expect(likelyOurs(four.slice(1), kinship, isWell).size).toBe(0);
  expect(likelyOurs(four, kinship, isWell)).toEqual(new Set(["shop", "pixel", "paypal"]));
});

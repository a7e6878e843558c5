import { expect, test } from "vitest";

import { unseenIn } from "../tried.ts";
import { planted, random } from "./trials.ts";

test("random programs are explained exactly as by hand, cause by cause", async () => {
  expect(await unseenIn(random, 300)).toEqual([]);
}, 120_000);

test("every cause, planted alone and mixed, is found exactly, and what is left is what was planted", async () => {
  expect(await unseenIn(planted, 90)).toEqual([]);
}, 120_000);

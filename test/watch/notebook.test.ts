import { expect, test } from "vitest";

import { notebookOf } from "#watch/notebook.ts";
import { oneStore } from "../slack/open-store.ts";

const store = oneStore();
const open = (endpoint: string) => notebookOf(store().db, endpoint);

test("what was written last is read, by whoever looks next, for each endpoint by itself", async () => {
  const first = open("spring");
  expect(await first.read()).toBeNull();
  await first.write({ made: 1 });
  await first.write({ made: 2 });

  expect(await open("spring").read()).toEqual({ made: 2 });
  expect(await open("autumn").read()).toBeNull();
});

test("a process that has lost the endpoint writes nothing, neither first nor later", async () => {
  const [one, other] = [open("summer"), open("summer")];
  await one.read();
  await other.read();
  await other.write({ by: "other" });
  await expect(one.write({ by: "one" })).rejects.toThrow("another process has looked at summer");

  await one.read();
  await other.write({ by: "other again" });
  await expect(one.write({ by: "one" })).rejects.toThrow("another process");
  expect(await open("summer").read()).toEqual({ by: "other again" });
});

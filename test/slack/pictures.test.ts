import { expect, test, vi } from "vitest";

import { maya, tomas } from "../sandbox/open-sandbox.ts";
import { typed } from "./open-prompt.ts";
import { openThread, png } from "./open-thread.ts";
import { oneStore } from "./open-store.ts";

const store = oneStore();
const two = [
  { name: "leads.png", bytes: png },
  { name: "sales.png", bytes: Buffer.concat([png, Buffer.from("2")]) },
];

test("whoever shares a picture is asked alone what it shows, filled in as the run would have it", async () => {
  const opened = await openThread(store());
  await opened.share([{ name: "leads.png", bytes: png }]);
  const [asked] = await opened.toldAlone(maya);
  expect(asked?.text).toContain("leads.png is kept. What does it show?");
  expect(asked?.thread_ts).toBe(opened.root);

  await opened.click("Say what it shows…", maya, asked);
  const { view } = await opened.openView();
  expect(JSON.stringify(view.blocks)).toContain("2025-10-01 to 2025-10-31, America/New_York");
  await opened.submit({
    filters: typed("status approved"),
    date_range: typed(" October 2025, UTC "),
  });

  const [picture, said] = await opened.evidence(2);
  expect(said).toMatchObject({
    kind: "screenshot",
    file: picture?.file,
    sha256: picture?.sha256,
    permalink: picture?.permalink,
    actor: maya,
    words: { name: "leads.png", filters: "status approved", date_range: "October 2025, UTC" },
  });
});

test("each of several pictures has a button, until somebody said what it shows", async () => {
  const opened = await openThread(store());
  const message = await opened.share(two);
  const [asked] = await opened.toldAlone(maya);

  await opened.click("Say what leads.png shows…", maya, asked);
  await opened.submit({ filters: typed("none"), date_range: typed("October") });
  await opened.react(message, { user: tomas });

  const [left] = await opened.toldAlone(tomas);
  expect(left?.text).toContain("sales.png is kept. What does it show?");
});

test("a picture with its filters and date range in words is not asked about", async () => {
  const opened = await openThread(store());

  const message = await opened.share([{ name: "leads.png", bytes: png }], {
    text: "Filters: status approved\nDate range: 2025-10-01 to 2025-10-31, UTC",
  });

  await opened.ticked(message);
  expect(await opened.evidence(1)).toMatchObject([
    { words: { filters: "status approved", date_range: "2025-10-01 to 2025-10-31, UTC" } },
  ]);
  const alone = (await opened.inThread()).filter(({ ephemeral_to: to }) => to !== undefined);
  expect(alone).toEqual([]);
});

test("a step that waits for a picture has the button too, for whoever lost the private words", async () => {
  const opened = await openThread(store(), { actions: ["hand_over", "skip"] });
  expect(await opened.labels()).toEqual(["Hand over…", "Skip…"]);

  await opened.share([{ name: "leads.png", bytes: png }]);
  const button = "Say what it shows…";
  await vi.waitFor(async () => expect(await opened.labels()).toContain(button), 5000);
  await opened.click(button, tomas);
  await opened.submit({ filters: typed("none"), date_range: typed("October") }, tomas);

  expect((await opened.evidence(2)).at(-1)).toMatchObject({ actor: tomas });
  const bare = ["Hand over…", "Skip…"];
  await vi.waitFor(async () => expect(await opened.labels()).toEqual(bare), 5000);
});

test("blanks say nothing: the form asks again beside its fields", async () => {
  const opened = await openThread(store());
  await opened.share([{ name: "leads.png", bytes: png }]);
  const [asked] = await opened.toldAlone(maya);
  await opened.click("Say what it shows…", maya, asked);

  await opened.submit({ filters: typed("  "), date_range: typed("  ") });

  expect(Object.keys((await opened.openView()).errors ?? {}).sort()).toEqual([
    "date_range",
    "filters",
  ]);
  await opened.evidence(1);
});

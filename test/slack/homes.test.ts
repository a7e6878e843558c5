import type { KnownBlock, View } from "@slack/types";
import { expect, test, vi } from "vitest";

import { affiliateOps, maya, random, tomas } from "../sandbox/open-sandbox.ts";
import { openPrompt } from "./open-prompt.ts";
import { oneStore } from "./open-store.ts";
import { wordsOf } from "./views/words.ts";

/** A private channel, and somebody who is not in it. */
const approvals = "C0APPROVAL";
const jonas = "U0JONAS004";

const store = oneStore();

async function openHome(given: Parameters<typeof openPrompt>[1] = {}) {
  const opened = await openPrompt(store(), given);
  await opened.promptMessage();
  const shown = async (user: string) =>
    (await opened.sandbox.state()).homes.find((home) => home.user === user);
  return {
    ...opened,
    /** The Home as it stands after somebody opened it. */
    home: async (user: string) => {
      await opened.sandbox.person("/box/home", { user });
      return vi.waitFor(async () => {
        const home = await shown(user);
        if (!home) throw new Error("no Home yet");
        return home;
      }, 5000);
    },
    shown,
  };
}

const textOf = (view: View): string => wordsOf(view.blocks);

test("a Home shows what waits for its person, with a link to it, and their runs", async () => {
  const opened = await openHome();
  const prompt = await opened.promptMessage();

  const { view } = await opened.home(maya);

  expect(textOf(view)).toContain("Waiting for you (1)");
  expect(textOf(view)).toContain("Are you in the intended tab?");
  expect(JSON.stringify(view.blocks)).toContain(`/p${prompt.ts.replace(".", "")}`);
  expect(textOf(view)).toContain("waits at");
  const other = await opened.home(tomas);
  expect(textOf(other.view)).toContain("Nothing waits for your answer.");
  expect(textOf(other.view)).toContain("None yet.");
});

test("approvals wait for those who may give them, and not for who asked for the run", async () => {
  const opened = await openHome({
    actions: ["approve", "reject"],
    role: "finance",
    excludesRequester: true,
    roles: new Map([
      [
        "finance",
        { users: [maya, tomas], groups: [], channels: [], may: ["approve"], runbooks: [] },
      ],
    ]),
  });

  expect(textOf((await opened.home(tomas)).view)).toContain("Approvals (1)");
  expect(textOf((await opened.home(maya)).view)).toContain("Nothing waits for your approval.");
});

test("an approval that anybody may give waits for those in the channel of its run, and nobody else", async () => {
  const opened = await openHome({ actions: ["approve", "reject"], excludesRequester: true });
  await opened.change(opened.run.id, async (trx) => {
    await trx.updateTable("run").set({ channel: approvals }).execute();
  });

  expect(textOf((await opened.home(tomas)).view)).toContain("Approvals (1)");
  expect(textOf((await opened.home(maya)).view)).toContain("Nothing waits for your approval.");
  expect(textOf((await opened.home(jonas)).view)).toContain("Nothing waits for your approval.");
});

test("what was handed over waits for that person alone", async () => {
  const opened = await openHome({ assignee: tomas });

  expect(textOf((await opened.home(tomas)).view)).toContain("Waiting for you (1)");
  expect(textOf((await opened.home(maya)).view)).toContain("Nothing waits for your answer.");
});

test("a Home that was opened follows what happens", async () => {
  const opened = await openHome();
  await opened.home(maya);

  await opened.click("Confirm", tomas);
  await opened.end();
  await opened.change(opened.run.id, async (trx) => {
    await trx.updateTable("run").set({ status: "failed", failure: "No such file." }).execute();
  });
  opened.slack.wake();

  await vi.waitFor(async () => {
    const home = await opened.shown(maya);
    expect(home ? textOf(home.view) : "").toContain("The run failed. No such file.");
  }, 8000);
});

test("a run begun from the Home lives in the channel that was chosen, if the bot is there", async () => {
  const opened = await openHome();
  const { id: view_id, view } = await opened.home(maya);
  const [button] = (view.blocks as KnownBlock[]).flatMap((block) =>
    block.type === "actions" && block.block_id === "begin" ? block.elements : [],
  );
  const action = { ...button, block_id: "begin" };
  await opened.sandbox.person("/box/action", { user: maya, view_id, action, state: {} });
  const form = await opened.openView();
  const chosen = (type: string, key: string, value: unknown) => ({ value: { type, [key]: value } });
  const option = (value: string) =>
    chosen("external_select", "selected_option", {
      value,
      text: { type: "plain_text", text: value },
    });
  const submit = (place: string) =>
    opened.sandbox.person("/box/submit", {
      user: maya,
      view_id: form.id,
      state: {
        place: chosen("conversations_select", "selected_conversation", place),
        parameter_source: option("acme"),
        parameter_window: chosen("plain_text_input", "value", "2025-09"),
        parameter_timezone: option("UTC"),
        parameter_currency: option("USD"),
      },
    });

  await submit(random);
  expect((await opened.openView()).errors).toEqual({
    place: expect.stringContaining("I am not in that channel"),
  });
  await submit(affiliateOps);

  await vi.waitFor(async () => {
    expect(await opened.runs()).toMatchObject([{}, { channel: affiliateOps, requested_by: maya }]);
  });
});

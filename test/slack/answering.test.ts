import { expect, test, vi } from "vitest";

import type { Roles } from "#model/roles.ts";
import { maya, tomas } from "../sandbox/open-sandbox.ts";
import { openPrompt, question, typed } from "./open-prompt.ts";
import { oneStore } from "./open-store.ts";
import { wordsOf } from "./views/words.ts";

const store = oneStore();
const said = { value: null, reason: null };
const finance: Roles = new Map([
  ["finance", { users: [tomas], groups: [], channels: [], may: ["approve"], runbooks: [] }],
]);

test("a step asks in the thread, and a click answers it in front of everybody", async () => {
  const asked = await openPrompt(store());
  expect(await asked.words()).toContain("Are you in the intended tab?");
  expect(await asked.labels()).toEqual(["Confirm", "Not so…", "Hand over…", "Skip…"]);

  await asked.click("Confirm", tomas);
  await asked.end();

  expect(await asked.answers()).toEqual([{ action: "confirm", by: tomas, ...said }]);
  await vi.waitFor(async () => expect(await asked.words()).toContain(`Confirmed by @${tomas}`));
  expect(await asked.labels()).toEqual([]);
});

test("clicking twice says it once", async () => {
  const asked = await openPrompt(store());

  await asked.click("Confirm");
  await asked.click("Confirm");

  expect(await asked.answers()).toHaveLength(1);
});

test("an approval that new evidence made void can be given again at once, and its giver is called to", async () => {
  const approval = { actions: ["approve", "reject"], excludesRequester: true } as const;
  const asked = await openPrompt(store(), approval);
  const added = { title: "Note", file: null, sha256: null, bytes: null, permalink: null };

  await asked.click("Approve", tomas);
  await asked.click("Approve", tomas);
  await asked.change(asked.run.id, async (trx) => {
    await asked.people.addEvidence(trx, asked.run.id, [
      { ...added, kind: "note", actor: maya, words: { text: "Two wires are on hold." } },
    ]);
  });
  const called = async () => (await asked.inThread()).filter(({ text }) => text.includes("void"));
  await vi.waitFor(async () => expect(await called()).toHaveLength(1));
  expect(JSON.stringify((await called())[0]?.blocks)).toContain(tomas);
  await asked.click("Approve", tomas);

  expect(await asked.answers()).toHaveLength(2);
});

test.each([
  ["complete", "This step is already done"],
  ["pending", "This step has not begun yet"],
] as const)(
  "a click on a step that is %s is told so, alone, in the thread",
  async (status, told) => {
    const asked = await openPrompt(store());
    const stale = await asked.promptMessage();
    await store().db.updateTable("run_step").set({ status }).where("position", "=", 0).execute();

    await asked.click("Confirm", tomas, stale);

    const [words] = await asked.toldAlone(tomas);
    expect(words?.text).toContain(told);
    expect(words?.thread_ts).toBe(stale.thread_ts);
    expect(await asked.answers()).toEqual([]);
  },
);

test("what cannot be said by a click is asked in a form, and a skip takes its reason", async () => {
  const asked = await openPrompt(store());

  await asked.click("Skip…");
  await asked.submit({ reason: typed("No such tab here") });

  expect(await asked.answers()).toEqual([
    { action: "skip", by: maya, value: null, reason: "No such tab here" },
  ]);
  expect((await asked.sandbox.state()).views).toEqual([]);
});

test("a choice is kept in the runbook's own words", async () => {
  const choices = ["Leads", "Sales, all of them"];
  const field = { label: "Which tab?", type: "choice" as const, choices };
  const asked = await openPrompt(store(), { actions: ["answer"], field });

  await asked.click("Answer…");
  await asked.submit({
    value: { value: { type: "radio_buttons", selected_option: { value: "1" } } },
  });

  expect(await asked.answers()).toMatchObject([{ action: "answer", value: "Sales, all of them" }]);
});

test("who asked for the run does not approve it, and that is in the audit log", async () => {
  const asked = await openPrompt(store(), {
    actions: ["approve", "reject", "hand_over", "skip"],
    excludesRequester: true,
  });

  await asked.click("Approve", maya);
  const [words] = await asked.toldAlone(maya);
  expect(words?.text).toContain("Approval needs somebody other than who asked for the run.");
  await asked.click("Skip…", maya);
  expect((await asked.sandbox.state()).views).toEqual([]);
  await asked.click("Approve", tomas);

  expect(await asked.answers()).toEqual([{ action: "approve", by: tomas, ...said }]);
  expect(await asked.audited()).toEqual([
    `${maya} access.refused`,
    `${maya} access.refused`,
    `${tomas} step.approve`,
  ]);
});

test("a role's question is refused to others, with who can by name", async () => {
  const asked = await openPrompt(store(), {
    actions: ["approve"],
    role: "finance",
    roles: finance,
  });

  await asked.click("Approve", maya);

  const [words] = await asked.toldAlone(maya);
  expect(words?.text).toContain(`Ask finance (<@${tomas}>)`);
  expect(await asked.words()).toContain(`@${tomas}`);
});

test("a role's user group is asked of Slack, whom it calls by one mention", async () => {
  const ofGroup = { users: [], groups: ["S0FINANCE1"], channels: [], may: [], runbooks: [] };
  const roles = new Map([["finance", ofGroup]]);
  const asked = await openPrompt(store(), { actions: ["approve"], role: "finance", roles });
  expect(JSON.stringify((await asked.promptMessage()).blocks)).toContain(
    '"usergroup_id":"S0FINANCE1"',
  );

  await asked.click("Approve", maya);
  expect((await asked.toldAlone(maya))[0]?.text).toContain("Ask finance (<!subteam^S0FINANCE1>)");
  await asked.click("Approve", tomas);

  expect(await asked.answers()).toEqual([{ action: "approve", by: tomas, ...said }]);
  const asks = asked.proxy.calls.filter(({ method }) => method === "usergroups.users.list");
  expect(asks).toHaveLength(1);
});

test("where Slack does not show a role's user group, nobody passes for one of it", async () => {
  const ofGroup = { users: [], groups: ["S0UNKNOWN1"], channels: [], may: [], runbooks: [] };
  const roles = new Map([["finance", ofGroup]]);
  const asked = await openPrompt(store(), { actions: ["approve"], role: "finance", roles });

  await asked.click("Approve", tomas);

  expect((await asked.toldAlone(tomas))[0]?.text).toContain("Ask finance");
  expect(await asked.answers()).toEqual([]);
});

test("a question that was handed over is answered by that person alone", async () => {
  const asked = await openPrompt(store());
  await asked.click("Hand over…");
  await asked.submit({
    value: { value: { type: "users_select", selected_user: tomas } },
    reason: typed("You know the tabs"),
  });
  expect(await asked.answers()).toMatchObject([{ action: "hand_over", value: tomas }]);
  await asked.ask({ assignee: tomas });

  await vi.waitFor(async () => expect(await asked.words()).toContain(`Handed over to <@${tomas}>`));
  await asked.click("Confirm", maya);
  expect((await asked.toldAlone(maya))[0]?.text).toContain(`handed over to <@${tomas}>`);
  await asked.click("Confirm", tomas);

  expect(await asked.answers()).toHaveLength(2);
});

test("an approval is not handed over to who may not give it", async () => {
  const asked = await openPrompt(store(), {
    actions: ["approve", "hand_over"],
    role: "finance",
    roles: finance,
  });

  await asked.click("Hand over…", tomas);
  await asked.submit({ value: { value: { type: "users_select", selected_user: maya } } }, tomas);

  expect((await asked.toldAlone(tomas))[0]?.text).toContain(`<@${maya}> could not answer it.`);
  expect(await asked.answers()).toEqual([]);
});

test("each reminder calls the person once more, in the thread", async () => {
  const asked = await openPrompt(store());

  await asked.ask({ reminders: 1 });
  await asked.ask({ reminders: 1 });
  await asked.ask({ reminders: 2, assignee: tomas });

  await vi.waitFor(async () => {
    const reminders = (await asked.inThread()).filter(({ text }) => text.includes("still waits"));
    expect(reminders.map(({ blocks }) => JSON.stringify(blocks).includes(tomas))).toEqual([
      false,
      true,
    ]);
  });
});

test("a form shows nothing that messages mask", async () => {
  const asked = await openPrompt(store(), {
    sharing: {
      mask: (text) => text.replaceAll("ana@example.com", "[e-mail]"),
      copyOf: async () => null,
    },
    text: `${question.text} ana@example.com`,
  });

  await asked.click("Skip…");

  const { view } = await asked.openView();
  expect(wordsOf(view.blocks)).toContain("[e-mail]");
  expect(JSON.stringify(view)).not.toContain("ana@example.com");
});

test("a form whose trigger is gone is offered again by the same button", async () => {
  const asked = await openPrompt(store());
  asked.proxy.fault = ({ method }) => {
    if (method === "views.open") asked.pass(4000);
    return null;
  };

  await asked.click("Not so…");
  const [words] = await asked.toldAlone(maya);
  asked.proxy.fault = () => null;
  await asked.click("Not so…", maya, words);

  expect((await asked.openView()).view.private_metadata).toContain("reject");
});

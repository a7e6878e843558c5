import { expect, test } from "vitest";
import { clientOf, openSandbox, refusalOf, tomas } from "../open-sandbox.ts";

const ines = "U0INES0005";

test("the user groups and who is in them", async () => {
  const sandbox = await openSandbox();
  const client = clientOf(sandbox);

  const { usergroups = [] } = await client.usergroups.list({ include_users: true });
  const finance = usergroups.find(({ handle }) => handle === "finance");
  const { users } = await client.usergroups.users.list({ usergroup: finance?.id ?? "" });

  expect(usergroups.map(({ handle }) => handle)).toEqual([
    "affiliate-managers",
    "finance",
    "engineering",
    "support",
  ]);
  expect([finance?.users, users]).toEqual([
    [tomas, ines],
    [tomas, ines],
  ]);
});

test("Slack's refusals, by name", async () => {
  const [sandbox, bare] = [await openSandbox(), await openSandbox({ scopes: ["users:read"] })];

  expect(
    await refusalOf(clientOf(sandbox).usergroups.users.list({ usergroup: "S0NOTHERE" })),
  ).toMatchObject({ error: "no_such_subteam" });
  expect(await refusalOf(clientOf(bare).usergroups.list())).toMatchObject({
    error: "missing_scope",
    needed: "usergroups:read",
  });
});

import { expect, test } from "vitest";
import { Workspace } from "#sandbox/state/workspace.ts";
import { writtenText } from "#sandbox/person/written-text.ts";
import { temporaryFolder } from "../open-sandbox.ts";

test.each([
  [
    "Ask @tomas and @nobody",
    "Ask <@U0TOMAS002> and @nobody",
    "Ask <@U0TOMAS002|tomas> and @nobody",
  ],
  [
    "For @finance, in #finance",
    "For <!subteam^S0FINANCE1>, in <#C0FINANCE1>",
    "For <!subteam^S0FINANCE1|@finance>, in <#C0FINANCE1|finance>",
  ],
  ["a@finance.example", "a@finance.example", "a@finance.example"],
])("%s is passed on as ids, in commands with the names beside", async (typed, message, command) => {
  const workspace = new Workspace(await temporaryFolder(), Date.now);

  expect(writtenText(workspace, typed)).toBe(message);
  expect(writtenText(workspace, typed, true)).toBe(command);
  workspace.close();
});

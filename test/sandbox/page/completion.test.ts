import { expect, test } from "vitest";
import { commandTyped, completions } from "#sandbox/page/completion.ts";

const commands = ["/runbook", "/check", "/close", "/evidence"].map((command) => ({
  command,
  description: "",
  usage_hint: "",
}));
const names = (text: string) => completions(commands, text).map(({ command }) => command);

test("what starts with the word comes before what holds it", () => {
  expect(names("/")).toEqual(["/runbook", "/check", "/close", "/evidence"]);
  expect(names("/c")).toEqual(["/check", "/close", "/evidence"]);
  expect(names("/RUN")).toEqual(["/runbook"]);
});

test("words that are not a half-typed command complete to nothing", () => {
  expect(names("run")).toEqual([]);
  expect(names("/runbook ")).toEqual([]);
  expect(names("see /run")).toEqual([]);
});

test("a command with a space behind it is being given arguments", () => {
  expect(commandTyped(commands, "/check daily")?.command).toBe("/check");
  expect(commandTyped(commands, "/check")).toBeNull();
  expect(commandTyped(commands, "/chek daily")).toBeNull();
});

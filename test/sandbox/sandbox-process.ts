import { startSandbox } from "#sandbox/sandbox.ts";

/** A sandbox as a process of its own, to be killed: prints what is needed to reach it. */
const [folder = ""] = process.argv.slice(2);
const commands = [{ command: "/runbook", description: "Run a runbook", usage_hint: "[name]" }];
const { url, apiUrl, botToken, appToken } = await startSandbox({
  folder,
  port: 0,
  commands,
  scopes: ["chat:write", "channels:history", "files:write"],
});
process.stdout.write(`${JSON.stringify({ url, apiUrl, botToken, appToken })}\n`);

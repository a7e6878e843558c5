import type { CommandReply, CommandWorld } from "#command.ts";
import { defineCommand } from "#command.ts";
import { UsageError } from "#errors.ts";
import { duration } from "#model/duration.ts";
import { nearest } from "#nearest.ts";

const helpWords = ["help", "-h", "--help", "?"];
const verbs = ["test", "pause", "resume", "maintenance"] as const;
const longest = 7 * 86_400_000;

export default defineCommand({
  description: "See how endpoints stand, look at one now, pause it, or let it be down",
  usage: "payouts-api | test https://… | pause NAME | maintenance NAME 2h reason | help",

  run({ text }, world) {
    const [word, rest] = split(text);
    const verb = word.toLowerCase();
    if (verb === "" || verb === "list") return { kind: "probe_list" };
    if (helpWords.includes(verb)) return { kind: "private", text: typing };
    if (verb === "test") return test(rest, world);
    if (verb === "pause" || verb === "resume") {
      return { kind: "probe_order", order: verb, endpoint: endpointIn(rest, verb, world) };
    }
    if (verb === "maintenance") return maintenance(rest, world);
    if (/^https?:/.test(verb)) {
      throw new UsageError(`To look at an address, type \`/probe test ${word}\`.`);
    }
    return { kind: "probe_show", endpoint: named(word, world) };
  },
});

function test(rest: string, world: CommandWorld): CommandReply {
  const [what] = split(rest);
  if (/^https?:/i.test(what)) return { kind: "probe_test", what };
  if (what === "") {
    throw new UsageError("Say what to look at: `/probe test https://…` or `/probe test NAME`.");
  }
  return { kind: "probe_test", what: endpointIn(rest, "test", world) };
}

function maintenance(rest: string, world: CommandWorld): CommandReply {
  const [name, after] = split(rest);
  const [length, reason] = split(after);
  const endpoint = endpointIn(name, "maintenance", world);
  const read = duration.safeParse(length);
  const like = `write it like \`/probe maintenance ${endpoint} 2h their database moves\``;
  if (!read.success) throw new UsageError(`"${length}" is no length of time: ${like}.`, ["length"]);
  if (read.data < 60_000 || read.data > longest) {
    throw new UsageError(`Maintenance lasts from 1m to 7d, not ${length}.`, ["length"]);
  }
  if (reason === "")
    throw new UsageError(`Say why, for those who read of it: ${like}.`, ["reason"]);
  return { kind: "probe_maintenance", endpoint, milliseconds: read.data, reason };
}

function endpointIn(rest: string, verb: string, world: CommandWorld): string {
  const [name] = split(rest);
  if (name === "") throw new UsageError(`Say which endpoint: \`/probe ${verb} NAME\`.`);
  return named(name, world, `${verb} `);
}

/** The endpoint of this name; a typo gets the nearest of what could stand in its place. */
function named(word: string, { endpoints }: CommandWorld, before = ""): string {
  const found = endpoints.find((id) => id === word || id === word.toLowerCase());
  if (found !== undefined) return found;
  if (endpoints.length === 0) {
    throw new UsageError(
      "No endpoint is configured: name them under `endpoints:` in the configuration, or look at an address by `/probe test https://…`.",
    );
  }
  const near = nearest(word, before === "" ? [...endpoints, ...verbs, "help"] : endpoints);
  const meant = near
    ? `Did you mean \`/probe ${before}${near}\`?`
    : "`/probe` alone shows those there are.";
  throw new UsageError(`There is no endpoint "${word}". ${meant}`, ["endpoint"]);
}

function split(text: string): [word: string, rest: string] {
  const [, word = "", rest = ""] = /^(\S*)\s*(.*)$/s.exec(text.trim()) ?? [];
  return [word, rest.trim()];
}

const typing = [
  "*How to type it*",
  "`/probe` shows how every endpoint stands; `/probe payouts-api` one of them, with its last day and month.",
  "`/probe test payouts-api` looks at it once, now, and shows each phase's time and each assertion; `/probe test https://example.com/health` does it for any public address.",
  "`/probe pause payouts-api` has nobody look at it until `/probe resume payouts-api`.",
  "`/probe maintenance payouts-api 2h their database moves` calls nobody for two hours from now; it is looked at all the same.",
].join("\n");

import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, expect, test } from "vitest";

import { type } from "./command-line.ts";

const server = createServer((request, response) => {
  const statuses: Readonly<Record<string, number>> = { "/down": 503, "/busy": 429 };
  response.writeHead(statuses[request.url ?? ""] ?? 200).end("fine");
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const { port } = server.address() as AddressInfo;
const folder = await mkdtemp(join(tmpdir(), "countercheck-probe-"));

const head = `timezone: UTC
currency: USD
sources:
  acme: { kind: files, path: ./exports, timezone: UTC, datasets: { commissions: { files: 'c*.csv' } } }
`;
const well = `well: { kind: http, url: 'http://127.0.0.1:${port}/', assert: [{ status: 200 }, { body: { contains: fine } }] }`;
const down = `down: { kind: http, url: 'http://127.0.0.1:${port}/down', assert: [{ status: 200 }] }`;
const watch = "watch: { allow_private: [127.0.0.0/8] }\n";
const configurations = {
  both: `${head}${watch}endpoints:\n  ${well}\n  ${down}\n`,
  well: `${head}${watch}endpoints:\n  ${well}\n`,
  busy: `${head}${watch}endpoints:\n  busy: { kind: http, url: 'http://127.0.0.1:${port}/busy', assert: [{ body: { contains: fine } }] }\n`,
  guarded: `${head}endpoints:\n  ${well}\n`,
  sales: `${head}endpoints:\n  age: { kind: freshness, dataset: commissions, within: 1h }\n`,
  waiting: `${head}endpoints:\n  beat: { kind: heartbeat, period: 1h }\n`,
  none: head,
};
await mkdir(join(folder, "exports"));
await writeFile(
  join(folder, "exports", "commissions.csv"),
  "commission_id,status,amount,currency,created_at\ncm_1,paid,10.00,USD,2026-01-10T12:00:00Z\n",
);
for (const [name, text] of Object.entries(configurations)) {
  await writeFile(join(folder, `${name}.yml`), text);
}

afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

const run = (name: keyof typeof configurations, ...words: string[]) =>
  type(folder, "probe", "run", `--config=${name}.yml`, ...words);

test.concurrent("an endpoint that is up is told with its time by phase and each assertion", async () => {
  const { status, output } = await run("well", "well");

  expect(status).toBe(0);
  expect(output).toMatch(/✓ well \(up\): 127\.0\.0\.1:\d+ answered 200 in \d+ ms\./);
  expect(output).toMatch(/ {4}dns .+ · connect .+ · first byte .+ · body /);
  expect(output).toContain('    ✓ body contains "fine"; it begins "fine"\n');
});

test.concurrent("our own quota is no outage: it could not be looked at", async () => {
  const { status, output } = await run("busy", "busy");

  expect(status).toBe(2);
  expect(output).toContain("? busy (throttled): ");
});

test.concurrent("every endpoint is looked at, in one document, and a bad one makes it 1", async () => {
  const { status, output } = await run("both", "--json");
  const { looks } = JSON.parse(output) as { looks: Record<string, unknown>[] };

  expect(status).toBe(1);
  expect(looks.map(({ endpoint, condition }) => [endpoint, condition])).toEqual([
    ["well", "up"],
    ["down", "platform_down"],
  ]);
  expect(looks[0]).toMatchObject({
    kind: "http",
    status: 200,
    phases: { tls: null, first_byte: expect.any(Number) as number },
    assertions: [{ assertion: "status is 200", holds: true, found: "it was 200" }, { holds: true }],
    certificate_days: null,
    facts: {},
  });
});

test.concurrent("any address can be looked at, without a configuration too", async () => {
  const [allowed, refused, nonsense] = await Promise.all([
    run("none", `--url=http://127.0.0.1:${port}/`),
    type(folder, "probe", "run", `--url=http://127.0.0.1:${port}/`),
    type(folder, "probe", "run", "--url=ftp://a.example"),
  ]);

  expect(allowed.output).toContain("watch.allow_private");
  expect([allowed.status, refused.status, nonsense.status]).toEqual([2, 2, 2]);
  expect(nonsense.said).toBe(
    '"ftp://a.example" cannot be looked at: write it like https://example.com/health.\n',
  );
});

test.concurrent("what could not be looked at is 2, and is neither good nor bad", async () => {
  const [guarded, waiting] = await Promise.all([run("guarded", "--json"), run("waiting")]);

  expect([guarded.status, waiting.status]).toEqual([2, 2]);
  expect(guarded.output).toContain('"condition": "unknown"');
  expect(waiting.output).toContain("only the running bot knows when it was called");
});

test.concurrent("the age of a dataset is read from its export", async () => {
  const { status, output } = await run("sales");

  expect(status).toBe(1);
  expect(output).toMatch(
    /age \(stale\): The newest record of commissions is [\d.]+ d old, over 60 m\./,
  );
});

test.concurrent("a name that is not there, and a configuration without any, say what to do", async () => {
  const [lost, none] = await Promise.all([run("well", "wel"), run("none")]);

  expect([lost.status, none.status]).toEqual([2, 2]);
  expect(lost.said).toBe('There is no endpoint "wel". Did you mean well?\n');
  expect(none.said).toContain("none.yml names no endpoint: write one under endpoints");
});

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, expect, test } from "vitest";

import { beatPath } from "#watch/front/beats.ts";

import { type } from "./command-line.ts";

const folder = await mkdtemp(join(tmpdir(), "countercheck-probe-list-"));
const head = `timezone: UTC
currency: USD
sources:
  acme: { kind: files, path: ./exports, timezone: UTC, datasets: { commissions: { files: 'c*.csv' } } }
`;
const endpoints = `endpoints:
  shop: { kind: http, url: 'https://shop.example/', interval: 5m, objective: 99.5, assert: [{ status: 200 }] }
  nightly: { kind: heartbeat, period: 24h }
`;
process.env["BEAT_KEY"] = "0123456789abcdef";
await writeFile(join(folder, "drawn.yml"), `${head}${endpoints}`);
await writeFile(
  join(folder, "said.yml"),
  `${head}${endpoints}watch: { listen: '[::1]:9500', beat_key: "\${BEAT_KEY}" }\n`,
);
await writeFile(join(folder, "none.yml"), head);
afterAll(() => rm(folder, { recursive: true }));

const list = (name: string, ...words: string[]) =>
  type(folder, "probe", "list", `--config=${name}.yml`, ...words);

test.concurrent("a heartbeat is told where it is called, the same each time", async () => {
  const first = await list("drawn");
  const second = await list("drawn");
  const secret = await readFile(join(folder, "data", "beat.key"));

  expect(first).toEqual({ status: 0, said: "", output: second.output });
  expect(first.output).toBe(`shop
  http, every 5 m, to be up 99.5 % of the time
nightly
  heartbeat, every 60 s, to be up 99.9 % of the time
  is called at http://127.0.0.1:9464${beatPath(secret, "nightly")}
`);
});

test.concurrent("a configured key and address are those of every machine", async () => {
  const { output } = await list("said", "--json");
  const call = `http://[::1]:9500${beatPath(Buffer.from("0123456789abcdef"), "nightly")}`;

  expect(JSON.parse(output)).toEqual([
    { id: "shop", kind: "http", interval: 300_000, objective: 99.5, call: null },
    { id: "nightly", kind: "heartbeat", interval: 60_000, objective: 99.9, call },
  ]);
});

test.concurrent("a configuration without endpoints says so", async () => {
  expect(await list("none")).toMatchObject({ status: 0, output: "none.yml names no endpoint.\n" });
});

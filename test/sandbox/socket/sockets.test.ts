import { once } from "node:events";
import { expect, onTestFinished, test, vi } from "vitest";
import { WebSocket } from "ws";
import {
  affiliateOps,
  appOn,
  clientOf,
  maya,
  openSandbox,
  type OpenSandbox,
} from "../open-sandbox.ts";

interface Link {
  readonly socket: WebSocket;
  readonly heard: Record<string, unknown>[];
}

/** A Socket Mode connection by hand, after its hello. */
async function link(sandbox: OpenSandbox): Promise<Link> {
  const { url = "" } = await clientOf(sandbox, sandbox.appToken).apps.connections.open();
  const socket = new WebSocket(url);
  onTestFinished(() => socket.terminate());
  const heard: Record<string, unknown>[] = [];
  socket.on("message", (data) => heard.push(JSON.parse(String(data)) as Record<string, unknown>));
  await vi.waitFor(() => expect(heard.length).toBeGreaterThan(0));
  return { socket, heard };
}

const command = { user: maya, channel: affiliateOps, command: "/runbook", text: "" };

test("each connection is greeted, and the eleventh is sent away", async () => {
  const sandbox = await openSandbox();
  const links: Link[] = [];
  for (let count = 1; count <= 10; count += 1) links.push(await link(sandbox));
  const eleventh = await link(sandbox);

  expect(links.map(({ heard }) => heard[0])).toMatchObject(
    links.map((_, index) => ({
      type: "hello",
      num_connections: index + 1,
      connection_info: { app_id: "A0CCAPP001" },
      debug_info: { approximate_connection_time: 18_060 },
    })),
  );
  expect(eleventh.heard[0]).toMatchObject({ type: "disconnect", reason: "too_many_websockets" });
});

test("an envelope goes to one connection, and each of them gets some", async () => {
  const sandbox = await openSandbox();
  const links = [await link(sandbox), await link(sandbox)];
  for (const { socket } of links)
    socket.on("message", (data) => {
      const { envelope_id } = JSON.parse(String(data)) as { envelope_id?: string };
      if (envelope_id) socket.send(JSON.stringify({ envelope_id }));
    });

  for (let count = 1; count <= 40; count += 1) await sandbox.person("/box/command", command);
  const counts = links.map(({ heard }) => heard.length - 1);

  expect(counts.reduce((sum, count) => sum + count)).toBe(40);
  expect(Math.min(...counts)).toBeGreaterThan(0);
});

test("a ticket opens one connection", async () => {
  const sandbox = await openSandbox();
  const { url = "" } = await clientOf(sandbox, sandbox.appToken).apps.connections.open();
  const first = new WebSocket(url);
  await once(first, "open");

  const second = new WebSocket(url);
  const [error] = (await once(second, "error").catch((cause: unknown) => [cause])) as [Error];
  first.terminate();

  expect(String(error)).toContain("403");
});

test("an envelope asked to be doubled arrives twice under one id", async () => {
  const sandbox = await openSandbox();
  const { socket, heard } = await link(sandbox);
  await sandbox.person("/box/faults", { method: "socket", fault: "duplicate_envelope" });

  const answer = sandbox.person("/box/command", command);
  await vi.waitFor(() => expect(heard).toHaveLength(3));
  const envelope_id = heard[1]?.["envelope_id"];
  socket.send(JSON.stringify({ envelope_id }));

  expect(await answer).toEqual({ ok: true });
  expect(heard[2]?.["envelope_id"]).toBe(envelope_id);
});

test("a connection to be refreshed gets no more envelopes", async () => {
  const sandbox = await openSandbox();
  const { heard } = await link(sandbox);

  await sandbox.person("/box/faults", { method: "socket", fault: "refresh_requested" });
  const answer = await sandbox.person("/box/command", command);

  expect(answer).toMatchObject({ error: "dispatch_failed" });
  expect(heard.map(({ type, reason }) => [type, reason])).toEqual([
    ["hello", undefined],
    ["disconnect", "refresh_requested"],
  ]);
});

test("an event nobody acknowledges is sent again, and says so", async () => {
  const sandbox = await openSandbox({ patience: 30 });
  const { heard } = await link(sandbox);

  await sandbox.person("/box/message", { user: maya, channel: affiliateOps, text: "Hello" });

  await vi.waitFor(() =>
    expect(heard.slice(1)).toMatchObject([
      { type: "events_api", retry_attempt: 0, retry_reason: "" },
      { type: "events_api", retry_attempt: 1, retry_reason: "timeout" },
    ]),
  );
  const [first, second] = heard.slice(1).map(({ payload }) => payload);
  expect(second).toEqual(first);
});

test("the page is told when the app comes and goes", async () => {
  const sandbox = await openSandbox();
  const app = appOn(sandbox);
  const before = (await sandbox.state()).connected;
  await app.start();
  const during = (await sandbox.state()).connected;
  await app.stop();

  expect([before, during]).toEqual([false, true]);
  await vi.waitFor(async () => expect((await sandbox.state()).connected).toBe(false));
});

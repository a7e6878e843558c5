import { App } from "@slack/bolt";
import { expect, onTestFinished, test, vi } from "vitest";

import { boltLogger } from "#slack/bolt-logger.ts";
import { clientOptions } from "#slack/client-options.ts";
import { TwinReceiver } from "#slack/twin-receiver.ts";
import { quiet } from "./open-store.ts";
import { openSocketServer } from "./socket-server.ts";

async function open() {
  const server = await openSocketServer();
  const options = {
    appToken: "xapp-1",
    logger: boltLogger(quiet),
    clientOptions: clientOptions(server.apiUrl, quiet),
  };
  const receiver = new TwinReceiver(options, quiet);
  const app = new App({
    receiver,
    authorize: async () => ({ botToken: "xoxb", botId: "B1", botUserId: "U1" }),
    logger: boltLogger(quiet),
  });
  const typed: string[] = [];
  app.command("/runbook", async ({ command, ack }) => {
    typed.push(command.text);
    await ack();
  });
  const heard: string[] = [];
  const keeping: { failures: number } = { failures: 0 };
  app.event("app_mention", async ({ event }) => {
    if (keeping.failures-- > 0) throw new Error("the database is away");
    expect(server.acknowledged).not.toContain(event.text);
    heard.push(event.text);
  });
  app.error(async (error) => {
    throw error;
  });
  await app.start();
  onTestFinished(async () => {
    await app.stop();
  });
  await server.open(2);
  return { server, typed, heard, keeping };
}

function command(text: string) {
  const payload = { command: "/runbook", text, user_id: "U1", channel_id: "C1", team_id: "T1" };
  return { type: "slash_commands", envelope_id: text, payload };
}

function mention(text: string) {
  const event = {
    type: "app_mention",
    text,
    user: "U2",
    channel: "C1",
    ts: "1.2",
    event_ts: "1.2",
  };
  const payload = { type: "event_callback", event_id: "Ev1", team_id: "T1", event };
  return { type: "events_api", envelope_id: text, payload };
}

test("an event is acknowledged once it has been kept, and not when it could not be", async () => {
  const { server, heard, keeping } = await open();
  const [first] = server.sockets;
  keeping.failures = 1;

  server.send(first, mention("lost"));
  server.send(first, mention("kept"));

  await vi.waitFor(() => expect(server.acknowledged).toEqual(["kept"]));
  expect(heard).toEqual(["kept"]);
});

test("while Slack renews one connection, commands arrive by the other, and soon there are two again", async () => {
  const { server, typed } = await open();
  const [first, second] = server.sockets;

  server.send(first, { type: "disconnect", reason: "refresh_requested" });
  await vi.waitFor(() => expect(server.sockets).not.toContain(first));
  server.send(second, command("during"));
  await vi.waitFor(() => expect(typed).toEqual(["during"]));

  await server.open(2);
  server.send(server.sockets[1], command("after"));
  await vi.waitFor(() => expect(server.acknowledged).toEqual(["during", "after"]));
});

test("an envelope without an inner event is acknowledged, and the process goes on", async () => {
  const { server, typed } = await open();
  const [first] = server.sockets;

  server.send(first, {
    type: "events_api",
    envelope_id: "limited",
    payload: { type: "app_rate_limited", team_id: "T1" },
  });
  server.send(first, command("still here"));

  await vi.waitFor(() => expect(server.acknowledged).toEqual(["limited", "still here"]));
  expect(typed).toEqual(["still here"]);
});

test("connections that Slack does not give for a while are asked for again", async () => {
  const { server, typed } = await open();
  server.isDown = true;
  for (const socket of server.sockets) socket.terminate();
  await server.open(0);

  server.isDown = false;
  await server.open(2);

  server.send(server.sockets[0], command("back"));
  await vi.waitFor(() => expect(typed).toEqual(["back"]));
});

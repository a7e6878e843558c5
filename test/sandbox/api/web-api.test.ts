import { expect, test } from "vitest";
import { affiliateOps, clientOf, finance, openSandbox, refusalOf } from "../open-sandbox.ts";

test("tokens and scopes are asked for as Slack does", async () => {
  const sandbox = await openSandbox({ scopes: ["channels:read"] });
  const api = async (method: string, token?: string) => {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    return (await fetch(`${sandbox.apiUrl}${method}`, { method: "POST", headers })).json();
  };

  expect(await api("auth.test")).toEqual({ ok: false, error: "not_authed" });
  expect(await api("auth.test", "xoxb-other")).toEqual({ ok: false, error: "invalid_auth" });
  expect(await api("auth.test", sandbox.appToken)).toMatchObject({
    error: "not_allowed_token_type",
  });
  expect(await api("auth.test", sandbox.botToken)).toMatchObject({
    ok: true,
    user_id: "U0CCBOT001",
    bot_id: "B0CCBOT001",
  });
  expect(await api("chat.postMessage", sandbox.botToken)).toEqual({
    ok: false,
    error: "missing_scope",
    needed: "chat:write",
    provided: "channels:read",
  });
  expect(await api("rtm.start", sandbox.botToken)).toMatchObject({ error: "unknown_method" });
  expect(await api("constructor", sandbox.botToken)).toMatchObject({ error: "unknown_method" });
  expect(await api("conversations.info", sandbox.botToken)).toMatchObject({
    error: "invalid_arguments",
    response_metadata: { messages: ["[ERROR] missing required field: channel [json-pointer:]"] },
  });
});

test("arguments come as form, as JSON or in the address", async () => {
  const sandbox = await openSandbox();
  const blocks = [{ type: "divider" }];
  const headers = { authorization: `Bearer ${sandbox.botToken}` };
  const call = (init: RequestInit, query = "") =>
    fetch(`${sandbox.apiUrl}chat.postMessage${query}`, { method: "POST", ...init });

  await call({
    headers,
    body: new URLSearchParams({ channel: affiliateOps, blocks: JSON.stringify(blocks) }),
  });
  await call({
    headers: { ...headers, "content-type": "application/json; charset=utf-8" },
    body: JSON.stringify({ channel: affiliateOps, blocks }),
  });
  await call({}, `?channel=${affiliateOps}&text=hello&token=${sandbox.botToken}`);

  expect(await sandbox.messages(affiliateOps)).toMatchObject([
    { blocks },
    { blocks },
    { text: "hello" },
  ]);
});

test("a rate limit asked for meets one channel, with the seconds to wait", async () => {
  const sandbox = await openSandbox();
  const client = clientOf(sandbox);
  await sandbox.person("/box/faults", {
    method: "chat.postMessage",
    fault: "rate_limited",
    retry_after: 7,
    channel: affiliateOps,
  });

  const other = await client.chat.postMessage({ channel: finance, text: "a" });
  const response = await fetch(`${sandbox.apiUrl}chat.postMessage`, {
    method: "POST",
    headers: { authorization: `Bearer ${sandbox.botToken}` },
    body: new URLSearchParams({ channel: affiliateOps, text: "a" }),
  });
  const again = await client.chat.postMessage({ channel: affiliateOps, text: "a" });

  expect(other.ok).toBe(true);
  expect(response.status).toBe(429);
  expect(response.headers.get("retry-after")).toBe("7");
  expect(await response.json()).toEqual({ ok: false, error: "ratelimited" });
  expect(again.ok).toBe(true);
});

test("a paced workspace refuses the sixth post at once to one channel", async () => {
  const sandbox = await openSandbox({ isPaced: true, clock: () => 1_763_712_000_000 });
  const client = clientOf(sandbox);

  for (let post = 1; post <= 5; post += 1)
    await client.chat.postMessage({ channel: affiliateOps, text: String(post) });

  await expect(client.chat.postMessage({ channel: affiliateOps, text: "6" })).rejects.toThrow(
    /rate.limit/i,
  );
  expect(await sandbox.messages(affiliateOps)).toHaveLength(5);
});

test.each(["server_error_after_accept", "reset_after_accept"] as const)(
  "%s: the call fails, the message stands",
  async (fault) => {
    const sandbox = await openSandbox();
    await sandbox.person("/box/faults", { method: "chat.postMessage", fault });

    const refusal = await refusalOf(
      clientOf(sandbox).chat.postMessage({ channel: affiliateOps, text: "once" }),
    );

    expect(refusal).not.toHaveProperty("ok");
    expect(await sandbox.messages(affiliateOps)).toMatchObject([{ text: "once" }]);
  },
);

test("a hanging call has had its effect when the client gives up", async () => {
  const sandbox = await openSandbox();
  await sandbox.person("/box/faults", { method: "chat.postMessage", fault: "hang_after_accept" });

  const call = fetch(`${sandbox.apiUrl}chat.postMessage`, {
    method: "POST",
    headers: { authorization: `Bearer ${sandbox.botToken}` },
    body: new URLSearchParams({ channel: affiliateOps, text: "once" }),
    signal: AbortSignal.timeout(100),
  });

  await expect(call).rejects.toThrow(/timeout/i);
  expect(await sandbox.messages(affiliateOps)).toMatchObject([{ text: "once" }]);
});

test("a server error before acceptance posts nothing", async () => {
  const sandbox = await openSandbox();
  await sandbox.person("/box/faults", { method: "chat.postMessage", fault: "server_error" });

  await refusalOf(clientOf(sandbox).chat.postMessage({ channel: affiliateOps, text: "a" }));

  expect(await sandbox.messages(affiliateOps)).toEqual([]);
});

test("a workspace that does not know a block yet refuses messages with it, until told otherwise", async () => {
  const sandbox = await openSandbox();
  const client = clientOf(sandbox);
  const plan = { channel: affiliateOps, blocks: [{ type: "plan", title: "Run" }] };
  await sandbox.person("/box/faults", {
    method: "chat.postMessage",
    fault: "invalid_blocks",
    block_type: "plan",
    times: 1000,
  });

  expect(await refusalOf(client.chat.postMessage(plan))).toMatchObject({ error: "invalid_blocks" });
  expect((await client.chat.postMessage({ channel: affiliateOps, text: "a" })).ok).toBe(true);
  await sandbox.person("/box/faults", { method: "chat.postMessage", fault: "none" });
  expect((await client.chat.postMessage(plan)).ok).toBe(true);
});

test("people, conversations, reactions and pins answer as Slack's do", async () => {
  const client = clientOf(await openSandbox());
  const { ts = "" } = await client.chat.postMessage({ channel: affiliateOps, text: "a" });
  const place = { channel: affiliateOps, timestamp: ts };
  await client.reactions.add({ ...place, name: "eyes" });
  await client.pins.add(place);

  const [users, channels, team, reactions, pins] = await Promise.all([
    client.users.list({}),
    client.conversations.list({}),
    client.team.info({}),
    client.reactions.get(place),
    client.pins.list({ channel: affiliateOps }),
  ]);

  expect(users.members?.filter((user) => user.is_bot)).toHaveLength(1);
  expect(channels.channels?.filter((channel) => !channel.is_member)).toMatchObject([
    { name: "random" },
  ]);
  expect(team.team?.name).toBe("Countercheck demo");
  expect(reactions.message?.reactions).toEqual([{ name: "eyes", users: ["U0CCBOT001"], count: 1 }]);
  expect(pins.items).toHaveLength(1);
  expect(await refusalOf(client.reactions.add({ ...place, name: "eyes" }))).toMatchObject({
    error: "already_reacted",
  });
});

test("a page elsewhere cannot post into the workspace", async () => {
  const sandbox = await openSandbox();

  const response = await fetch(`${sandbox.url}/box/message`, {
    method: "POST",
    headers: { "content-type": "text/plain", origin: "https://evil.example" },
    body: JSON.stringify({ user: "U0MAYA0001", channel: affiliateOps, text: "spam" }),
  });

  expect(response.status).toBe(403);
  expect(await sandbox.messages(affiliateOps)).toEqual([]);
});

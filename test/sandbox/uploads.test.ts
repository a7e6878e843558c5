import { randomBytes } from "node:crypto";
import { expect, test, vi } from "vitest";
import {
  affiliateOps,
  appOn,
  clientOf,
  maya,
  openSandbox,
  random,
  refusalOf,
  type OpenSandbox,
} from "./open-sandbox.ts";

/** Uploads by Slack's three steps; answers the file's id before it is completed. */
async function uploaded(sandbox: OpenSandbox, filename: string, bytes: Uint8Array<ArrayBuffer>) {
  const client = clientOf(sandbox);
  const { upload_url, file_id = "" } = await client.files.getUploadURLExternal({
    filename,
    length: bytes.length,
  });
  const response = await fetch(upload_url ?? "", { method: "POST", body: bytes });
  return { id: file_id, status: response.status, url: upload_url ?? "" };
}

test("uploaded bytes come back equal, in a thread, with a comment", async () => {
  const sandbox = await openSandbox();
  const client = clientOf(sandbox);
  const bytes = randomBytes(300_000);
  const { ts = "" } = await client.chat.postMessage({ channel: affiliateOps, text: "Run" });

  await client.files.uploadV2({
    channel_id: affiliateOps,
    thread_ts: ts,
    initial_comment: "SHA-256 …",
    file: bytes,
    filename: "commissions.csv",
    title: "Commissions",
  });
  const message = await vi.waitFor(async () => {
    const found = (await sandbox.messages(affiliateOps)).find(({ files }) => files);
    expect(found).toMatchObject({ thread_ts: ts, text: "SHA-256 …" });
    return found;
  });
  const [file] = message?.files ?? [];
  const info = await client.files.info({ file: file?.id ?? "" });
  const url = info.file?.url_private ?? "";
  const download = await fetch(url, { headers: authorized(sandbox) });

  expect(file).toMatchObject({ title: "Commissions", mimetype: "text/csv", size: 300_000 });
  expect(info.file?.shares?.public?.[affiliateOps]).toMatchObject([
    { ts: message?.ts, thread_ts: ts },
  ]);
  expect(Buffer.from(await download.arrayBuffer()).equals(bytes)).toBe(true);
});

test.each([
  ["without the token", ["files:read"], () => ({})],
  ["without the scope", ["chat:write"], authorized],
])("a private address %s leads to a page that asks to sign in", async (_, scopes, headers) => {
  const sandbox = await openSandbox({ scopes });
  await personUploads(sandbox, affiliateOps, new File(["secret"], "a.csv"));
  const { files: [file] = [] } = await sandbox.firstMessage(affiliateOps);
  const url = `${sandbox.url}/files-pri/T0CCDEMO01-${file?.id}/a.csv`;

  const response = await fetch(url, { headers: headers(sandbox) });

  expect([response.status, response.redirected]).toEqual([200, true]);
  expect(response.headers.get("content-type")).toContain("text/html");
  expect(await response.text()).not.toContain("secret");
});

function authorized({ botToken }: OpenSandbox): Record<string, string> {
  return { authorization: `Bearer ${botToken}` };
}

test("a completed upload is shared a little later, not at once", async () => {
  const sandbox = await openSandbox();
  const client = clientOf(sandbox);
  const { id } = await uploaded(sandbox, "a.csv", new Uint8Array([1, 2, 3]));

  await client.files.completeUploadExternal({ files: [{ id }], channel_id: affiliateOps });
  const before = await client.files.info({ file: id });

  expect(before.file?.shares).toEqual({});
  await vi.waitFor(async () =>
    expect((await client.files.info({ file: id })).file?.shares).toHaveProperty("public"),
  );
});

test("a share that a sudden end left open is posted by the next process, once", async () => {
  const sandbox = await openSandbox();
  const { id } = await uploaded(sandbox, "a.csv", new Uint8Array([1, 2, 3]));
  await clientOf(sandbox).files.completeUploadExternal({
    files: [{ id }],
    channel_id: affiliateOps,
  });
  await sandbox.close();

  const second = await openSandbox({ folder: sandbox.folder });
  const posted = await second.messages(affiliateOps);
  await second.close();
  const third = await openSandbox({ folder: sandbox.folder });

  expect(posted).toMatchObject([{ files: [{ id }] }]);
  expect(await third.messages(affiliateOps)).toEqual(posted);
});

test("Slack's refusals of an upload, by name", async () => {
  const sandbox = await openSandbox();
  const client = clientOf(sandbox);
  const complete = (files: { id: string }[], channel_id: string) =>
    refusalOf(
      client.files.completeUploadExternal({ files: files as [{ id: string }], channel_id }),
    );
  const expected = await client.files.getUploadURLExternal({ filename: "a.csv", length: 3 });
  const { id, url } = await uploaded(sandbox, "b.csv", new Uint8Array([1]));

  expect(await complete([{ id: "F0NOTHERE" }], affiliateOps)).toMatchObject({
    error: "file_not_found",
  });
  expect(await complete([{ id: expected.file_id ?? "" }], affiliateOps)).toMatchObject({
    error: "file_not_found",
  });
  expect(await complete([{ id }], random)).toMatchObject({ error: "not_in_channel" });
  const short = await fetch(expected.upload_url ?? "", { method: "POST", body: "a" });
  expect(short.status).toBe(400);
  expect(await complete([{ id }], affiliateOps)).toMatchObject({ ok: true });
  expect((await fetch(url, { method: "POST", body: "a" })).status).toBe(404);
});

test("a deleted file is gone from its message and its address", async () => {
  const sandbox = await openSandbox();
  const client = clientOf(sandbox);
  const { id } = await uploaded(sandbox, "a.csv", new Uint8Array([1, 2, 3]));
  await client.files.completeUploadExternal({ files: [{ id }], channel_id: affiliateOps });
  await vi.waitFor(async () => expect(await sandbox.messages(affiliateOps)).toHaveLength(1));

  await client.files.delete({ file: id });

  expect((await sandbox.firstMessage(affiliateOps)).files).toEqual([]);
  expect((await fetch(`${sandbox.url}/box/files/${id}`)).status).toBe(404);
});

test("a person's file reaches the channel and the app", async () => {
  const sandbox = await openSandbox();
  const app = appOn(sandbox);
  const heard: string[] = [];
  app.event("file_shared", async ({ event }) => {
    heard.push(event.file_id);
  });
  await app.start();

  const answer = await personUploads(sandbox, affiliateOps, new File(["a,b\n1,2\n"], "Ünï.csv"));

  const { files: [file] = [], user } = await sandbox.firstMessage(affiliateOps);
  expect(answer).toEqual({ ok: true });
  expect([user, file?.name, file?.size]).toEqual([maya, "Ünï.csv", 8]);
  await vi.waitFor(() => expect(heard).toEqual([file?.id]));
});

test("several files with words are one message in their thread, heard as file_share", async () => {
  const sandbox = await openSandbox();
  const app = appOn(sandbox);
  const heard: unknown[] = [];
  app.event("message", async ({ event }) => {
    heard.push(event);
  });
  await app.start();
  await sandbox.person("/box/message", { user: maya, channel: affiliateOps, text: "Root" });
  const { ts } = await sandbox.firstMessage(affiliateOps);

  const form = new FormData();
  for (const [name, value] of Object.entries({ user: maya, channel: affiliateOps, thread_ts: ts }))
    form.set(name, value);
  form.set("text", "Before & after");
  form.append("file", new File(["a"], "before.png"));
  form.append("file", new File(["bc"], "after.png"));
  await fetch(`${sandbox.url}/box/upload`, { method: "POST", body: form });

  await vi.waitFor(() => expect(heard).toHaveLength(2));
  expect(heard[1]).toMatchObject({
    type: "message",
    subtype: "file_share",
    user: maya,
    text: "Before &amp; after",
    channel: affiliateOps,
    channel_type: "channel",
    thread_ts: ts,
    parent_user_id: maya,
    files: [
      { name: "before.png", size: 1, mimetype: "image/png", user: maya },
      { name: "after.png", size: 2, url_private: expect.stringContaining("/files-pri/") },
    ],
  });
});

test("a person's upload to nowhere is refused and leaves nothing", async () => {
  const sandbox = await openSandbox();

  const answer = await personUploads(sandbox, "C0NOWHERE1", new File(["a"], "a.csv"));

  expect(answer).toMatchObject({ ok: false, error: "channel_not_found" });
});

test.each([
  ["chart.png", "image/png", "inline"],
  ["rows.csv", "text/csv; charset=utf-8", "attachment"],
  ["page.html", "text/html; charset=utf-8", "attachment"],
  ["drawing.svg", "image/svg+xml", "attachment"],
  ["noextension", "application/octet-stream", "attachment"],
])("%s is served as %s, %s", async (name, type, disposition) => {
  const sandbox = await openSandbox();
  await personUploads(sandbox, affiliateOps, new File(["<script>1</script>"], name));
  const { files: [file] = [] } = await sandbox.firstMessage(affiliateOps);
  const url = `${sandbox.url}/box/files/${file?.id}`;

  const { headers } = await fetch(url);
  const download = await fetch(`${url}?download`);

  expect(headers.get("content-type")).toBe(type);
  expect(headers.get("content-disposition")).toBe(`${disposition}; filename*=UTF-8''${name}`);
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(headers.get("content-security-policy")).toBe("default-src 'none'; sandbox");
  expect(download.headers.get("content-disposition")).toMatch(/^attachment/);
});

async function personUploads(sandbox: OpenSandbox, channel: string, file: File): Promise<unknown> {
  const form = new FormData();
  form.set("user", maya);
  form.set("channel", channel);
  form.set("file", file);
  return (await fetch(`${sandbox.url}/box/upload`, { method: "POST", body: form })).json();
}

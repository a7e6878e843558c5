import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "vitest";

import { upload } from "#slack/outbox.ts";
import { affiliateOps } from "../sandbox/open-sandbox.ts";
import { openSender, words } from "./open-sender.ts";
import { oneStore } from "./open-store.ts";

const store = oneStore();

const report = {
  text: "Commissions",
  files: [
    { file: "commissions.csv", title: "Commissions", bytes: 9 },
    { file: "payouts.csv", title: "Payouts", bytes: 8 },
  ],
};

async function oweFiles({ files, owe }: Awaited<ReturnType<typeof openSender>>) {
  await writeFile(join(files, "commissions.csv"), "id,amount");
  await writeFile(join(files, "payouts.csv"), "id,payee");
  await owe("a", affiliateOps, words("root"));
  await store().transaction((trx) =>
    upload(trx, { key: "a:files", channel: affiliateOps, parent: "a" }, report),
  );
  await owe("a:1", affiliateOps, words("after the files"), "a");
}

test("files stand in the thread in their place, byte for byte", async () => {
  const opened = await openSender(store());
  const { start, sandbox, allSent } = opened;
  await oweFiles(opened);

  await start();
  await allSent();

  const messages = await sandbox.messages(affiliateOps);
  expect(messages.map(({ text }) => text)).toEqual(["root", "Commissions", "after the files"]);
  const [first, second] = messages[1]?.files ?? [];
  expect([first?.name, second?.title]).toEqual(["commissions.csv", "Payouts"]);
  const bytes = await fetch(`${sandbox.url}/box/files/${first?.id}`);
  expect(await bytes.text()).toBe("id,amount");
});

test("files that Slack completed before an error stand there once", async () => {
  const opened = await openSender(store());
  const { proxy, start, texts, allSent } = opened;
  let failures = 1;
  proxy.fault = ({ method }) =>
    method === "files.completeUploadExternal" && failures-- > 0
      ? { kind: "server_error_after" }
      : null;
  await oweFiles(opened);

  await start();
  await allSent();

  expect(await texts(affiliateOps)).toEqual(["root", "Commissions", "after the files"]);
});

test("files that Slack refuses leave their names and hashes in the thread", async () => {
  const opened = await openSender(store());
  const { proxy, start, texts, allSent } = opened;
  proxy.fault = ({ method }) =>
    method === "files.getUploadURLExternal"
      ? { kind: "refused", error: "file_uploads_disabled" }
      : null;
  await oweFiles(opened);

  await start();
  await allSent();

  const [, said, after] = await texts(affiliateOps);
  expect(said).toContain("Commissions");
  expect(said).toContain("file_uploads_disabled");
  expect(after).toBe("after the files");
});

test("words in place of refused files that Slack took before an error stand there once", async () => {
  const opened = await openSender(store());
  const { proxy, sandbox, start, texts, allSent } = opened;
  let ordered = false;
  proxy.fault = async ({ method }) => {
    if (method !== "files.getUploadURLExternal") return null;
    if (!ordered) {
      ordered = true;
      await sandbox.person("/box/faults", {
        method: "chat.postMessage",
        fault: "server_error_after_accept",
      });
    }
    return { kind: "refused", error: "file_uploads_disabled" };
  };
  await oweFiles(opened);

  await start();
  await allSent();

  const said = await texts(affiliateOps);
  expect(said.filter((text) => text.includes("file_uploads_disabled"))).toHaveLength(1);
  expect(said).toHaveLength(3);
});

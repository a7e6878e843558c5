import { execFile } from "node:child_process";
import { buffer } from "node:stream/consumers";
import { promisify } from "node:util";

import type { Locator, Page } from "playwright-core";
import { openPromise } from "yauzl";

import { packageManifest } from "#evidence/package/manifest.ts";

const cli = new URL("../../src/cli.ts", import.meta.url).pathname;

/** Lets go of a file over a thread, as from the desktop. */
export async function drop(thread: Locator, name: string, bytes: Buffer): Promise<void> {
  const data = await thread.page().evaluateHandle(`(() => {
    const transfer = new DataTransfer();
    const bytes = Uint8Array.from(atob("${bytes.toString("base64")}"), (each) => each.charCodeAt(0));
    transfer.items.add(new File([bytes], "${name}", { type: "image/png" }));
    return transfer;
  })()`);
  await thread.dispatchEvent("drop", { dataTransfer: data });
  await thread.getByRole("button", { name: "Send" }).click();
}

/** Saves the newest package of a thread as a person does. */
export async function save(page: Page, thread: Locator): Promise<string> {
  const link = thread.getByRole("link", { name: /^Download \S+evidence-shared\S+zip$/ }).last();
  const coming = page.waitForEvent("download");
  await link.click();
  return (await coming).path();
}

/** What the verifier says of a package. */
export async function verified(zip: string): Promise<unknown> {
  const args = [cli, "evidence", "verify", zip, "--json"];
  return JSON.parse((await promisify(execFile)(process.execPath, args)).stdout) as unknown;
}

async function filesIn(zip: string): Promise<Map<string, Buffer>> {
  const opened = await openPromise(zip);
  const files = new Map<string, Buffer>();
  for await (const entry of opened.eachEntry()) {
    files.set(entry.fileName, await buffer(await opened.openReadStreamPromise(entry)));
  }
  return files;
}

/** The files of a package and its manifest. */
export async function inside(zip: string) {
  const files = await filesIn(zip);
  return { files, manifest: packageManifest.parse(JSON.parse(String(files.get("manifest.json")))) };
}

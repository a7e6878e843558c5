import { verifyPackage } from "#evidence/verify/verify.ts";
import type { Verification } from "#evidence/verify/verify.ts";
import { printJson } from "#terminal/options.ts";
import { printable } from "#terminal/printable.ts";

/** Verifies a package by its bytes alone: no configuration, no state, no network. Exit status 1 when it is not as it was sealed. */
export async function evidenceVerify(
  zip: string,
  { root, json }: { readonly root?: string; readonly json?: true },
): Promise<void> {
  const verified = await verifyPackage(zip, { root: root ?? null });
  process.exitCode = verified.ok ? 0 : 1;
  const isCompared = root !== undefined;
  if (json) printJson(documentOf(verified, isCompared));
  else process.stdout.write(printable(`${sentenceOf(zip, verified, isCompared)}\n`));
}

function documentOf(verified: Verification, isCompared: boolean) {
  if (!verified.ok) return verified;
  const { manifest, masked, bytes, sha256 } = verified;
  const { run, root, chain, sharing, items, files, created_at: created } = manifest;
  return {
    ok: true,
    run: run.id,
    sharing,
    root,
    root_compared: isCompared,
    chain,
    items: items.length,
    masked_items: masked,
    files: files.length,
    bytes,
    sha256,
    created_at: created,
  };
}

function sentenceOf(zip: string, verified: Verification, isCompared: boolean): string {
  if (!verified.ok) {
    const { kind, sentence } = verified.problem;
    return `${zip} is ${kind === "other" ? "not the package asked for" : "not as it was sealed"}. ${sentence}`;
  }
  const { manifest, masked } = verified;
  const { run, items, files, root, sharing, sealed } = manifest;
  const lines = [
    `${zip} is as it was sealed: ${counted(items.length, "item")} of run ${run.id} in ${counted(files.length, "file")}.`,
    isCompared
      ? `Its root hash is the one given: ${root}.`
      : `Root hash ${root}: only one known from elsewhere, as said in the run's thread or by the command that sealed it, proves that nobody sealed another package in its place. Give that with --root.`,
  ];
  if (sharing === "shared") {
    lines.push(
      `This is the shared copy; ${counted(masked, "item")} with masked words can be followed only in the sealed package ${sealed?.file ?? ""} (SHA-256 ${sealed?.sha256 ?? ""}, root hash ${sealed?.root ?? ""}).`,
    );
  }
  return lines.join("\n");
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}

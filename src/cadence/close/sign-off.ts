import { UsageError } from "#errors.ts";

const form = /^([^<>\p{Cc}]+?)\s*<([^<>\s\p{Cc}]+)>$/u;

/** Reads `Name <mail>`, as git writes a person; anything else is a UsageError with the accepted form. */
export function readPerson(text: string, option: "preparer" | "reviewer"): string {
  const [, name, mail] = form.exec(text.trim()) ?? [];
  if (name !== undefined && mail !== undefined) return `${name} <${mail}>`;
  throw new UsageError(
    `"${text}" is nobody to sign as ${option}; write it like "Maya Chen <maya@example.com>".`,
    [option],
  );
}

/** Nobody reviews what they prepared: the same name or the same address is the same person. */
export function assertSecondPerson(preparer: string, reviewer: string): void {
  const [mine, theirs] = [preparer, reviewer].map((person) => form.exec(person.toLowerCase()));
  if (mine?.[1] !== theirs?.[1] && mine?.[2] !== theirs?.[2]) return;
  throw new UsageError(
    `${preparer} prepared this close and cannot review it too; have a second person review it.`,
    ["reviewer"],
  );
}

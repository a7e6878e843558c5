import { z } from "zod";

/** What may be masked in Slack and in shared packages. */
export const maskable = ["emails", "secrets", "bank"] as const;
export type Maskable = (typeof maskable)[number];
export type RedactionPolicy = Readonly<Record<Maskable, "mask" | "keep">>;

export const maskEverything: RedactionPolicy = { emails: "mask", secrets: "mask", bank: "mask" };

/** What may be read by everybody, in Slack and in shared packages. */
export interface EvidenceSettings {
  readonly redact: RedactionPolicy;
  /** Key of the masks; null for one drawn once and kept in the data folder. */
  readonly key: string | null;
}

const masking = z.enum(["mask", "keep"]).default("mask");

/** What `evidence:` says in the configuration. */
export const evidenceSettings = z
  .strictObject({
    redact: z
      .strictObject({ emails: masking, secrets: masking, bank: masking })
      .default(maskEverything),
    key: z
      .string()
      .min(16, "the key of the masks needs at least 16 characters; write it as ${NAME}")
      .nullable()
      .default(null),
  })
  .default({ redact: maskEverything, key: null });

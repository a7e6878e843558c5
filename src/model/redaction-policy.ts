/** What may be masked in Slack and in shared packages. */
export const maskable = ["emails", "secrets", "bank"] as const;
export type Maskable = (typeof maskable)[number];
export type RedactionPolicy = Readonly<Record<Maskable, "mask" | "keep">>;

export const maskEverything: RedactionPolicy = { emails: "mask", secrets: "mask", bank: "mask" };

import { z } from "zod";

import { jsonPath } from "#model/assertions/json-path.ts";
import { duration } from "#model/duration.ts";
import { flowStep, placeholdersOf } from "#model/flow-step.ts";
import { listed } from "#model/phrases.ts";
import { presetNames, presets } from "#model/presets/presets.ts";
import { webAddress } from "#model/request-settings.ts";

const hour = 3_600_000;
const amount = z.string().regex(/^\d+(\.\d+)?$/, 'write an amount as text, like "0.01"');
const statuses = z.array(z.string().min(1)).min(1);

/** Names of a record's members, as the platform's answer has them. */
const fields = z
  .strictObject({
    id: z.string().default("id"),
    order: z.string().default("order_id"),
    partner: z.string().default("partner_id"),
    amount: z.string().default("amount"),
    currency: z.string().default("currency"),
    commission: z.string().default("commission"),
    status: z.string().default("status"),
  })
  .prefault({});

/** What a canary is told: how to click, convert, read back and clean up, and by whose leave. */
export const canarySettings = z
  .strictObject({
    /** Slack user id of who answers for the program: a canary makes a conversion. */
    opted_in_by: z.string().regex(/^[UW][A-Z0-9]{2,}$/, "name who opted in by Slack id, U0123ABCD"),
    preset: z.enum(presetNames).default("custom-pixel"),
    /** True where the account is a demo in which nothing is ever paid. */
    demo_account: z.boolean().default(false),
    credential: z.string().nullable().default(null),
    every: duration
      .refine((length) => length >= hour, "send it no more than once an hour")
      .default(24 * hour),
    /** Conversions that it may make in a month. */
    most: z.int().min(1).max(744).default(31),
    /** In how long the platform is to have recorded it. */
    within: duration.default(60_000),
    click: z
      .strictObject({
        url: webAddress,
        /** The parameter of the landing page's address that holds the click id, or where the answer has it. */
        parameter: z.string().min(1).optional(),
        json: jsonPath.optional(),
        /** A cookie that must be set on the way. */
        cookie: z.string().min(1).nullable().default(null),
      })
      .refine(
        ({ parameter, json }) => (parameter === undefined) !== (json === undefined),
        "say where the click id is: parameter, or json",
      ),
    convert: flowStep,
    read: flowStep.safeExtend({ records: jsonPath }),
    fields,
    expect: z.strictObject({
      partner: z.string().min(1),
      amount,
      currency: z.string().min(1),
      commission: amount.nullable().default(null),
      statuses,
    }),
    clean_up: z.array(flowStep).max(5).default([]),
    /** Statuses of a record that is never paid. */
    cleaned: statuses.default(["rejected", "declined", "reversed", "canceled"]),
  })
  .superRefine((given, context) => {
    const flaw = (path: string[], message: string): void =>
      context.addIssue({ code: "custom", path, message });
    const isTest = presets[given.preset].testParameters !== null;
    if (!isTest && !given.demo_account) {
      flaw(
        ["preset"],
        "this platform has no parameter that makes a conversion a test: only a demo account may have a canary, demo_account: true",
      );
    }
    if (!isTest && given.clean_up.length === 0) {
      flaw(["clean_up"], "say how the conversion is taken back");
    }
    const known = ["run", "click", "order"];
    const check = (
      step: Parameters<typeof placeholdersOf>[0],
      path: string[],
      more: string[] = [],
    ): void => {
      const lost = placeholdersOf(step).filter((name) => ![...known, ...more].includes(name));
      if (lost.length > 0)
        flaw(path, `nothing is known as ${listed(lost.map((name) => `{${name}}`))}`);
    };
    check(given.convert, ["convert"]);
    check(given.read, ["read"]);
    for (const step of given.clean_up) check(step, ["clean_up"], ["record"]);
    if (!placeholdersOf(given.convert).includes("order")) {
      flaw(["convert"], "the conversion must be marked: write {order} where the order's id goes");
    }
  });

export type CanarySettings = z.infer<typeof canarySettings>;

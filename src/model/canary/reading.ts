import { clause } from "#model/canary/sending.ts";
import type { CanarySettings } from "#model/canary/settings.ts";
import { textOf } from "#model/canary/verdicts.ts";
import type { PlatformRecord } from "#model/canary/verdicts.ts";
import { answerSeen, faultSeen } from "#model/classify.ts";
import { filledStep } from "#model/flow-step.ts";
import type { Values } from "#model/flow-step.ts";
import { jsonOf } from "#model/assertions/json-path.ts";
import { isBlind } from "#model/observation.ts";
import { platformErrorOf } from "#model/presets/preset.ts";
import { presets } from "#model/presets/presets.ts";
import type { Request } from "#model/redirect-walk.ts";

/** Milliseconds that reading the report, and each step of the clean-up, has, however much the rest took. */
const [readTime, cleanUpTime] = [10_000, 5000];

/** Records of an order, or why they could not be read; `isOurs` where the platform was not asked. */
export type ReadBack =
  | { readonly records: readonly PlatformRecord[] }
  | { readonly reason: string; readonly isOurs: boolean };

/** Reads from the platform's report what it recorded of an order. */
export async function readBack(
  { read, preset, credential, fields }: CanarySettings,
  values: Values,
  request: Request,
): Promise<ReadBack> {
  const what = "the report";
  const answer = await request({ ...filledStep(read, values, credential), timeout: readTime });
  if ("phase" in answer) {
    return { reason: clause(faultSeen(what, answer).text), isOurs: answer.isOurs };
  }
  const platformError = platformErrorOf(presets[preset].grammar, answer);
  const seen = answerSeen(answer, { what, assertions: read.assert ?? [], platformError });
  // What is not there yet has no record.
  if (seen.condition === "wrong_endpoint") return { records: [] };
  if (seen.condition !== "up") {
    return { reason: clause(seen.text), isOurs: isBlind(seen.condition) };
  }
  const body = jsonOf(answer);
  if ("reason" in body)
    return { reason: `${what} could not be read: ${body.reason}`, isOurs: false };
  const order = values["order"] ?? "";
  const records = read.records
    .valuesIn(body.document)
    .filter((record): record is PlatformRecord => typeof record === "object" && record !== null)
    .filter((record) => textOf(record[fields.order]) === order);
  return { records };
}

/** Why an order is not taken back; `isOurs` where the platform was not asked. */
export interface Uncleaned {
  readonly reason: string;
  readonly isOurs: boolean;
}

/** Takes back whatever was recorded of an order, and looks whether it is gone; null when it is, else why not. */
export async function cleanUp(
  given: CanarySettings,
  values: Values,
  request: Request,
): Promise<Uncleaned | null> {
  // What a platform counts as a test is never paid.
  if (given.clean_up.length === 0) return null;
  const before = await payableOf(given, values, request);
  if (!Array.isArray(before)) return before;
  for (const record of before) {
    for (const step of given.clean_up) {
      const of = { ...values, record: textOf(record[given.fields.id]) };
      const asked = filledStep(step, of, given.credential);
      const answer = await request({ ...asked, timeout: cleanUpTime });
      const what = `step ${step.name}`;
      const seen =
        "phase" in answer
          ? faultSeen(what, answer)
          : answerSeen(answer, { what, assertions: step.assert ?? [] });
      const isOurs = isBlind(seen.condition);
      if (seen.condition !== "up") return { reason: clause(seen.text), isOurs };
    }
  }
  const left = before.length === 0 ? before : await payableOf(given, values, request);
  if (!Array.isArray(left)) return left;
  const [record] = left;
  if (!record) return null;
  const status = textOf(record[given.fields.status]) || "it had";
  return { reason: `it still has the status ${status}`, isOurs: false };
}

/** Records of an order that may be paid yet. */
async function payableOf(
  given: CanarySettings,
  values: Values,
  request: Request,
): Promise<PlatformRecord[] | Uncleaned> {
  const found = await readBack(given, values, request);
  if ("reason" in found) return found;
  return found.records.filter(
    (record) => !given.cleaned.includes(textOf(record[given.fields.status]).toLowerCase()),
  );
}

import { DateTime } from "luxon";

import type { AnswerField } from "#model/prompt.ts";

/** What a typed answer comes to: its value as it is kept, or the sentence that says what is accepted. */
export type TypedAnswer =
  | { readonly kind: "valid"; readonly value: string }
  | { readonly kind: "invalid"; readonly sentence: string };

/** Reads what a person typed into a field. */
export function readAnswer(typed: string | null, { type, choices }: AnswerField): TypedAnswer {
  const text = typed?.trim() ?? "";
  if (text === "")
    return { kind: "invalid", sentence: `An empty answer is none; ${accepted[type]}` };
  switch (type) {
    case "text":
      return { kind: "valid", value: text };
    case "number":
      return /^[-−]?\d{1,24}(\.\d{1,10})?$/.test(text)
        ? { kind: "valid", value: text.replace("−", "-") }
        : invalid(text, "number", accepted.number);
    case "date":
      return /^\d{4}-\d{2}-\d{2}$/.test(text) && DateTime.fromISO(text, { zone: "utc" }).isValid
        ? { kind: "valid", value: text }
        : invalid(text, "date", accepted.date);
    case "choice": {
      const value = choices.find((choice) => choice.toLowerCase() === text.toLowerCase());
      return value === undefined
        ? invalid(text, "choice", `choose ${choices.join(", ")}`)
        : { kind: "valid", value };
    }
  }
}

const accepted: Readonly<Record<AnswerField["type"], string>> = {
  text: "write a few words",
  number: "write it like 12400.00",
  date: "write it like 2026-10-31",
  choice: "choose one",
};

function invalid(text: string, what: string, form: string): TypedAnswer {
  const shown = text.length > 60 ? `${text.slice(0, 59)}…` : text;
  return { kind: "invalid", sentence: `"${shown}" is no ${what}; ${form}` };
}

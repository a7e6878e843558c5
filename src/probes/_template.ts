import { z } from "zod";

import { defineProbe } from "#probe.ts";
import type { Observation } from "#probe.ts";

export default defineProbe({
  title: "Answers with success",
  settings: z.strictObject({ url: z.url("write it like https://example.com/health") }),

  async look({ url }, { fetch, clock, signal }) {
    const started = clock();
    const seen = (state: Observation["state"], text: string): Observation => ({
      state,
      text,
      milliseconds: clock() - started,
    });
    try {
      const { ok, status, body } = await fetch(url, { signal, redirect: "manual" });
      await body?.cancel();
      return seen(ok ? "up" : "down", `${url} answered ${status}.`);
    } catch (error) {
      if (signal.aborted) return seen("unknown", `${url} gave no answer before the look ended.`);
      const { message, cause } = error as Error;
      const reason = cause instanceof Error ? cause.message : message;
      return seen("down", `${url} could not be reached: ${reason}.`);
    }
  },
});

import { z } from "zod";

import { SourceError } from "#errors.ts";
import { timezone } from "#model/timezone.ts";
import { defineSource } from "#source.ts";

export default defineSource<{ address: string; token: string; timezone: string }>({
  title: "Exports behind one address",
  settings: z.strictObject({
    address: z.url("write it like https://api.example.com/v1"),
    token: z.string("write it like ${ACME_TOKEN}").min(1, "the variable it names is empty"),
    timezone,
  }),

  datasets: () => ["commissions", "payouts"],

  layout: (dataset, { timezone }) => ({
    timezone,
    columns: dataset === "commissions" ? { commission_id: "id" } : {},
    statuses: { cleared: "approved" },
    amounts: "minor",
  }),

  async *fetch({ dataset, context }, { address, token }, world) {
    const url = `${address}/${dataset}?from=${context.from}&to=${context.to}`;
    const headers = { authorization: `Bearer ${token}` };
    const { signal } = world;
    const response = await world.fetch(url, { headers, signal }).catch((cause: unknown) => {
      // Stopped by us, which is nobody's fault.
      signal.throwIfAborted();
      throw new SourceError(`${address} did not answer; is it up, and is the address right?`, {
        cause,
      });
    });
    if (!response.ok || !response.body) {
      throw new SourceError(
        `${address} answered ${response.status} for ${dataset}; is the token still valid?`,
      );
    }
    yield { name: `${dataset}.csv`, stream: response.body };
  },
});

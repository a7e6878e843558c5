import { z } from "zod";

import { SourceError } from "#errors.ts";
import { timezone } from "#model/timezone.ts";
import { defineSource } from "#source.ts";

export default defineSource<{ address: string; token: string; timezone: string }>({
  title: "Exports behind one address",
  settings: z.strictObject({ address: z.url(), token: z.string().min(1), timezone }),

  datasets: () => ["commissions", "payouts"],

  layout: (_dataset, { timezone }) => ({
    timezone,
    columns: { commission_id: "id" },
    statuses: { cleared: "approved" },
    amounts: "minor",
  }),

  async *fetch({ dataset, context }, { address, token }, world) {
    const url = `${address}/${dataset}?from=${context.from}&to=${context.to}`;
    const headers = { authorization: `Bearer ${token}` };
    const response = await world.fetch(url, { headers, signal: world.signal });
    if (!response.ok || !response.body) {
      throw new SourceError(
        `${address} answered ${response.status} for ${dataset}; is the token still valid?`,
      );
    }
    yield { name: `${dataset}.csv`, stream: response.body };
  },
});

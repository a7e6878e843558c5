import { expect, test } from "vitest";

import type { IncidentEvent } from "#model/incident.ts";
import { momentsOf } from "#slack/incident-moments.ts";
import { replyTo } from "#slack/views/incident-replies.ts";
import { incidentMessage } from "#slack/views/incident.ts";

import { affected, at, down, incident } from "./example-incident.ts";
import { wordsOf } from "./views/words.ts";

test("one that begins to come and go is not one more, and what it answered is not what the others do", () => {
  const seen = { condition: "platform_down", text: "It answered." } as const;
  const one = { endpoint: "shop-api", since: at(0) };
  const turned: IncidentEvent = { at: at(10), kind: "flapping", ...one, ...seen };
  const told = {
    owners: [],
    incident: incident({
      affected: [affected("shop-api", { isFlapping: true, ...seen }), affected("payouts-api")],
      events: [down("shop-api"), down("payouts-api"), turned],
      shared: { by: "host", name: "api.example" },
    }),
  };

  expect(incidentMessage(told).text).toBe(
    "🔴 2 endpoints at api.example are down. It answered 503 where 2xx is to be.",
  );
  const [, moment] = momentsOf(told.incident);
  const reply = moment && replyTo(moment, told);
  expect(reply?.text).toBe("⚠️ Going up and down: shop-api");
  expect(wordsOf(reply?.blocks ?? [])).toContain("shop-api keeps going up and down. It answered.");
});

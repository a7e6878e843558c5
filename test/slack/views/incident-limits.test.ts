import { parse } from "csv-parse/sync";
import * as fc from "fast-check";
import { expect, test } from "vitest";

import { momentsOf } from "#slack/incident-moments.ts";
import { jsonText } from "#slack/json-text.ts";
import { incidentMessage } from "#slack/views/incident.ts";
import { replyTo } from "#slack/views/incident-replies.ts";
import { timelineSheet } from "#slack/views/incident-timeline.ts";

import { hostileIncident } from "./hostile-incidents.ts";
import { problemsOf } from "./problems.ts";

fc.configureGlobal({ endOnFailure: true });

test("an incident is postable in every state, whatever was seen, and nothing of it is cut off", () => {
  fc.assert(
    fc.property(hostileIncident, (told) => {
      const shown = incidentMessage(told);
      expect(problemsOf(shown)).toEqual([]);
      expect(jsonText(shown.blocks)).not.toContain("the file has everything");
    }),
  );
});

test("whatever happens to it can be said in its thread, and no event is said twice", () => {
  fc.assert(
    fc.property(hostileIncident, (told) => {
      const moments = momentsOf(told.incident);
      const replies = moments.flatMap((moment) => replyTo(moment, told) ?? []);
      expect(replies.flatMap(problemsOf)).toEqual([]);
      expect(moments.flatMap(({ events }) => events)).toHaveLength(told.incident.events.length);
    }),
  );
});

test("a moment keeps its place when more happens", () => {
  fc.assert(
    fc.property(hostileIncident, fc.nat(), ({ incident }, count) => {
      const some = incident.events.slice(0, count % (incident.events.length + 1));
      const places = momentsOf({ ...incident, events: some }).map(({ sequence }) => sequence);
      const later = momentsOf(incident).map(({ sequence }) => sequence);
      expect(later.slice(0, places.length)).toEqual(places);
    }),
  );
});

test("the timeline has every event in its line, and nothing a spreadsheet would reckon with", () => {
  fc.assert(
    fc.property(hostileIncident, ({ incident }) => {
      const [, ...rows] = parse(timelineSheet(incident));
      expect(rows).toHaveLength(incident.events.length);
      // A number with its sign is a number.
      expect(rows.flat().filter((cell) => /^[=+@\t\r](?!\d+(\.\d+)?$)/.test(cell))).toEqual([]);
    }),
  );
});

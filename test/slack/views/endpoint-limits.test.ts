import * as fc from "fast-check";
import { expect, test } from "vitest";

import { endpointMessage } from "#slack/views/endpoint.ts";
import { endpointList } from "#slack/views/endpoint-list.ts";
import { lookMessage } from "#slack/views/look.ts";

import { hostileLook, hostileStanding, hostileWatched } from "./hostile-endpoints.ts";
import { hostileText } from "./hostile-runs.ts";
import { problemsOf } from "./problems.ts";

fc.configureGlobal({ endOnFailure: true });

test("a list of endpoints is postable, however many there are and however they stand", () => {
  fc.assert(
    fc.property(hostileWatched, ({ endpoints }) => {
      expect(problemsOf(endpointList(endpoints))).toEqual([]);
    }),
  );
});

test("an endpoint and a look at it are postable, whatever was seen", () => {
  fc.assert(
    fc.property(hostileStanding, hostileLook, hostileText, (one, seen, name) => {
      expect(problemsOf(endpointMessage(one))).toEqual([]);
      expect(problemsOf(lookMessage(name, seen))).toEqual([]);
    }),
  );
});

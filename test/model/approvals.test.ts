import fc from "fast-check";
import { expect, test } from "vitest";

import { approvalsOf, countApprovals } from "#model/approvals.ts";
import { saidOf } from "../steps/worlds.ts";

const state = { evidenceHead: "now", requestedBy: "U1" };
const approves = (by: string, evidence = "now") => saidOf("approve", { by, evidence });

test("a double click is one approval", () => {
  expect(countApprovals([approves("U2"), approves("U2")], state, 2)).toEqual({
    given: 1,
    void: 0,
    settledBy: null,
  });
});

test("who asked for the run neither approves, rejects nor skips", () => {
  const said = ["approve", "reject", "skip"] as const;
  const answers = said.map((action) => saidOf(action, { by: "U1", evidence: "now" }));

  expect(countApprovals(answers, state, 1)).toEqual({ given: 0, void: 0, settledBy: null });
});

test("what was approved before evidence was added is void until it is approved again", () => {
  const answers = [approves("U2", "before"), approves("U3")];

  expect(countApprovals(answers, state, 2)).toMatchObject({ given: 1, void: 1 });
  expect(countApprovals([...answers, approves("U2")], state, 2)).toMatchObject({
    given: 2,
    void: 0,
  });
});

test("each person's last approval stands, and says whether it still counts", () => {
  const answers = [
    approves("U2", "before"),
    approves("U1"),
    approves("U3", "before"),
    approves("U2"),
  ];

  expect(approvalsOf(answers, state).map(({ answer, isVoid }) => [answer.by, isVoid])).toEqual([
    ["U2", false],
    ["U3", true],
  ]);
});

test("a rejection that comes after enough approvals is too late, though it is evidence itself", () => {
  const answers = [approves("U2", "then"), saidOf("reject", { by: "U3", evidence: "then" })];

  expect(countApprovals(answers, state, 1)).toMatchObject({ given: 1, settledBy: null });
  expect(countApprovals(answers, state, 2).settledBy?.by).toBe("U3");
});

test("whatever people click, as many count as differ, approve what there is and did not ask for it", () => {
  const click = fc.record({
    by: fc.constantFrom("U1", "U2", "U3", "U4"),
    evidence: fc.constantFrom("before", "now"),
  });
  fc.assert(
    fc.property(
      fc.array(click, { maxLength: 12 }),
      fc.integer({ min: 1, max: 4 }),
      (clicks, needed) => {
        const answers = clicks.map((one) => saidOf("approve", one));
        const people = ["U2", "U3", "U4"].filter((by) =>
          clicks.some((one) => one.by === by && one.evidence === "now"),
        );
        const all = ["U2", "U3", "U4"].filter((by) => clicks.some((one) => one.by === by));

        expect(countApprovals(answers, state, needed)).toEqual({
          given: people.length,
          void: all.length - people.length,
          settledBy: null,
        });
      },
    ),
  );
});

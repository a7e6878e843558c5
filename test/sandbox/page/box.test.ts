import { expect, test } from "vitest";
import type { BoxMessage, BoxView } from "#sandbox/contract.ts";
import {
  boxOf,
  rootMessages,
  threadMessages,
  threadSummaries,
  withChange,
} from "#sandbox/page/box.ts";

const said = (ts: string, rest: Partial<BoxMessage> = {}): BoxMessage => ({
  channel: "C1",
  ts,
  user: "U1",
  text: ts,
  ...rest,
});

function boxWith(...messages: BoxMessage[]) {
  return boxOf({
    team: { id: "T1", name: "t" },
    users: [],
    channels: [],
    messages,
    views: [],
    commands: [],
    shortcuts: [],
    groups: [],
    pins: [],
    homes: [],
    connected: false,
    far_side_fails: null,
  });
}

const times = (messages: readonly BoxMessage[]) => messages.map(({ ts }) => ts);

test("messages are told in the order of their time, whatever order they came in", () => {
  const box = withChange(boxWith(said("3.0"), said("1.0")), {
    type: "message",
    message: said("2.0"),
  });

  expect(times(rootMessages(box, "C1", "U1"))).toEqual(["1.0", "2.0", "3.0"]);
});

test("a message told again replaces itself, and a deleted one is gone", () => {
  const again = withChange(boxWith(said("1.0"), said("2.0")), {
    type: "message",
    message: said("1.0", { text: "new" }),
  });
  const box = withChange(again, { type: "message_deleted", channel: "C1", ts: "2.0" });

  expect(rootMessages(box, "C1", "U1")).toEqual([said("1.0", { text: "new" })]);
});

test("replies are in the thread, not in the channel, and are counted", () => {
  const box = boxWith(
    said("1.0", { thread_ts: "1.0" }),
    said("2.0", { thread_ts: "1.0", user: "U2" }),
    said("3.0", { thread_ts: "1.0", user: "U2" }),
  );

  expect(times(rootMessages(box, "C1", "U1"))).toEqual(["1.0"]);
  expect(times(threadMessages(box, "C1", "1.0", "U1"))).toEqual(["1.0", "2.0", "3.0"]);
  expect(threadSummaries(box, "C1", "U1").get("1.0")).toEqual({
    replies: 2,
    lastTs: "3.0",
    users: ["U2"],
  });
});

test("a whisper is nobody else's", () => {
  const box = boxWith(said("1.0", { ephemeral_to: "U1" }));

  expect(rootMessages(box, "C1", "U1")).toHaveLength(1);
  expect(rootMessages(box, "C1", "U2")).toHaveLength(0);
});

test("a modal is replaced in its place and taken away when closed", () => {
  const view = (id: string, hash: string): BoxView => ({
    id,
    hash,
    user: "U1",
    view: { type: "modal", title: { type: "plain_text", text: id }, blocks: [] },
  });
  const two = ["V1", "V2"].reduce(
    (box, id) => withChange(box, { type: "view", view: view(id, "1") }),
    boxWith(),
  );
  const updated = withChange(two, { type: "view", view: view("V1", "2") });

  expect(updated.views.map(({ id, hash }) => [id, hash])).toEqual([
    ["V1", "2"],
    ["V2", "1"],
  ]);
  expect(withChange(updated, { type: "view_closed", view_id: "V2" }).views).toHaveLength(1);
});

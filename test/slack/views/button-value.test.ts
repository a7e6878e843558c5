import { expect, test } from "vitest";

import { UsageError } from "#errors.ts";
import { readAnswerButton } from "#slack/views/answer-button.ts";
import { readFormRequest } from "#slack/views/form-button.ts";
import { readPictureButton } from "#slack/views/picture-button.ts";

const key = { runId: "01RUN", position: 2 };

test("a button's value is what was put there", () => {
  expect(readAnswerButton("answer:confirm", JSON.stringify(key))).toEqual({
    ...key,
    action: "confirm",
  });
});

test.each(["", "{", "null", "[]", '{"runId":1}', '{"runId":"01RUN","position":-1}'])(
  "a value that we never wrote is refused, not a fault of ours: %s",
  (value) => {
    expect(() => readAnswerButton("answer:confirm", value)).toThrow(UsageError);
    expect(() => readFormRequest(value)).toThrow(UsageError);
    expect(() => readPictureButton(value)).toThrow(UsageError);
  },
);

test("so is an answer that there is not", () => {
  expect(() => readAnswerButton("answer:destroy", JSON.stringify(key))).toThrow(UsageError);
});

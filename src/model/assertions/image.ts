import { imageSize } from "image-size";

import type { Assertion, Finding } from "#model/assertions/assertion.ts";
import type { HttpAnswer } from "#model/http-answer.ts";

/** Formats that browsers draw a pixel from. */
const formats = ["gif", "png", "jpg", "webp", "svg", "avif"];

/** The body is an image that can be read, of the size asked for. */
export function imageAssertion(size: {
  width?: number | undefined;
  height?: number | undefined;
}): Assertion {
  const { width, height } = size;
  const wanted =
    width === undefined && height === undefined ? "" : ` of ${width ?? "any"} × ${height ?? "any"}`;
  return {
    text: `the body is an image${wanted}`,
    subject: "image",
    judge: ({ body }) => judgeImage(body, size),
  };
}

function judgeImage(
  body: Uint8Array,
  wanted: { width?: number | undefined; height?: number | undefined },
): Finding {
  if (body.length === 0) return { holds: false, found: "the body is empty" };
  const image = readHead(body);
  if (!image) return { holds: false, found: "it is no image that can be read" };
  const { type, width, height } = image;
  const isSize = (wanted.width ?? width) === width && (wanted.height ?? height) === height;
  const isKnown = formats.includes(type ?? "");
  return { holds: isSize && isKnown, found: `it is ${type ?? "an image"} of ${width} × ${height}` };
}

function readHead(body: Uint8Array): { type?: string; width: number; height: number } | null {
  try {
    return imageSize(body);
  } catch {
    return null;
  }
}

/** Nothing between may answer in its place: a hit that a cache answers is never counted. */
export const uncachedAssertion: Assertion = {
  text: "the answer is not cached",
  subject: "header",
  judge: ({ headers }) => {
    const control = headers["cache-control"];
    if (control === undefined) return { holds: false, found: "there was no header cache-control" };
    const words = control.toLowerCase().split(/\s*,\s*/);
    const holds = ["no-store", "no-cache", "max-age=0"].some((word) => words.includes(word));
    return { holds, found: `cache-control was "${control}"` };
  },
};

/** The answer calls itself an image. */
export const imageTypeAssertion: Assertion = {
  text: "content-type is an image",
  subject: "header",
  judge: ({ headers }: Pick<HttpAnswer, "headers">) => {
    const type = headers["content-type"];
    if (type === undefined) return { holds: false, found: "there was no header content-type" };
    return { holds: type.toLowerCase().startsWith("image/"), found: `it was "${type}"` };
  },
};

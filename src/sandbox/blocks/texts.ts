import { z } from "zod";

/** A plain_text object of 1 to `most` characters. */
export function plainText(most: number) {
  return z.strictObject({
    type: z.literal("plain_text"),
    text: z.string().min(1).max(most),
    emoji: z.boolean().optional(),
  });
}

export function mrkdwnText(most: number) {
  return z.strictObject({
    type: z.literal("mrkdwn"),
    text: z.string().min(1).max(most),
    verbatim: z.boolean().optional(),
  });
}

export function anyText(most: number) {
  return z.discriminatedUnion("type", [plainText(most), mrkdwnText(most)]);
}

export const blockId = z.string().max(255).optional();
export const actionId = z.string().max(255).optional();

/** A link of at most 3000 characters. */
export const address = z.string().min(1).max(3000);

export const confirmation = z
  .strictObject({
    title: plainText(100).optional(),
    text: anyText(300),
    confirm: plainText(30).optional(),
    deny: plainText(30).optional(),
    style: z.enum(["primary", "danger"]).optional(),
  })
  .optional();

const picture = {
  alt_text: z.string().min(1).max(2000),
  image_url: address.optional(),
  slack_file: z.strictObject({ id: z.string().optional(), url: z.string().optional() }).optional(),
};

/** The fields of an image, of which exactly one says where it is. */
export function image<Shape extends z.ZodRawShape>(shape: Shape) {
  return z
    .strictObject({ type: z.literal("image"), ...picture, ...shape })
    .check(({ value, issues }) => {
      const { image_url: url, slack_file: file } = value as {
        image_url?: string;
        slack_file?: object;
      };
      if ((url === undefined) === (file === undefined))
        issues.push({
          code: "custom",
          message: "must define either `image_url` or `slack_file`",
          input: value,
        });
    });
}

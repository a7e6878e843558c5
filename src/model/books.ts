import { z } from "zod";

/** Where closed months are kept, a git repository, and in whose name they are committed. */
export interface BooksSettings {
  readonly repository: string;
  readonly author: { readonly name: string; readonly email: string };
}

const word = z
  .string()
  .trim()
  .min(1)
  .regex(/^[^<>\p{Cc}]+$/u, "git writes neither < nor > in a name");

/** What `close:` says in the configuration; null where no month is closed. */
export const booksSettings: z.ZodType<BooksSettings | null> = z
  .strictObject({
    repository: z.string().min(1),
    author: z
      .strictObject({ name: word, email: word })
      .default({ name: "Countercheck", email: "countercheck@localhost" }),
  })
  .nullable()
  .default(null);

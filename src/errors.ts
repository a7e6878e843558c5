/** Our deployment is wrong: configuration, data folder, database. Every problem at once, each with its place. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly problems: readonly string[];

  constructor(problems: string | readonly string[], options?: ErrorOptions) {
    const list = typeof problems === "string" ? [problems] : problems;
    super(list.join("\n"), options);
    this.problems = list;
  }
}

/** A platform or its export failed us: unreachable, refused, throttled, answered garbage. */
export class SourceError extends Error {
  override readonly name = "SourceError";
}

/** The person asked for something that cannot be; `fields` are the parameters or context fields to change. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly fields: readonly string[];

  constructor(message: string, fields: readonly string[] = [], options?: ErrorOptions) {
    super(message, options);
    this.fields = fields;
  }

  /** Several mistakes as one error; a single one is itself. */
  static all(problems: readonly [UsageError, ...UsageError[]]): UsageError {
    if (problems.length === 1) return problems[0];
    const sentences = problems.map(({ message }) => message).join("\n");
    const fields = problems.flatMap((problem) => problem.fields);
    return new UsageError(sentences, fields, { cause: new AggregateError(problems) });
  }

  /** Each mistake by itself, where several were made at once. */
  get problems(): readonly UsageError[] {
    return this.cause instanceof AggregateError ? (this.cause.errors as UsageError[]) : [this];
  }
}

/** Exports of differing filter contexts were to be compared; `fields` are those that differ. No run goes on without it. */
export class IncomparableError extends UsageError {}

/** The command line's exit status for a failure (docs/command-line.md); anything but our three classes is our own fault. */
export function exitStatus(error: unknown): 2 | 3 | 4 {
  if (error instanceof ConfigError || error instanceof UsageError) return 2;
  return error instanceof SourceError ? 3 : 4;
}

/** A Web API call refused, by Slack's own error name; `detail` joins the answer's JSON. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly error: string;
  readonly detail: Readonly<Record<string, unknown>>;

  constructor(error: string, detail: Readonly<Record<string, unknown>> = {}) {
    super(error);
    this.error = error;
    this.detail = detail;
  }
}

/** Detail of a refusal that names places in what was sent. */
export function places(messages: readonly string[]): Record<string, unknown> {
  const errors = messages.map((message) => message.replace(/^\[ERROR\] /, ""));
  return { errors, response_metadata: { messages } };
}

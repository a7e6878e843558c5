import type { BoxAnswer, BoxChange, BoxRequests, BoxState } from "../contract.ts";

const unreachable: BoxAnswer = {
  ok: false,
  error: "unreachable",
  text: "The workspace did not answer. Is it still running?",
};

/** Sends what a person did; a refusal is an answer, never a throw. */
export async function post<Path extends keyof BoxRequests>(
  path: Path,
  body: BoxRequests[Path],
): Promise<BoxAnswer> {
  return answerOf(
    fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    }),
  );
}

interface Upload {
  readonly user: string;
  readonly channel: string;
  readonly thread: string | null;
  readonly text: string;
  readonly files: readonly File[];
}

/** Sends files as one message. */
export async function upload(given: Upload): Promise<BoxAnswer> {
  const form = new FormData();
  form.set("user", given.user);
  form.set("channel", given.channel);
  if (given.thread) form.set("thread_ts", given.thread);
  form.set("text", given.text);
  for (const file of given.files) form.append("file", file);
  return answerOf(fetch("/box/upload", { method: "POST", body: form }));
}

async function answerOf(sent: Promise<Response>): Promise<BoxAnswer> {
  try {
    return (await (await sent).json()) as BoxAnswer;
  } catch {
    return unreachable;
  }
}

export interface Listener {
  /** The whole state, on every (re)connect. */
  state(state: BoxState): void;
  change(change: BoxChange): void;
  lost(): void;
}

/** Follows the workspace; changes that arrive while the state is being read are told after it. */
export function follow(listener: Listener): void {
  let waiting: BoxChange[] | null = [];
  const changes = new EventSource("/box/changes");
  changes.addEventListener("open", () => {
    waiting = [];
    void readState();
  });
  changes.addEventListener("error", () => listener.lost());
  changes.addEventListener("message", (event: MessageEvent<string>) => {
    const change = JSON.parse(event.data) as BoxChange;
    if (waiting) waiting.push(change);
    else listener.change(change);
  });

  async function readState(): Promise<void> {
    try {
      const response = await fetch("/box/state");
      listener.state((await response.json()) as BoxState);
      const missed = waiting ?? [];
      waiting = null;
      for (const change of missed) listener.change(change);
    } catch {
      listener.lost();
    }
  }
}

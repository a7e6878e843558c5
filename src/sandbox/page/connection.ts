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

export async function upload(
  user: string,
  channel: string,
  thread: string | null,
  file: File,
): Promise<BoxAnswer> {
  const form = new FormData();
  form.set("user", user);
  form.set("channel", channel);
  if (thread) form.set("thread_ts", thread);
  form.set("file", file);
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

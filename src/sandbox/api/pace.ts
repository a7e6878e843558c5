/** Calls a minute that Slack grants a method in a workspace, by its tier; those not named here have their own rules. */
const perMinute: Readonly<Record<string, number>> = {
  "apps.connections.open": 1,
  "chat.delete": 50,
  "chat.postEphemeral": 100,
  "chat.update": 50,
  "conversations.history": 50,
  "conversations.info": 50,
  "conversations.list": 20,
  "conversations.members": 100,
  "conversations.replies": 50,
  "files.completeUploadExternal": 100,
  "files.getUploadURLExternal": 100,
  "files.info": 100,
  "pins.add": 20,
  "reactions.add": 50,
  "pins.list": 20,
  "reactions.get": 50,
  "usergroups.list": 20,
  "usergroups.users.list": 20,
  "users.info": 100,
  "users.list": 20,
  "views.open": 100,
  "views.publish": 100,
  "views.push": 100,
  "views.update": 100,
};

/** Posts to one channel that may follow each other at once before the pace of one a second holds. */
const postBurst = 5;
/** Small tiers tolerate a restart or two. */
const leastBurst = 10;

interface Bucket {
  readonly size: number;
  /** Tokens a millisecond. */
  readonly rate: number;
  tokens: number;
  at: number;
}

/** Slack's rate limits: chat.postMessage about one a second and channel, the rest by tier. */
export class Pace {
  readonly #buckets = new Map<string, Bucket>();
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** Counts a call; answers 0, or the whole seconds to wait when it came too early. */
  take(method: string, channel: string): number {
    const isPost = method === "chat.postMessage";
    const limit = isPost ? 60 : perMinute[method];
    if (limit === undefined) return 0;
    const bucket = this.#bucket(
      isPost ? `${method} ${channel}` : method,
      isPost ? postBurst : Math.max(limit, leastBurst),
      limit / 60_000,
    );
    if (bucket.tokens < 1) return Math.ceil((1 - bucket.tokens) / bucket.rate / 1000);
    bucket.tokens -= 1;
    return 0;
  }

  #bucket(key: string, size: number, rate: number): Bucket {
    const now = this.#clock();
    const bucket = this.#buckets.get(key) ?? { size, rate, tokens: size, at: now };
    bucket.tokens = Math.min(size, bucket.tokens + (now - bucket.at) * rate);
    bucket.at = now;
    this.#buckets.set(key, bucket);
    return bucket;
  }
}

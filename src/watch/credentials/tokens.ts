import { z } from "zod";

import { textOf } from "#model/assertions/json-path.ts";
import type { Credential } from "#model/credential.ts";
import type { HttpAnswer, HttpFault, HttpRequest } from "#model/http-answer.ts";
import { isFault } from "#probe.ts";
import type { Mask } from "#watch/mask.ts";

type Client = Extract<Credential, { kind: "oauth2" }>;

interface TokenWorld {
  readonly request: (request: HttpRequest) => Promise<HttpAnswer | HttpFault>;
  /** Milliseconds of a monotonic clock. */
  readonly clock: () => number;
  readonly mask: Mask;
}

/** A token, or why there is none. */
type Had = { readonly token: string } | { readonly fault: HttpFault };

export interface Tokens {
  /** The token of a client; however many ask at once, one request is made. */
  readonly of: (name: string, client: Client) => Promise<Had>;
  /** The platform did not take it: the next who asks gets a new one, but of those who were refused at once only the first. */
  readonly forget: (name: string) => void;
}

const minute = 60_000;
/** A server that gives no token, or none that is accepted, is asked no more often than this. */
const patience = 10_000;
const grant = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().optional(),
});

/** Keeps tokens until a minute before they end. */
export function openTokens({ request, clock, mask }: TokenWorld): Tokens {
  const kept = new Map<
    string,
    { readonly had: Promise<Had>; readonly begun: number; until: number }
  >();
  return {
    of(name, client) {
      const known = kept.get(name);
      if (known && known.until > clock()) return known.had;
      const asked = { had: fetchToken(), begun: clock(), until: Number.POSITIVE_INFINITY };
      kept.set(name, asked);
      return asked.had;

      async function fetchToken(): Promise<Had> {
        const answer = await request(requestFor(client));
        const had = grantOf(answer);
        const lasts = "token" in had ? had.seconds * 1000 : patience;
        asked.until = clock() + ("token" in had ? lasts - Math.min(minute, lasts / 2) : lasts);
        if ("token" in had) mask.hide(name, [had.token]);
        return had;
      }
    },
    forget(name) {
      const known = kept.get(name);
      if (known && clock() >= known.begun + patience) kept.delete(name);
    },
  };
}

function requestFor({
  token_url: url,
  client_in: place,
  scope,
  audience,
  ...client
}: Client): HttpRequest {
  const { client_id: id, client_secret: secret } = client;
  const form = new URLSearchParams({ grant_type: "client_credentials" });
  if (scope !== undefined) form.set("scope", scope);
  if (audience !== undefined) form.set("audience", audience);
  if (place === "body") {
    form.set("client_id", id);
    form.set("client_secret", secret);
  }
  const basic = Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`);
  return {
    url,
    method: "POST",
    headers: {
      accept: "application/json",
      "content-type": "application/x-www-form-urlencoded",
      ...(place === "header" ? { authorization: `Basic ${basic.toString("base64")}` } : {}),
    },
    body: form.toString(),
    credential: null,
    bodyLimit: 65_536,
  };
}

function grantOf(
  answer: HttpAnswer | HttpFault,
): { token: string; seconds: number } | { fault: HttpFault } {
  const { phases, milliseconds } = answer;
  if (isFault(answer)) {
    return { fault: { ...answer, reason: `no token could be had for it: ${answer.reason}` } };
  }
  const refused = (reason: string): { fault: HttpFault } => {
    const phase = answer.status >= 500 ? "first_byte" : "credential";
    return { fault: { phase, reason, isOurs: false, timedOut: false, phases, milliseconds } };
  };
  if (answer.status !== 200) return refused(`its token server answered ${answer.status}`);
  const read = grant.safeParse(jsonIn(answer));
  if (!read.success) return refused("its token server gave no token");
  const { access_token: token, expires_in: seconds = 3600 } = read.data;
  return { token, seconds };
}

function jsonIn({ body }: HttpAnswer): unknown {
  try {
    return JSON.parse(textOf(body)) as unknown;
  } catch {
    return null;
  }
}

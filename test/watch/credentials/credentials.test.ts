import { createHash, createHmac } from "node:crypto";
import { mkdtemp, writeFile } from "node:fs/promises";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSecureContext } from "node:tls";
import type { TLSSocket } from "node:tls";

import { expect, test } from "vitest";

import { credentialSettings } from "#model/credential.ts";
import type { HttpRequest } from "#model/http-answer.ts";
import { isFault } from "#probe.ts";
import { openCredentials } from "#watch/credentials/credentials.ts";
import type { Signed } from "#watch/credentials/credentials.ts";
import { resolverOf } from "#watch/http/address-guard.ts";
import { makeRequest } from "#watch/http/make-request.ts";
import { openMask } from "#watch/mask.ts";
import { authority } from "../../probes/authority.ts";
import { listening, serving } from "../../probes/far-side.ts";

const now = "2026-11-01T00:00:00Z";
const asked: HttpRequest = {
  url: "https://api.example/orders?b=2",
  method: "POST",
  headers: { accept: "*/*" },
  body: "a=1",
  credential: "own",
  bodyLimit: 1000,
};

/** Credentials with one called `own`, and a clock that the test turns. */
function opened(settings: object, ca?: string) {
  const time = { milliseconds: 0 };
  const mask = openMask([]);
  const secure = (client: object | null) =>
    createSecureContext({ ...(ca ? { ca } : {}), ...client });
  const request = (wanted: HttpRequest) => requestOver(wanted, secure(null));
  const world = { request, secure, clock: () => time.milliseconds, now: () => now, mask };
  const configured = new Map([["own", credentialSettings.parse(settings)]]);
  return { credentials: openCredentials(configured, world), time, mask };
}

function requestOver(request: HttpRequest, secure: ReturnType<typeof createSecureContext>) {
  return makeRequest(request, {
    resolve: resolverOf(["127.0.0.0/8"]),
    secure,
    clock: () => performance.now(),
    now: () => now,
    timeout: 2000,
    signal: new AbortController().signal,
  });
}

async function signed(settings: object, request = asked): Promise<Signed> {
  const result = await opened(settings).credentials.sign(request);
  if ("phase" in result) throw new Error(result.reason);
  return result;
}

test.each([
  [{ kind: "basic", user: "sid", password: "word" }, { authorization: "Basic c2lkOndvcmQ=" }],
  [{ kind: "bearer", token: "tok" }, { authorization: "Bearer tok" }],
  [{ kind: "header", name: "X-API-Key", value: "lw_1" }, { "x-api-key": "lw_1" }],
])("%j is said in its header", async (settings, headers) => {
  expect((await signed(settings)).request.headers).toEqual({ accept: "*/*", ...headers });
});

test("a request is signed over its canonical text, the clock in it", async () => {
  const settings = {
    kind: "hmac",
    secret: "k",
    message: "{method}\n{path}\n{query}\n{time}\n{body_hash}",
    headers: { "X-Signature": "v1={signature}", "X-Time": "{time}" },
  };
  const bodyHash = createHash("sha256").update("a=1").digest("hex");
  const text = `POST\n/orders\nb=2\n1793491200\n${bodyHash}`;

  expect((await signed(settings)).request.headers).toMatchObject({
    "x-signature": `v1=${createHmac("sha256", "k").update(text).digest("hex")}`,
    "x-time": "1793491200",
  });
});

test("a plain hash with the secret in it and the date of HTTP is a signature too", async () => {
  const settings = {
    kind: "hmac",
    form: "digest",
    secret: "k",
    clock: "http",
    message: "token:{time}:activity:{secret}",
    headers: { "x-shareasale-date": "{time}", "x-shareasale-authentication": "{signature}" },
  };
  const date = "Sun, 01 Nov 2026 00:00:00 GMT";

  expect((await signed(settings)).request.headers).toMatchObject({
    "x-shareasale-date": date,
    "x-shareasale-authentication": createHash("sha256")
      .update(`token:${date}:activity:k`)
      .digest("hex"),
  });
});

async function tokenServer(answer: () => { status?: number; body: unknown }) {
  const heard: string[] = [];
  const url = await serving((request, response) => {
    request.once("data", (body: Buffer) => {
      heard.push(`${String(request.headers.authorization)} ${body.toString()}`);
      const { status = 200, body: said } = answer();
      response.writeHead(status).end(JSON.stringify(said));
    });
  });
  return {
    heard,
    settings: { kind: "oauth2", token_url: url, client_id: "me", client_secret: "s3cret" },
  };
}

test("a thousand that ask at once get one token by one request", async () => {
  const { heard, settings } = await tokenServer(() => ({
    body: { access_token: "t1", expires_in: 3600 },
  }));
  const { credentials } = opened({ ...settings, scope: "read" });

  const all = await Promise.all(Array.from({ length: 1000 }, () => credentials.sign(asked)));

  expect(heard).toEqual([
    `Basic ${Buffer.from("me:s3cret").toString("base64")} grant_type=client_credentials&scope=read`,
  ]);
  expect(
    new Set(all.map((one) => ("phase" in one ? one.reason : one.request.headers["authorization"]))),
  ).toEqual(new Set(["Bearer t1"]));
});

test("a token is fetched anew a minute before it ends, or when it was not accepted", async () => {
  let count = 0;
  const { settings } = await tokenServer(() => ({
    body: { access_token: `t${(count += 1)}`, expires_in: 3600 },
  }));
  const { credentials, time } = opened(settings);
  const token = async () => {
    const one = await credentials.sign(asked);
    return "phase" in one ? one.reason : one.request.headers["authorization"];
  };

  expect(await token()).toBe("Bearer t1");
  time.milliseconds = 3_539_999;
  expect(await token()).toBe("Bearer t1");
  time.milliseconds = 3_540_000;
  expect(await token()).toBe("Bearer t2");
  time.milliseconds += 10_000;
  credentials.refused("own");
  expect(await token()).toBe("Bearer t3");
  // Others that were refused with the one before.
  credentials.refused("own");
  expect(await token()).toBe("Bearer t3");
});

test("a client that is refused is the credential's fault, a server that fails is the platform's", async () => {
  const refused = await tokenServer(() => ({ status: 401, body: { error: "invalid_client" } }));
  const failing = await tokenServer(() => ({ status: 503, body: {} }));
  const empty = await tokenServer(() => ({ body: {} }));

  expect(await opened(refused.settings).credentials.sign(asked)).toMatchObject({
    phase: "credential",
    isOurs: false,
    reason: "its token server answered 401",
  });
  expect(await opened(failing.settings).credentials.sign(asked)).toMatchObject({
    phase: "first_byte",
  });
  expect(await opened(empty.settings).credentials.sign(asked)).toMatchObject({
    reason: "its token server gave no token",
  });
});

test("a token server that gives none is left alone for a while", async () => {
  const { heard, settings } = await tokenServer(() => ({ status: 500, body: {} }));
  const { credentials, time } = opened(settings);

  await credentials.sign(asked);
  await credentials.sign(asked);
  expect(heard).toHaveLength(1);
  time.milliseconds = 10_000;
  await credentials.sign(asked);
  expect(heard).toHaveLength(2);
});

test("passwords, pairs and tokens are masked from the moment they are had", async () => {
  const { settings } = await tokenServer(() => ({ body: { access_token: "tok_9000" } }));
  const { credentials, mask } = opened(settings);
  await credentials.sign(asked);
  const basic = opened({ kind: "basic", user: "sid", password: "pass_word" }).mask;

  expect(mask.text("s3cret tok_9000")).toBe("••• •••");
  expect(basic.text("pass_word c2lkOnBhc3Nfd29yZA==")).toBe("••• •••");
});

test("a certificate of the client is shown, and a file that cannot be read is our own fault", async () => {
  const issuer = await authority();
  const [server, client] = await Promise.all([issuer.sign(), issuer.sign()]);
  const folder = await mkdtemp(join(tmpdir(), "countercheck-mtls-"));
  const settings = { kind: "mtls", certificate: join(folder, "c.pem"), key: join(folder, "k.pem") };
  const { credentials } = opened(settings, issuer.certificate);
  const options = {
    ...server,
    ca: issuer.certificate,
    requestCert: true,
    rejectUnauthorized: false,
  };
  const port = await listening(
    createServer(options, ({ socket }, response) => {
      response.end(String((socket as TLSSocket).authorized));
    }),
  );
  const request = { ...asked, url: `https://127.0.0.1:${port}/` };

  expect(await credentials.sign(request)).toMatchObject({ phase: "credential", isOurs: true });
  await writeFile(settings.certificate, client.cert);
  await writeFile(settings.key, client.key);
  const ready = await credentials.sign(request);
  if ("phase" in ready) throw new Error(ready.reason);
  const answer = await requestOver(ready.request, ready.secure);

  expect(isFault(answer) ? answer.reason : Buffer.from(answer.body).toString()).toBe("true");
});

test("a signature that no header says is refused", () => {
  const { error } = credentialSettings.safeParse({
    kind: "hmac",
    secret: "k",
    message: "{time}",
    headers: { a: "{time}" },
  });

  expect(error?.issues[0]?.message).toBe("one of the headers must say {signature}");
});

import { expect, test } from "vitest";

import { impact, problemsOf, watchOf } from "./watch-lines.ts";

test("an endpoint has what it says and the defaults of what it leaves out", async () => {
  const { endpoints, credentials, quotas, secrets } = await watchOf(`${impact}
endpoints:
  payouts-api:
    kind: http
    preset: impact
    account: \${TEST_SID}
    credential: impact
    interval: 6m
    source: acme
    program: spring
    dataset: payouts
    channel: C0123ABCD
    maintenance: [{ rule: '0 3 * * 0', duration: 2h, reason: Weekly window }]
  pixel: { kind: pixel, url: 'https://t.example/p.gif?m=1', depends_on: [payouts-api] }
`);

  expect(endpoints.get("payouts-api")).toMatchObject({
    kind: "http",
    interval: 360_000,
    timeout: 10_000,
    source: "acme",
    program: "spring",
    dataset: "payouts",
    provider: "impact",
    host: "api.impact.com",
    credential: "impact",
    requests: 1,
    channel: "C0123ABCD",
    maintenance: [{ rule: "0 3 * * 0", timezone: "America/New_York", duration: 7_200_000 }],
  });
  expect(endpoints.get("pixel")).toMatchObject({
    interval: 60_000,
    host: "t.example",
    dataset: null,
    provider: null,
    dependsOn: ["payouts-api"],
    objective: 99.9,
    retried: 0,
  });
  expect(credentials.get("impact")).toMatchObject({ user: "IRabc" });
  expect(quotas.get("impact")).toMatchObject({ requests: 1000, per: "hour" });
  expect(secrets).toContain("tok_planted");
});

test("a configuration without endpoints watches nothing", async () => {
  expect((await watchOf("")).endpoints.size).toBe(0);
});

test("a platform's published quota holds for the credential that is used there", async () => {
  const [problem] = await problemsOf(`${impact}endpoints:
  one: { kind: http, preset: impact, account: a, credential: impact, interval: 10s }
`);

  expect(problem).toContain("10 % of 1,000 allows 100: make it 36 s");
});

test("an unknown kind, assertion and key are told with their lines", async () => {
  const problems = await problemsOf(`endpoints:
  one: { kind: htpp, url: 'https://a.example' }
  two:
    kind: http
    url: https://a.example
    assert:
      - stauts: 200
  six:
    kind: http
    url: https://a.example
    intervall: 30s
    assert: [{ status: 200 }]
`);

  expect(problems).toEqual([
    expect.stringMatching(/^6:10: .*"htpp" is not known here\. Did you mean http\?/),
    expect.stringMatching(/^11:9: unknown key "stauts".* Did you mean status\?/),
    expect.stringMatching(
      /^15:5: unknown key "intervall" in endpoints\.six\. Did you mean interval\?/,
    ),
  ]);
});

test.each([
  ["interval: 1", "write a length of time like 30s, 5m or 2h"],
  ["interval: 10ms", "look no more often than once a second"],
  ["timeout: 5m", "give it 100ms to 2m"],
  ["channel: payments", "name it by its Slack id, like C0123ABCD"],
])("%s is refused", async (setting, words) => {
  const problems = await problemsOf(`endpoints:
  one: { kind: heartbeat, period: 1h, ${setting} }
`);

  expect(problems.join("\n")).toContain(words);
});

test("a network that may be looked at is one", async () => {
  expect(
    (await watchOf("watch: { allow_private: [10.0.0.0/8, 'fd00::/8'] }\n")).allowPrivate,
  ).toEqual(["10.0.0.0/8", "fd00::/8"]);
  expect((await problemsOf("watch: { allow_private: [10.0.0.1] }\n")).join("\n")).toContain(
    "write a network like 10.0.0.0/8",
  );
});

test("where incidents are told, and what tells our own connection from theirs", async () => {
  const { channel, ownConnectivity } = await watchOf(
    "watch: { channel: C0WATCH01, own_connectivity: ['1.1.1.1:443', '[2606:4700::1111]:53'] }\n",
  );

  expect(channel).toBe("C0WATCH01");
  expect(ownConnectivity).toEqual([
    { host: "1.1.1.1", port: 443 },
    { host: "2606:4700::1111", port: 53 },
  ]);
  expect(await problemsOf("watch: { own_connectivity: [1.1.1.1, 'a.example:70000'] }\n")).toEqual([
    expect.stringContaining("write an address with its port, like 1.1.1.1:443"),
    expect.stringContaining("a port is at most 65535"),
  ]);
});

test("what is kept, where it is read and what is promised have defaults, and limits", async () => {
  const { keep, listen, beatKey } = await watchOf("");
  const hour = 3_600_000;
  expect(keep).toEqual({ minutes: 48 * hour, hours: 400 * 24 * hour, days: 1825 * 24 * hour });
  expect(listen).toEqual({ host: "127.0.0.1", port: 9464, isAsked: false });
  expect(beatKey).toBeNull();

  const asked = await watchOf("watch: { keep: { hours: 30d }, listen: '[::]:9500' }\n");
  expect(asked.keep).toEqual({ ...keep, hours: 30 * 24 * hour });
  expect(asked.listen).toEqual({ host: "::", port: 9500, isAsked: true });

  expect(
    await problemsOf(`watch: { keep: { minutes: 10m }, listen: 9464x }
endpoints:
  one: { kind: dns, name: a.example, type: A, objective: 100 }
`),
  ).toEqual([
    "5:18: watch.keep.minutes: keep minutes for 2h or longer.",
    "5:34: watch.listen: write an address of this machine with a port, like 127.0.0.1:9464.",
    "7:47: endpoints.one.objective: nothing is up all of the time: write a share below 100, like 99.9.",
  ]);
});

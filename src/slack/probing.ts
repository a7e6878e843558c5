import { UsageError } from "#errors.ts";
import type { Endpoint } from "#model/endpoint.ts";
import { suggestion } from "#nearest.ts";
import type { Desk } from "#slack/desk.ts";
import { settle, tell } from "#slack/desk.ts";
import { standingsOf } from "#slack/endpoint-board.ts";
import { givePicture } from "#slack/give-picture.ts";
import type { GivenPicture } from "#slack/give-picture.ts";
import type { Received } from "#slack/inbox.ts";
import { mayAnswer, refuse } from "#slack/incident-access.ts";
import { endpointMessage } from "#slack/views/endpoint.ts";
import { endpointList } from "#slack/views/endpoint-list.ts";
import { lookMessage } from "#slack/views/look.ts";
import { endpointPicture, uptimePicture } from "#watch/endpoint-picture.ts";
import { typedEndpoint } from "#watch/typed-endpoint.ts";

const dayLong = 86_400_000;

/** Shows one person how every endpoint stands. */
export async function listEndpoints(received: Received, desk: Desk): Promise<void> {
  const { store, config } = desk;
  const all = await standingsOf(store.db, config.watch, { now: new Date() });
  await tell(received, desk, endpointList(all));
}

/** Shows one person how an endpoint stands and stood. */
export async function showEndpoint(id: string, received: Received, desk: Desk): Promise<void> {
  const { store, config } = desk;
  const endpoint = endpointNamed(id, desk);
  const { id: only } = endpoint;
  const [one] = await standingsOf(store.db, config.watch, { now: new Date(), only: [only] });
  if (one) await tell(received, desk, endpointMessage(one, await picturesOf(endpoint, desk)));
}

/** The endpoint's last day and month drawn; a picture that fails costs nothing but itself. */
async function picturesOf(endpoint: Endpoint, desk: Desk): Promise<GivenPicture[]> {
  const { store, config, client, log } = desk;
  const { watch, timezone } = config;
  const { id } = endpoint;
  const now = Date.now();
  const parts = { db: store.db, keep: watch.keep, timezone, now };
  const given = async (name: string, title: string, drawing: Promise<Uint8Array | null>) => {
    try {
      const png = await drawing;
      return png && (await givePicture(client, png, { name, title }));
    } catch (error) {
      log.warn({ err: error, endpoint: id }, "a picture of an endpoint could not be given");
      return null;
    }
  };
  const [day, month] = [`${id}: the last 24 hours`, `${id}: the last 30 days`];
  const past = (length: number) => ({ from: now - length, to: now });
  const pictures = await Promise.all([
    given("latency.png", day, endpointPicture(endpoint, past(dayLong), parts)),
    given(
      "uptime.png",
      month,
      uptimePicture([endpoint], past(30 * dayLong), { ...parts, title: month }),
    ),
  ]);
  return pictures.flatMap((picture) => picture ?? []);
}

/** Looks once at an endpoint, or at an address somebody typed, and shows that person all that was seen. */
export async function testOnce(what: string, received: Received, desk: Desk): Promise<void> {
  const { watch, config } = desk;
  if (!watch) throw new UsageError("Nothing is looked at here: this bot runs without its watch.");
  const endpoint = /^https?:/i.test(what)
    ? typedEndpoint(what, config.watch.kinds)
    : endpointNamed(what, desk);
  const sentence = await mayAnswer(received, desk);
  if (sentence !== null) {
    const refused = { action: "endpoint.test", of: what, sentence };
    return settle(received, desk, (trx) => refuse(trx, received, refused));
  }
  await tell(received, desk, lookMessage(endpoint.id, await watch.look(endpoint)));
}

/** The endpoint of this name; one that the configuration has no more is said to be gone. */
export function endpointNamed(id: string, { config }: Pick<Desk, "config">): Endpoint {
  const { endpoints } = config.watch;
  const endpoint = endpoints.get(id);
  if (endpoint) return endpoint;
  const known = [...endpoints.keys()];
  throw new UsageError(`There is no endpoint "${id}".${suggestion(id, known)}`, ["endpoint"]);
}

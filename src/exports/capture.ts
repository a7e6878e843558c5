import type { DateTime } from "luxon";

import type { ConfiguredSource } from "#config.ts";
import { SourceError, UsageError } from "#errors.ts";
import type { ArtifactStore, Hashed, Received } from "#exports/artifacts.ts";
import { readHead } from "#exports/head.ts";
import { exportName, partName } from "#exports/naming.ts";
import { definitionOf } from "#model/datasets.ts";
import type { Dataset } from "#model/datasets.ts";
import type { Capture, ExportPart, NamedCapture } from "#model/export.ts";
import { contextHash, scopeFields } from "#model/filter-context.ts";
import type { FilterContext } from "#model/filter-context.ts";
import { nearest } from "#nearest.ts";
import type { SourceWorld } from "#source.ts";

/** What capturing needs from outside: the far side, and a place to keep what it gives. */
export interface CaptureWorld {
  readonly artifacts: ArtifactStore;
  readonly source: SourceWorld;
}

export interface CaptureRequest {
  readonly source: ConfiguredSource;
  readonly dataset: Dataset;
  readonly context: FilterContext;
  /** The instant it is named after: the same when a killed capture is done again. */
  readonly at: DateTime;
  /** Nothing is left out for its status, whichever are asked for: what compares the records goes by them. */
  readonly everyStatus?: boolean;
}

/** A capture whose files are kept but not hashed yet. */
export interface UnderWay {
  readonly named: NamedCapture;
  /** Hashes them: best while the engine reads. */
  readonly whole: () => Promise<Capture>;
}

/** Fetches one dataset and keeps its bytes as received: every file of it, or none. */
export async function capture(world: CaptureWorld, request: CaptureRequest): Promise<Capture> {
  const { whole } = await beginCapture(world, request);
  return whole();
}

/** The same without the hashes, so that the files can be read already. */
export async function beginCapture(
  { artifacts, source: world }: CaptureWorld,
  { source, dataset, context, at, everyStatus = false }: CaptureRequest,
): Promise<UnderWay> {
  const asked = everyStatus ? { ...context, statuses: null } : context;
  assertStatuses(dataset, asked);
  const isWider = everyStatus && context.statuses !== null;
  const received: (Received & { readonly original: string })[] = [];
  try {
    for await (const part of source.kind.fetch(
      { dataset, context: asked },
      source.settings,
      world,
    )) {
      world.signal.throwIfAborted();
      received.push({ ...(await artifacts.receive(part)), original: part.name });
    }
    if (received.length === 0) {
      throw new SourceError(`${source.id} gave nothing for ${dataset}; look at its export.`);
    }
    const name = exportName({ source: source.id, dataset, context, at });
    const names: string[] = [];
    for (const [index, { path, original }] of received.entries()) {
      const { form, gzip } = await readHead(path, original);
      names.push(partName(name, { part: received.length > 1 ? index + 1 : null, form, gzip }));
    }
    const parts: { original: string; file: string; hashed: () => Promise<Hashed> }[] = [];
    for (const [index, { original, hashed, name: keepAs }] of received.entries()) {
      parts.push({ original, hashed, file: await keepAs(names[index] ?? name) });
    }
    const named = {
      name,
      source: source.id,
      dataset,
      context,
      context_sha256: contextHash(context),
      captured_at: at.setZone(context.timezone).toISO() ?? "",
      ...(isWider || (source.kind.wholeFiles && isNarrowed(context))
        ? { unfiltered: true as const }
        : {}),
      parts: parts.map(({ original, file }) => ({ original, file })),
    };
    const whole = async (): Promise<Capture> => {
      const hashedParts: ExportPart[] = [];
      for (const { original, file, hashed } of parts) {
        hashedParts.push({ original, file, ...(await hashed()) });
      }
      return { ...named, parts: hashedParts };
    };
    return { named, whole };
  } catch (error) {
    throw unreachable(error, source.id, dataset);
  } finally {
    await Promise.all(received.map(({ drop }) => drop()));
  }
}

/** What `fetch` throws when nobody answers, or a connection breaks off within the answer. */
const lostConnections = ["fetch failed", "terminated"];

/** A connection that failed is the platform's fault, also where its source does not say so; anything else unchanged. */
function unreachable(error: unknown, source: string, dataset: Dataset): unknown {
  if (!(error instanceof TypeError) || !lostConnections.includes(error.message)) return error;
  const { cause } = error;
  const why = cause instanceof Error && cause.message !== "" ? ` (${cause.message})` : "";
  return new SourceError(
    `${source} could not be reached for ${dataset}${why}; try again, and look at its address and its status page if that does not help.`,
    { cause: error },
  );
}

function assertStatuses(dataset: Dataset, { statuses }: FilterContext): void {
  const { statuses: known } = definitionOf(dataset);
  const unknown = statuses?.find((status) => known && !known.includes(status));
  if (!known || unknown === undefined) return;
  const near = nearest(unknown, known);
  throw new UsageError(
    `"${unknown}" is not a status of ${dataset}.${near ? ` Did you mean ${near}?` : ""} It has ${known.join(", ")}.`,
    ["status"],
  );
}

function isNarrowed(context: FilterContext): boolean {
  const { statuses, cost_model: model } = context;
  return (
    statuses !== null || model !== null || scopeFields.some((field) => context[field] !== null)
  );
}

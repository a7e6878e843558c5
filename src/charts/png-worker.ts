import { fileURLToPath } from "node:url";
import { parentPort } from "node:worker_threads";

import { Resvg } from "@resvg/resvg-js";
import { type Loader, logger, parse, View, Warn } from "vega";
import { compile, type TopLevelSpec } from "vega-lite";

/** What the drawing thread is asked; `id` comes back with the answer. */
export interface Drawing {
  readonly id: number;
  readonly spec: TopLevelSpec;
}

export type Drawn =
  | { readonly id: number; readonly png: Uint8Array<ArrayBuffer> }
  | { readonly id: number; readonly error: string };

/** Fonts come with the project, so that a picture has the same bytes on every machine; DejaVu draws what Inter lacks. */
const fontFiles = [
  import.meta.resolve("@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf"),
  import.meta.resolve("@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf"),
  import.meta.resolve("dejavu-fonts-ttf/ttf/DejaVuSans.ttf"),
].map((url) => fileURLToPath(url));

const pixelsPerUnit = 2;

/** A picture shows the values it was given and fetches nothing. */
const refuse = (uri: string): Promise<never> =>
  Promise.reject(new Error(`A chart must carry its data; it named ${uri}.`));
const loader: Loader = { load: refuse, sanitize: refuse, http: refuse, file: refuse };

parentPort?.on("message", ({ id, spec }: Drawing) => {
  draw(spec).then(
    (png) => parentPort?.postMessage({ id, png } satisfies Drawn, [png.buffer]),
    (error: unknown) =>
      parentPort?.postMessage({ id, error: (error as Error).message } satisfies Drawn),
  );
});

parentPort?.postMessage("ready");

/** Vega draws on after a warning; a picture that left something out is not the one asked for. */
async function draw(spec: TopLevelSpec): Promise<Uint8Array<ArrayBuffer>> {
  const complaints: string[] = [];
  const log = logger(Warn, undefined, (_method, _level, said) => {
    complaints.push(...[...said].map(String));
  });
  const view = new View(parse(compile(spec, { logger: log }).spec), {
    renderer: "none",
    loader,
    logger: log,
  });
  try {
    const svg = await view.toSVG();
    if (complaints.length > 0) throw new Error(complaints.join(" "));
    const image = new Resvg(svg, {
      font: { loadSystemFonts: false, fontFiles, defaultFontFamily: "Inter" },
      fitTo: { mode: "zoom", value: pixelsPerUnit },
    }).render();
    return new Uint8Array(image.asPng());
  } finally {
    view.finalize();
  }
}

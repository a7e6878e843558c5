import { randomUUID } from "node:crypto";
import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { env } from "node:process";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress } from "node:zlib";
import bundled from "@sparticuz/chromium";
import { chromium, type Browser } from "playwright-core";
import { extract } from "tar-fs";

/** Its flags for one-process, unguarded hosting; a test must meet the same walls as a person's browser. */
const unwanted = new Set([
  "--single-process",
  "--no-zygote",
  "--disable-web-security",
  "--allow-running-insecure-content",
  "--disable-site-isolation-trials",
  "--in-process-gpu",
  "--ignore-gpu-blocklist",
]);

const require = createRequire(import.meta.url);
const bundle = join(dirname(require.resolve("@sparticuz/chromium")), "../..");
const fontFolders = [
  dirname(require.resolve("@expo-google-fonts/inter/package.json")),
  dirname(require.resolve("@expo-google-fonts/noto-color-emoji/package.json")),
  dirname(require.resolve("dejavu-fonts-ttf/package.json")),
];

/** A real headless Chromium, from a registry package on Linux x64 and the installed Chrome elsewhere. */
export async function openBrowser(): Promise<Browser> {
  if (process.platform !== "linux" || process.arch !== "x64")
    return chromium.launch({ channel: "chrome", headless: true });

  bundled.setGraphicsMode = false;
  const folder = join(tmpdir(), "countercheck-chromium", bundledVersion());
  await mkdir(folder, { recursive: true });
  return chromium.launch({
    executablePath: await unpacked(folder),
    args: [...bundled.args.filter((flag) => !unwanted.has(flag)), "--disable-gpu"],
    env: {
      ...env,
      FONTCONFIG_FILE: await fontsOf(folder),
      LD_LIBRARY_PATH: [env["LD_LIBRARY_PATH"], await librariesOf(folder)]
        .filter(Boolean)
        .join(":"),
    },
    headless: true,
  });
}

function bundledVersion(): string {
  return (require(join(bundle, "package.json")) as { version: string }).version;
}

async function unpacked(folder: string): Promise<string> {
  const path = join(folder, "chromium");
  if (existsSync(path)) return path;
  return placed(path, async (part) => {
    await pipeline(
      createReadStream(join(bundle, "bin/chromium.br")),
      createBrotliDecompress(),
      createWriteStream(part, { mode: 0o755 }),
    );
  });
}

/** The libraries a slim machine lacks, from the same package as the browser. */
async function librariesOf(folder: string): Promise<string> {
  const path = join(folder, "libraries");
  if (!existsSync(path)) {
    await placed(path, async (part) => {
      const archive = createReadStream(join(bundle, "bin/al2023.tar.br"));
      await pipeline(archive, createBrotliDecompress(), extract(part));
    });
  }
  return join(path, "lib");
}

/** The same fonts on every machine, so that pictures of the page are the same too. */
async function fontsOf(folder: string): Promise<string> {
  const preferred = { "sans-serif": "Inter", "system-ui": "Inter", monospace: "DejaVu Sans Mono" };
  const lines = [
    ...fontFolders.map((place) => `<dir>${place}</dir>`),
    `<cachedir>${join(folder, "fonts")}</cachedir>`,
    ...Object.entries(preferred).map(
      ([family, font]) =>
        `<alias><family>${family}</family><prefer><family>${font}</family></prefer></alias>`,
    ),
  ];
  const text = `<?xml version="1.0"?>\n<fontconfig>\n${lines.join("\n")}\n</fontconfig>\n`;
  return placed(join(folder, "fonts.conf"), (part) => writeFile(part, text));
}

/** Written beside and moved into place: test files that start at once never meet half a file. */
async function placed(path: string, write: (part: string) => Promise<void>): Promise<string> {
  const part = join(dirname(path), `${randomUUID()}.part`);
  await write(part);
  await rename(part, path).catch((error: unknown) => {
    // Another test file was first with the same folder.
    if (!existsSync(path)) throw error;
  });
  return path;
}

import type { OxlintOverride } from "oxlint";

interface Pattern {
  readonly group: string[];
  readonly message: string;
}

/** Something of which only types may be imported; a path, since oxlint asks no pattern once a `!` has matched. */
interface TypesOnly {
  readonly name: string;
  readonly message: string;
}

const contracts = ["check", "command", "probe", "runbook", "source", "step"];
const works = ["runs", "cadence", "watch", "evidence"];
const below = ["exports", "reconcile", "store", "charts"];

/** Everything of ours is forbidden but what an override names again with `!`. */
const ours = ["#*", "#*/**"];
const values = ["!#model/**", "!#errors.ts"];
const shapes = [...values, ...contracts.map((name) => `!#${name}.ts`)];
const loaders = [
  "!#check-settings.ts",
  "!#nearest.ts",
  "!#shelf.ts",
  "!#watch-flaws.ts",
  "!#watch-settings.ts",
  "!#yaml-file.ts",
  "!#yaml-issue.ts",
];
const rooms = (names: readonly string[]) => names.map((name) => `!#${name}/**`);

const parents: Pattern = {
  group: ["../**"],
  message: "Write the import as #room/file.ts: the same line then works from any file.",
};
const configuration: TypesOnly = {
  name: "#config.ts",
  message:
    "Only main.ts and cli.ts read the configuration: take what you need as an argument and import its type only.",
};
const slack = (who: string): Pattern => ({
  group: ["@slack/**"],
  message: `${who} knows no Slack: hand over values of model/ and let slack/ say them.`,
});

function imports(
  files: string[],
  message: string,
  group: string[],
  ...more: (Pattern | TypesOnly)[]
): OxlintOverride {
  const patterns = [{ group, message }, ...more.filter((one) => "group" in one)];
  const paths = more.filter((one) => "name" in one);
  const typesOnly = paths.map((path) => ({ ...path, allowTypeImports: true }));
  return {
    files,
    rules: { "no-restricted-imports": ["error", { paths: typesOnly, patterns }] },
  };
}

/** A room of the works: of ours it imports only what is named; packages and Node are free. */
function room(
  name: string,
  message: string,
  allowed: readonly string[],
  ...more: (Pattern | TypesOnly)[]
): OxlintOverride {
  const group = [...ours, ...allowed, `!#${name}/**`];
  return imports([`src/${name}/**/*.ts`], message, group, parents, ...more);
}

/** No clock, network or process by name. */
function pure(files: string[], who: string): OxlintOverride {
  const message = `${who} touches neither clock, network nor process: the world comes in as an argument.`;
  const globals = ["Date", "fetch", "performance", "process", "setImmediate", "setInterval"];
  const clock = ["local", "now", "utc"].map((property) => ({ object: "DateTime", property }));
  return {
    files,
    rules: {
      "no-restricted-globals": [
        "error",
        ...[...globals, "setTimeout"].map((name) => ({ name, message })),
      ],
      "no-restricted-properties": ["error", ...clock.map((of) => ({ ...of, message }))],
    },
  };
}

/** A shelf's files: their contract, pure values, and nothing of each other. */
function shelf(files: string[], who: string, contract: string, allowed: string[] = []) {
  return [
    pure(files, who),
    { files, rules: { "import/no-default-export": "off" } } satisfies OxlintOverride,
    imports(
      files,
      `${who} imports its contract #${contract}.ts, model/, reconcile/ and errors.ts, never another shelf file, Node or the network: the world comes in as an argument.`,
      ["**", ...values, "!#reconcile/**", `!#${contract}.ts`, "!luxon", "!zod", ...allowed],
    ),
  ];
}

/** A source may also use its platform's own SDK, and files of its own folder. */
function source(files: string[], ...forbidden: string[]) {
  return [
    pure(files, "A source"),
    { files, rules: { "import/no-default-export": "off" } } satisfies OxlintOverride,
    imports(
      files,
      "A source imports its contract #source.ts, model/, reconcile/, errors.ts and its platform's SDK, never another shelf file, Node or the network: the world comes in as an argument.",
      [...ours, ...values, "!#reconcile/**", "!#source.ts", "node:*", "node:*/**", "../**"].concat(
        ["undici", "axios", "got"],
        forbidden,
      ),
      slack("A source"),
    ),
  ];
}

/** The arrows between the rooms, each with the sentence to read when it is broken; see src/README.md. */
export const arrows: OxlintOverride[] = [
  imports(["src/**/*.ts"], parents.message, ["../**"]),
  imports(
    ["src/main.ts", "src/cli.ts", "src/terminal/**/*.ts"],
    "Shelves are found by loadShelf, never named: one more of a kind is one file.",
    ["checks", "probes", "runbooks", "sources", "steps"].map((name) => `#${name}/**`),
    parents,
  ),
  imports(
    [
      "src/{check-settings,errors,nearest,shelf,watch-flaws,watch-settings,yaml-file,yaml-issue}.ts",
    ],
    "This file stands below every room: of ours it imports model/, errors.ts, check.ts, probe.ts and other such files.",
    [...ours, ...values, "!#check.ts", "!#probe.ts", ...loaders],
    parents,
  ),
  imports(
    ["src/config.ts"],
    "config.ts stands below the rooms: of ours it imports contracts, model/, errors.ts and the shelf loader.",
    [...ours, ...shapes, ...loaders],
    parents,
  ),
  imports(
    [`src/{${contracts.join(",")}}.ts`],
    "A contract imports contracts, model/, errors.ts and zod: it says what a shelf file is, and nothing of who uses it.",
    ["**", ...shapes, "!luxon", "!zod"],
  ),
  pure(["src/model/**/*.ts"], "model/"),
  imports(
    ["src/model/**/*.ts"],
    "model/ holds pure values: it imports model/, errors.ts, libraries of money, time and reading text, and of Node only node:crypto.",
    [
      "**",
      ...values,
      "!./**",
      "!ajv/**",
      "!cron-parser",
      "!rrule-temporal",
      "!currency-codes",
      "!decimal.js",
      "!image-size",
      "!json-p3",
      "!luxon",
      "!re2js",
      "!set-cookie-parser",
      "!zod",
      "!node:crypto",
    ],
  ),
  pure(["src/reconcile/**/*.ts"], "reconcile/"),
  imports(
    ["src/reconcile/**/*.ts"],
    "reconcile/ is two sides in, gap explanation out: it imports reconcile/, contracts, model/ and errors.ts, and does no I/O but the connection it is handed.",
    ["**", ...shapes, "!#reconcile/**", "!./**", "!luxon", "!@duckdb/node-api"],
    {
      name: "@duckdb/node-api",
      message:
        "reconcile/ opens no database: take the connection as an argument and import DuckDB's types only.",
    },
  ),
  room(
    "charts",
    "charts/ draws values: of ours it imports charts/, model/ and errors.ts.",
    values,
    slack("charts/"),
  ),
  room(
    "store",
    "store/ keeps rows for the rooms above it: of ours it imports store/, contracts, model/ and errors.ts.",
    [...shapes, "!#config.ts"],
    slack("store/"),
    configuration,
  ),
  room(
    "exports",
    "exports/ stands below runs, cadence, watch, evidence and slack: of ours it imports exports/, reconcile/, contracts, model/ and errors.ts; sources are found on their shelf.",
    [...shapes, ...loaders, "!#reconcile/**", "!#config.ts"],
    slack("exports/"),
    configuration,
  ),
  ...works.map((name) =>
    room(
      name,
      `${name}/ knows neither Slack nor a shelf file: of ours it imports ${works.join("/, ")}/, ${below.join("/, ")}/, contracts, model/ and errors.ts; main.ts joins it with slack/.`,
      [...shapes, ...loaders, ...rooms([...works, ...below]), "!#config.ts"],
      slack(`${name}/`),
      configuration,
    ),
  ),
  room(
    "slack",
    "slack/ knows no platform and no shelf file: of ours it imports slack/, runs/, cadence/, watch/, evidence/, exports/, reconcile/, store/, contracts, model/ and errors.ts.",
    [...shapes, ...loaders, ...rooms([...works, "exports", "reconcile", "store"]), "!#config.ts"],
    configuration,
    {
      group: ["dub", "dub/**", "stripe", "stripe/**"],
      message: "slack/ knows no platform: a source on the shelf speaks to it.",
    },
  ),
  room(
    "sandbox",
    "sandbox/ is the far side: it speaks Slack's API and knows nothing of the bot; of ours it imports sandbox/, model/ and errors.ts.",
    values,
  ),
  imports(
    ["src/sandbox/page/**/*.ts"],
    "The page runs in a browser: it imports page files by relative path, and the modules its import map names.",
    [...ours, "node:*", "node:*/**"],
  ),
  ...shelf(["src/checks/**/*.ts"], "A check", "check"),
  ...shelf(["src/steps/**/*.ts"], "A step", "step"),
  ...shelf(["src/steps/*/**/*.ts"], "A step", "step", ["!./**"]),
  ...shelf(["src/probes/**/*.ts"], "A probe", "probe"),
  ...shelf(["commands/**/*.ts"], "A command", "command", [
    "!#nearest.ts",
    "!#runbook.ts",
    "!#runs/parameters.ts",
  ]),
  ...source(["src/sources/*.ts"], "./**"),
  ...source(["src/sources/*/**/*.ts"]),
];

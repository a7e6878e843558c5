import { keepCompiled } from "#compile-cache.ts";

/** Starts as the command does, with the modules compiled by an earlier start. */
keepCompiled();
await import("./engine-alone.ts");

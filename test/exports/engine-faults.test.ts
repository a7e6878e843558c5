import { DuckDBInstance } from "@duckdb/node-api";
import { expect, test } from "vitest";

import { ConfigError } from "#errors.ts";
import { engineFault } from "#exports/engine-faults.ts";
import { scratchFolder } from "./reading.ts";

test("no room to spill is a fault of the deployment that names the folder", async () => {
  const folder = await scratchFolder();
  const instance = await DuckDBInstance.create(":memory:", {
    memory_limit: "50MB",
    temp_directory: folder,
    threads: "1",
  });
  const connection = await instance.connect();
  await connection.run("SET max_temp_directory_size = '1MB'");
  const error: unknown = await connection
    .run("CREATE TABLE wide AS SELECT hash(range)::VARCHAR || range AS text FROM range(4000000)")
    .catch((thrown: unknown) => thrown);
  connection.closeSync();
  instance.closeSync();

  const fault = engineFault(error, "data/scratch");

  expect(fault).toBeInstanceOf(ConfigError);
  expect(fault).toMatchObject({
    message: expect.stringMatching(/^No space is left for data\/scratch, .* free some, or name/),
    cause: error,
  });
});

test("a full disk under a file being written is the same fault, and any other error is none", () => {
  const full = new Error('IO Error: Could not write file "x": No space left on device');
  const other = new Error("Binder Error: column x not found");

  expect(engineFault(full, "data/scratch")).toBeInstanceOf(ConfigError);
  expect(engineFault(other, "data/scratch")).toBe(other);
});

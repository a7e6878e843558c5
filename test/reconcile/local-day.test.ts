import { DuckDBInstance } from "@duckdb/node-api";
import { expect, test } from "vitest";

import { localDayNear } from "#reconcile/local-day.ts";
import { localDay, rowsOf } from "#reconcile/sql.ts";

const instance = await DuckDBInstance.create(":memory:");
const connection = await instance.connect();
await connection.run("SET TimeZone = 'UTC'");
const window = { from: "2026-10-01", to: "2026-10-31" };

test.each(["America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia", "UTC"])(
  "every half hour has in %s the day that the zone itself gives it",
  async (zone) => {
    const sql = `SELECT count(*) AS wrong FROM (SELECT TIMESTAMP '2022-12-25' + INTERVAL (i * 30) MINUTE AS moment FROM range(${48 * 365 * 8}) AS t(i))
    WHERE ${localDayNear("moment", "false", zone, window)} <> ${localDay("moment", "false", zone)}`;

    expect(await rowsOf(connection, sql)).toEqual([{ wrong: "0" }]);
  },
);

test("a calendar date is its own day", async () => {
  const day = localDayNear("moment", "true", "America/New_York", window);

  const sql = `SELECT CAST(${day} AS VARCHAR) AS day FROM (SELECT TIMESTAMP '2026-10-01' AS moment)`;

  expect(await rowsOf(connection, sql)).toEqual([{ day: "2026-10-01" }]);
});

/** What reads FROM and means no table. */
const readings = /\b(?:extract|trim|substring|overlay)\s*\([^()]*\)|\bdistinct\s+from\b/gi;

/**
 * The tables that a SELECT reads by plain names after FROM and JOIN, in lower case and without its own WITH. What is
 * quoted, of another schema or made by a function is left out: DuckDB judges it when the step is done.
 */
export function tablesNamed(sql: string): string[] {
  const plain = sql
    .replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, " ")
    .replace(/'(?:[^']|'')*'/g, "''")
    .replace(readings, " ");
  const own = matchesOf(
    plain,
    /\b([a-z_]\w*)\s*(?:\([^()]*\)\s*)?as\s+(?:(?:not\s+)?materialized\s*)?\(/gi,
  );
  const read = matchesOf(plain, /\b(?:from|join)\s+([a-z_]\w*)\b(?!\s*[.(])/gi);
  return [...new Set(read)].filter((name) => !own.includes(name) && !words.has(name));
}

const words = new Set(["lateral", "select", "values", "unnest"]);

function matchesOf(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, name = ""]) => name.toLowerCase());
}

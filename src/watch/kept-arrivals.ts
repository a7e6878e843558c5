import type { LookParts } from "#watch/look.ts";

type ArrivalsOf = LookParts["arrivals"];

interface Export {
  readonly begun: number;
  readonly arrivals: ReturnType<ArrivalsOf>;
}

/** Of an endpoint's interval, what may pass before the next look of its own needs an export of its own. */
const share = 0.9;

/** Lets looks at one dataset share an export: it is asked for once in the interval of those who look, however many they are. */
export function keepArrivals(arrivals: ArrivalsOf, clock: () => number): ArrivalsOf {
  const kept = new Map<string, Export>();
  return (endpoint, dataset, scope) => {
    const fields = Object.keys(scope).toSorted((a, b) => a.localeCompare(b));
    const key = JSON.stringify([endpoint.source, dataset, fields.map((one) => [one, scope[one]])]);
    const known = kept.get(key);
    if (known && clock() - known.begun < endpoint.interval * share) return known.arrivals;
    const asked = { begun: clock(), arrivals: arrivals(endpoint, dataset, scope) };
    kept.set(key, asked);
    // What failed is tried again by the next who looks.
    asked.arrivals.catch(() => {
      if (kept.get(key) === asked) kept.delete(key);
    });
    return asked.arrivals;
  };
}

import type { LookParts } from "#watch/look.ts";

type ArrivalsOf = LookParts["arrivals"];

interface Export {
  readonly begun: number;
  readonly arrivals: ReturnType<ArrivalsOf>;
  isUnderWay: boolean;
}

/** Of an endpoint's interval, what may pass before the next look of its own needs an export of its own. */
const share = 0.9;

export interface KeptArrivals {
  /** Of an export that others have asked for within the interval, where there is one. */
  readonly kept: ArrivalsOf;
  /** Of an export of this moment, or one that is still under way, for somebody who wants to know; those who look next share it. */
  readonly fresh: ArrivalsOf;
}

/** Lets looks at one dataset share an export: it is asked for once in the interval of those who look, however many they are. */
export function keepArrivals(arrivals: ArrivalsOf, clock: () => number): KeptArrivals {
  const exports = new Map<string, Export>();
  const fresh: ArrivalsOf = (endpoint, dataset, scope) => {
    const key = keyOf(endpoint, dataset, scope);
    const known = exports.get(key);
    if (known?.isUnderWay) return known.arrivals;
    const asked: Export = {
      begun: clock(),
      arrivals: arrivals(endpoint, dataset, scope),
      isUnderWay: true,
    };
    exports.set(key, asked);
    asked.arrivals.then(
      () => (asked.isUnderWay = false),
      // What failed is tried again by the next who looks.
      () => exports.delete(key),
    );
    return asked.arrivals;
  };
  return {
    fresh,
    kept(endpoint, dataset, scope) {
      const known = exports.get(keyOf(endpoint, dataset, scope));
      const isYoung = known && clock() - known.begun < endpoint.interval * share;
      return isYoung ? known.arrivals : fresh(endpoint, dataset, scope);
    },
  };
}

function keyOf(...[{ source }, dataset, scope]: Parameters<ArrivalsOf>): string {
  const fields = Object.keys(scope).toSorted((a, b) => a.localeCompare(b));
  return JSON.stringify([source, dataset, fields.map((one) => [one, scope[one]])]);
}

import { judgeLook, noState } from "#model/endpoint-state.ts";
import type { EndpointState, Transition } from "#model/endpoint-state.ts";

import { randomOf } from "../random.ts";

/** What is said of an endpoint that is well, over so many looks of which some fail by chance, each by itself. */
export function falseAlerts(looks: number, failing: number, interval: number): Transition[] {
  const random = randomOf(interval);
  const said: Transition[] = [];
  let state: EndpointState = noState;
  let [at, next] = [0, interval];
  for (let count = 0; count < looks; count += 1) {
    const condition = random() < failing ? "platform_down" : "up";
    const judged = judgeLook(state, { at, condition });
    state = judged.state;
    if (judged.transition) said.push(judged.transition);
    at = judged.lookAgainAt ?? next;
    while (next <= at) next += interval;
  }
  return said;
}

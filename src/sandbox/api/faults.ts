import { parts } from "#sandbox/blocks/walk.ts";
import type { BoxFault, BoxRequests } from "#sandbox/contract.ts";

type Order = BoxRequests["/box/faults"];

/** The faults that were asked for and have not happened yet. */
export class Faults {
  #orders: (Order & { left: number })[] = [];

  order(order: Order): void {
    if (order.fault === "none")
      this.#orders = this.#orders.filter(({ method }) => method !== order.method);
    else this.#orders.push({ ...order, left: order.times ?? 1 });
  }

  /** The fault this call is to meet, which is then one fewer, or null. */
  meet(method: string, call: Readonly<Record<string, unknown>>): Order | null {
    const order = this.#orders.find((each) => each.method === method && concerns(each, call));
    if (order === undefined) return null;
    order.left -= 1;
    this.#orders = this.#orders.filter(({ left }) => left > 0);
    return order;
  }

  meets(method: string, fault: BoxFault): boolean {
    const order = this.#orders.find((each) => each.method === method && each.fault === fault);
    return order !== undefined && this.meet(method, {}) !== null;
  }
}

function concerns(order: Order, call: Readonly<Record<string, unknown>>): boolean {
  if (order.channel !== undefined && order.channel !== call["channel"]) return false;
  if (order.fault !== "invalid_blocks" || order.block_type === undefined) return true;
  return [...parts(jsonOf(call["blocks"]), "")].some(([part]) => part["type"] === order.block_type);
}

function jsonOf(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return null;
  }
}

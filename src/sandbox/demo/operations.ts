import {
  at,
  bare,
  daysOf,
  hours,
  minutes,
  monthsUntil,
  reportingZone,
} from "#sandbox/demo/calendar.ts";
import { diceFor } from "#sandbox/demo/dice.ts";
import { deliveryStorm } from "#sandbox/demo/incidents.ts";

export interface Delivery {
  readonly delivery_id: string;
  readonly integration: string;
  readonly status: string;
  readonly attempts: number;
  readonly http_status: number;
  readonly occurred_at: string;
}

const integrations = [
  [deliveryStorm.integration, 12],
  ["partner-postbacks", 9],
  ["analytics-feed", 5],
  ["accounting-sync", 2],
] as const;

/** Deliveries to integrations: healthy but for the occasional retry, and a storm of retries in the last month. */
export function deliveriesFor(month: string): Delivery[] {
  const dice = diceFor(month, "deliveries");
  const found: { integration: string; instant: number; storm: boolean }[] = [];
  for (const day of monthsUntil(month).flatMap(daysOf)) {
    for (const [integration, usual] of integrations) {
      for (let count = usual + dice.between(-1, 2); count > 0; count -= 1) {
        const instant = day.start + dice.between(0, 86_399) * 1000;
        found.push({ integration, instant, storm: false });
      }
    }
    if (day.month !== month || day.ofMonth !== deliveryStorm.day) continue;
    const { integration, fromHour, toHour } = deliveryStorm;
    const last = (toHour - fromHour) * 3600 - 1;
    for (let count = 0; count < 164; count += 1) {
      const instant = day.start + hours(fromHour) + dice.between(0, last) * 1000;
      found.push({ integration, instant, storm: true });
    }
  }
  found.sort((left, right) => left.instant - right.instant);
  return found.map(({ integration, instant, storm }, index) => {
    const retried = storm || dice.perMille(18);
    const failed = storm && dice.perMille(300);
    return {
      delivery_id: `dlv_${String(index + 1).padStart(5, "0")}`,
      integration,
      status: failed ? "failed" : retried ? "retried" : "delivered",
      attempts: storm ? dice.between(4, 8) : retried ? 2 : 1,
      http_status: failed ? 503 : 200,
      occurred_at: bare(instant),
    };
  });
}

export interface Member {
  readonly member_id: string;
  readonly email: string;
  readonly role: string;
  readonly status: string;
  readonly last_active_at: string;
  readonly mfa: boolean;
  readonly kind: "user" | "api_key";
}

/** People and keys: days since each was last active at the end of the month, and whether MFA is on. */
const people: readonly [string, string, number, boolean, Member["kind"], string?][] = [
  ["maya.okafor", "owner", 1, true, "user"],
  ["tom.lindqvist", "admin", 2, true, "user"],
  ["victor.hale", "admin", 214, true, "user"],
  ["ines.duarte", "affiliate_manager", 1, true, "user"],
  ["ben.ashworth", "affiliate_manager", 3, false, "user"],
  ["priya.raman", "finance", 1, true, "user"],
  ["george.whitlock", "finance", 6, false, "user"],
  ["lena.brandt", "integration_engineer", 4, true, "user"],
  ["chris.yamada", "analyst", 11, true, "user"],
  ["noor.haddad", "support", 2, false, "user"],
  ["paul.renner", "analyst", 96, true, "user", "deactivated"],
  ["key-shop-orders", "write", 0, true, "api_key"],
  ["key-accounting", "read", 1, true, "api_key"],
  ["key-old-migration", "admin", 388, true, "api_key"],
];

export function membersFor(month: string): Member[] {
  const end = at(`${month}-28`, "17:00", reportingZone);
  return people.map(([name, role, days, mfa, kind, status = "active"], index) => ({
    member_id: `mem_${String(index + 1).padStart(2, "0")}`,
    email: kind === "user" ? `${name}@acme-outdoor.example` : `${name}@keys.acme-outdoor.example`,
    role,
    status,
    last_active_at: bare(end - hours(24 * days) - minutes(index * 7)),
    mfa,
    kind,
  }));
}

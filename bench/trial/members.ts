import type { TrialProgram } from "./program.ts";
import { iso } from "./values.ts";

/** Who has access on the evening of a day. */
export function membersOf({ has, dayStart }: TrialProgram, day: number, now: number): string[] {
  const lately = now - 30 * 3_600_000;
  const [dormant, key, leaver] = [
    has("dormant admin", day),
    has("old key", day),
    has("leaver at work", day),
  ];
  const admins = has("too many admins", day) ? 7 : 3;
  const people = Array.from({ length: 12 }, (_, index) => {
    const role = index === 0 ? "owner" : index < admins ? "admin" : "analyst";
    const at = dormant && index === 2 ? dayStart(15) : lately - index * 3_600_000;
    const mfa = !(has("no second factor", day) && index === 4);
    const left = leaver && index === 1;
    return `mb_${index},m${index}@acme.example,${role},${left ? "deactivated" : "active"},${iso(at)},${mfa},user`;
  });
  const keys = [0, 1].map((index) => {
    const at = key && index === 1 ? dayStart(15) : lately;
    return `key_${index},m0@acme.example,analyst,active,${iso(at)},,api_key`;
  });
  return ["member_id,email,role,status,last_active_at,mfa,kind", ...people, ...keys];
}

import { html, type TemplateResult } from "lit-html";
import type { BoxUser } from "../contract.ts";

/** A user's initials on their colour; always beside their name, so hidden from readers. */
export function avatarView(user: BoxUser | undefined, size = ""): TemplateResult {
  return html`<span
    class="avatar ${size} ${user?.is_bot ? "bot" : ""}"
    aria-hidden="true"
    .style=${`--avatar: ${user?.color ?? "#8a8d94"}`}
    >${initials(user?.real_name ?? "?")}</span
  >`;
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters.map((word) => word?.[0]?.toUpperCase() ?? "").join("");
}

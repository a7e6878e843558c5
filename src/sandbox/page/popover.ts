const gap = 4;

/** Shows a panel in the top layer beside its anchor: below where there is room, else above. */
export function showBeside(anchor: HTMLElement, panel: HTMLElement): void {
  panel.showPopover();
  const at = anchor.getBoundingClientRect();
  const fitsBelow = at.bottom + gap + panel.offsetHeight <= window.innerHeight;
  const top = fitsBelow ? at.bottom + gap : Math.max(gap, at.top - gap - panel.offsetHeight);
  const left = Math.min(at.left, window.innerWidth - panel.offsetWidth - 2 * gap);
  panel.style.top = `${top}px`;
  panel.style.left = `${Math.max(gap, left)}px`;
}

/** True while the panel is in the top layer. */
export function isShown(panel: Element | null): boolean {
  return panel?.matches(":popover-open") ?? false;
}

/** Lets files be dropped on a pane; `lit` while one is held over it. */
export function dropZone(take: (files: readonly File[]) => void): {
  readonly over: (event: DragEvent) => void;
  readonly leave: (event: DragEvent) => void;
  readonly drop: (event: DragEvent) => void;
} {
  return {
    over: (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      paneOf(event).classList.add("dropping");
    },
    leave: (event) => {
      const pane = paneOf(event);
      if (!pane.contains(event.relatedTarget as Node | null)) pane.classList.remove("dropping");
    },
    drop: (event) => {
      event.preventDefault();
      paneOf(event).classList.remove("dropping");
      take([...(event.dataTransfer?.files ?? [])]);
    },
  };
}

function paneOf(event: DragEvent): HTMLElement {
  return event.currentTarget as HTMLElement;
}

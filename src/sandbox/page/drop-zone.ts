import type { Composer } from "./composer.ts";

type Listener = (event: DragEvent) => void;

/** Lets files be dropped on a pane, whose composer takes them; the pane is lit while one is held over it. */
export const dropZone: {
  readonly over: Listener;
  readonly leave: Listener;
  readonly drop: Listener;
} = {
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
    const composer = paneOf(event).querySelector<Composer>("box-composer");
    composer?.attach(event.dataTransfer?.files ?? []);
  },
};

function paneOf(event: DragEvent): HTMLElement {
  return event.currentTarget as HTMLElement;
}

/** Keys that work on the whole page, wherever nothing is being typed. */

export interface KeyActions {
  next(): void;
  previous(): void;
  /** Arrow keys mean directions, so that they follow the binding. */
  arrow(direction: "left" | "right"): boolean;
  end(which: "first" | "last"): void;
  goTo(): void;
  fit(): void;
  zoom(step: 1 | -1 | 0): void;
  view(which: 1 | 2 | 3 | 4): void;
  /** The next change of the proofs that stand side by side. */
  change(step: 1 | -1): boolean;
  panel(): void;
  strip(): void;
  help(): void;
  save(): void;
  showLine(): void;
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches("input:not([type=checkbox], [type=radio]), textarea, select");
}

/** Listen for keys. While an input method composes, no key is ours. */
export function listenForKeys(actions: KeyActions): void {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.keyCode === 229) return;
    if (withControl(event, actions)) {
      event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector("dialog[open]")) return;
    if (plain(event, actions)) event.preventDefault();
  });
}

function withControl(event: KeyboardEvent, actions: KeyActions): boolean {
  const control = event.ctrlKey || event.metaKey;
  if (control && !event.altKey && event.key.toLowerCase() === "s") actions.save();
  else if (event.altKey && !control && event.code === "KeyP") actions.showLine();
  else if (control && (event.key === "+" || event.key === "=")) actions.zoom(1);
  else if (control && event.key === "-") actions.zoom(-1);
  else if (control && event.key === "0") actions.zoom(0);
  else return false;
  return true;
}

function plain(event: KeyboardEvent, actions: KeyActions): boolean {
  const doing: Record<string, () => unknown> = {
    PageDown: () => actions.next(),
    PageUp: () => actions.previous(),
    ArrowRight: () => actions.arrow("right"),
    ArrowLeft: () => actions.arrow("left"),
    Home: () => actions.end("first"),
    End: () => actions.end("last"),
    g: () => actions.goTo(),
    f: () => actions.fit(),
    "+": () => actions.zoom(1),
    "=": () => actions.zoom(1),
    "-": () => actions.zoom(-1),
    "0": () => actions.zoom(0),
    "1": () => actions.view(1),
    "2": () => actions.view(2),
    "3": () => actions.view(3),
    "4": () => actions.view(4),
    n: () => actions.change(1),
    N: () => actions.change(-1),
    p: () => actions.panel(),
    t: () => actions.strip(),
    "?": () => actions.help(),
  };
  const action = doing[event.key];
  return action !== undefined && action() !== false;
}

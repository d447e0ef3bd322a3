/** Dialogs: the keyboard shortcuts, and the card that names the source of what was clicked on a page. */

import { placeName, type Place, type Spot } from "./contract";
import { h } from "./dom";
import { describeSpot, placeOf } from "./spots";
import { t, type Word } from "./words";

const KEYS: readonly (readonly [keys: string, word: Word])[] = [
  ["→ ← · PgDn PgUp", "keyNext"],
  ["Home · End", "keyEnds"],
  ["g", "keyGo"],
  ["f", "keyFit"],
  ["+ · − · 0", "keyZoom"],
  ["Ctrl ⌘ + ⇅", "keyWheel"],
  ["1 · 2 · 3 · 4", "keyViews"],
  ["n · N", "keyChanges"],
  ["Enter · Shift Enter", "keySpots"],
  ["Ctrl ⌘ S", "keySave"],
  ["Alt P", "keyShow"],
  ["Ctrl ⌘ F", "keyFind"],
  ["Ctrl Space", "keyComplete"],
  ["Esc Tab", "keyTab"],
  ["p · t", "keyPanels"],
  ["?", "keyHelp"],
];

/** Show a modal dialog until it is closed; focus returns to where it was. */
export function openDialog(title: string, name: string, ...content: (Node | string)[]): HTMLDialogElement {
  const close = h("button", { type: "button", class: "primary", t: "close", onclick: () => dialog.close() });
  const heading = h("h2", { id: `${name}-heading` }, title);
  const dialog = h("dialog", { class: `dialog ${name}`, "aria-labelledby": heading.id }, heading, ...content, h("div", { class: "dialog-actions" }, close));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

export function showHelp(): void {
  const rows = KEYS.flatMap(([keys, word]) => [
    h("dt", {}, ...keys.split(" ").map((key) => (/^[·+⇅]$/.test(key) && keys !== "+ · − · 0" ? ` ${key} ` : key === "·" ? " · " : h("kbd", {}, key)))),
    h("dd", {}, t(word)),
  ]);
  openDialog(t("shortcuts"), "help", h("dl", { class: "keys" }, ...rows)).querySelector<HTMLElement>(".primary")?.focus();
}

/** The small card beside what was clicked: where it came from, and the way into the external editor. */
export class SourceCard {
  readonly element = h("div", { class: "source-card", hidden: true, role: "dialog" });
  private timer = 0;

  constructor(private readonly openOutside: (place: Place) => void) {
    document.addEventListener("pointerdown", (event) => {
      if (!this.element.contains(event.target as Node)) this.hide();
    });
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.hide());
    document.addEventListener("input", () => this.hide()); // who types has found the line
  }

  /** Show it by a point, within the rectangle of the pages: not over the text that it led to. */
  show(spot: Spot, at: { x: number; y: number }, within: DOMRect): void {
    const place = placeOf(spot);
    this.element.setAttribute("aria-label", t("file"));
    this.element.replaceChildren(
      h("span", { class: "source-kind" }, describeSpot(spot).split(" · ")[0] ?? ""),
      h("code", {}, placeName(place)),
      h("button", { type: "button", label: "openOutside", onclick: () => this.openOutside(place) }, t("outsideButton")),
    );
    this.element.hidden = false;
    const room = this.element.getBoundingClientRect();
    this.element.style.left = `${Math.max(8, Math.min(at.x + 10, within.right - room.width - 8))}px`;
    this.element.style.top = `${Math.max(8, Math.min(at.y + 14, window.innerHeight - room.height - 8))}px`;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.hide(), 8000);
  }

  hide(): void {
    this.element.hidden = true;
  }
}

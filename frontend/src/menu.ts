/** A button that opens a small panel below itself; Escape and a click elsewhere close it. */

import { h, icon, type IconName } from "./dom";
import type { Word } from "./words";

export class Menu {
  readonly element: HTMLElement;
  readonly panel: HTMLElement;
  private readonly button: HTMLButtonElement;

  constructor(name: IconName, label: Word, id: string, ...content: HTMLElement[]) {
    this.panel = h("div", { class: "menu-panel", id, hidden: true, role: "group", "aria-labelledby": `${id}-button` }, ...content);
    this.button = h(
      "button",
      { type: "button", id: `${id}-button`, class: "tool wide", label, "aria-expanded": "false", "aria-controls": id, onclick: () => this.toggle() },
      icon(name),
      h("span", { class: "tool-text", t: label }),
    );
    this.element = h("div", { class: "menu" }, this.button, this.panel);
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || this.panel.hidden) return;
      event.stopPropagation();
      this.toggle(false);
      this.button.focus();
    });
    document.addEventListener("pointerdown", (event) => {
      if (!this.panel.hidden && !this.element.contains(event.target as Node)) this.toggle(false);
    });
    this.element.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !this.element.contains(event.relatedTarget as Node)) this.toggle(false);
    });
  }

  private toggle(open = this.panel.hidden): void {
    this.panel.hidden = !open;
    this.button.setAttribute("aria-expanded", String(open));
    if (open) this.panel.querySelector<HTMLElement>("input, select, button")?.focus();
  }
}

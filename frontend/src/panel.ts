/** The side panel: tabs, and its width. */

import { h } from "./dom";
import { change, onSettings, settings, type Tab } from "./settings";
import type { Word } from "./words";

const LEAST = 300;

export class SidePanel {
  readonly element: HTMLElement;
  private readonly buttons = new Map<Tab, HTMLButtonElement>();

  constructor(tabs: readonly (readonly [tab: Tab, word: Word, content: HTMLElement])[]) {
    const list = h("div", { class: "tabs", role: "tablist", label: "sidePanel" });
    const contents = tabs.map(([tab, word, content]) => {
      const button = h("button", { type: "button", role: "tab", id: `tab-${tab}`, "aria-controls": `panel-${tab}`, t: word, onclick: () => change({ tab }) });
      this.buttons.set(tab, button);
      list.append(button);
      return h("div", { class: "tab-content", role: "tabpanel", id: `panel-${tab}`, "aria-labelledby": `tab-${tab}` }, h("h2", { class: "spoken", t: word }), content);
    });
    list.addEventListener("keydown", (event) => this.key(event, tabs.map(([tab]) => tab)));
    this.element = h("aside", { class: "side-panel", label: "sidePanel" }, this.divider(), list, ...contents);
    onSettings(["tab", "panel", "panelWidth"], (value) => {
      this.element.hidden = !value.panel;
      this.element.style.width = `${value.panelWidth}px`;
      tabs.forEach(([tab], index) => this.select(tab, contents[index], tab === value.tab));
    });
  }

  private select(tab: Tab, content: HTMLElement | undefined, selected: boolean): void {
    const button = this.buttons.get(tab);
    if (!button || !content) return;
    button.setAttribute("aria-selected", String(selected));
    button.tabIndex = selected ? 0 : -1;
    content.hidden = !selected;
  }

  private key(event: KeyboardEvent, tabs: readonly Tab[]): void {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (!step) return;
    event.preventDefault();
    const at = tabs.indexOf(settings.value.tab);
    const tab = tabs[(at + step + tabs.length) % tabs.length] ?? "form";
    change({ tab });
    this.buttons.get(tab)?.focus();
  }

  private divider(): HTMLElement {
    const bar = h("div", { class: "divider", role: "separator", "aria-orientation": "vertical", label: "resize", tabindex: "0" });
    const set = (width: number): void => {
      const most = Math.max(LEAST, window.innerWidth - 420);
      const panelWidth = Math.round(Math.max(LEAST, Math.min(most, width)));
      change({ panelWidth });
    };
    bar.addEventListener("pointerdown", (event) => {
      bar.setPointerCapture(event.pointerId);
      event.preventDefault();
    });
    bar.addEventListener("pointermove", (event) => bar.hasPointerCapture(event.pointerId) && set(window.innerWidth - event.clientX));
    bar.addEventListener("keydown", (event) => {
      const step = event.key === "ArrowLeft" ? 24 : event.key === "ArrowRight" ? -24 : 0;
      if (!step) return;
      event.preventDefault();
      event.stopPropagation();
      set(settings.value.panelWidth + step);
    });
    onSettings(["panelWidth"], (value) => bar.setAttribute("aria-valuenow", String(value.panelWidth)));
    bar.setAttribute("aria-valuemin", String(LEAST));
    bar.setAttribute("aria-valuemax", "2000");
    return bar;
  }
}

/** The bar above the desk: views, pages, zoom, lines and colours, the state of the build, language and theme. */

import { pageMeant } from "./arrangement";
import type { CompareView } from "./compareview";
import type { EditionState } from "./contract";
import { Desk } from "./desk";
import { h, icon, iconButton, say } from "./dom";
import type { Live } from "./live";
import { Menu } from "./menu";
import { openProblems } from "./problems";
import { change, onSettings, OVERLAYS, settings, type Theme, type View } from "./settings";
import { language, t, type Word } from "./words";
import { clampZoom } from "./zoom";

const VIEWS: readonly View[] = ["spreads", "single", "flatplan", "proofs"];
const ZOOMS = [25, 50, 75, 100, 150, 200, 300, 400] as const;
const THEMES: Record<Theme, Word> = { auto: "themeAuto", light: "themeLight", dark: "themeDark" };
const PLATES: Record<string, Word> = {
  "plate:Cyan": "plateCyan",
  "plate:Magenta": "plateMagenta",
  "plate:Yellow": "plateYellow",
  "plate:Black": "plateBlack",
};

export interface ToolbarEvents {
  help(): void;
  showProblems(): void;
  announce(text: string): void;
}

export class Toolbar {
  readonly element: HTMLElement;
  private readonly title = h("h1", { class: "edition-title" });
  private readonly folio = h("input", { class: "folio-field", type: "text", label: "pageField", inputmode: "numeric", autocomplete: "off" });
  private readonly count = h("span", { class: "page-count" });
  private readonly zoom = h("select", { class: "zoom-field", label: "zoom" });
  private readonly layers = h("select", { class: "layer-field", label: "layer" });
  private readonly status = h("button", { type: "button", class: "status" });

  constructor(
    private readonly live: Live,
    private readonly desk: Desk,
    private readonly compare: CompareView,
    private readonly events: ToolbarEvents,
  ) {
    const start = h("div", { class: "bar-group" }, this.stripButton(), this.title);
    const end = h("div", { class: "bar-group end" }, this.status, this.layerChoice(), this.overlayMenu(), ...this.machineTools());
    this.element = h("header", { class: "toolbar", role: "toolbar", label: "toolbar" }, start, this.viewChoice(), this.pageTools(), this.zoomTools(), end);
    this.status.addEventListener("click", () => events.showProblems());
    for (const cell of [live.edition, live.connection, live.building, live.crash, live.texts, language]) cell.listen(() => this.refresh());
    for (const surface of [desk, compare]) {
      surface.current.listen(() => this.showPage());
      surface.percent.listen(() => this.fillZoom());
    }
    compare.comparison.listen(() => this.showPage());
    onSettings(["zoom", "view"], () => this.refresh());
    this.refresh();
  }

  focusFolio(): void {
    this.folio.focus();
    this.folio.select();
  }

  refresh(): void {
    const state = this.live.edition.value;
    this.title.textContent = state?.title || state?.edition || "typeset";
    this.title.title = this.title.textContent;
    if (state) this.fillLayers(state);
    this.showPage();
    this.fillZoom();
    this.showStatus(state);
  }

  private showStatus(state: EditionState | null): void {
    const [kind, text] = this.phase(state);
    this.status.dataset["state"] = kind;
    const open = openProblems([...(state?.problems ?? []), ...this.live.texts.value]);
    const count = open.length;
    const worst = (["error", "warning", "notice"] as const).find((severity) => open.some((problem) => problem.severity === severity));
    const dot = h("span", { class: "dot", "aria-hidden": "true" });
    this.status.replaceChildren(dot, h("span", {}, text));
    if (count) this.status.append(h("span", { class: `badge ${worst}` }, String(count)));
    this.status.setAttribute("aria-label", count ? `${text}, ${t("problemCount", { count })}` : text);
    this.status.title = t("showProblems");
  }

  private phase(state: EditionState | null): [kind: string, text: string] {
    if (this.live.connection.value === "offline") return ["offline", t("offline")];
    if (!state) return ["connecting", t("connecting")];
    if (this.live.crash.value !== null) return ["crashed", t("crashed")];
    if (this.live.building.value) return ["building", t("building")];
    if (state.state === "broken") return ["broken", t("broken")];
    const errors = state.problems.filter((problem) => problem.severity === "error" && !problem.accepted).length;
    if (errors) return ["ready", t("readyWithErrors", { count: errors })];
    return ["ready", t("readyIn", { seconds: state.seconds < 0.095 ? state.seconds.toFixed(2) : state.seconds.toFixed(1) })];
  }

  private stripButton(): HTMLElement {
    const button = iconButton("strip", "thumbnails", () => change({ strip: !settings.value.strip }));
    onSettings(["strip"], (value) => button.setAttribute("aria-pressed", String(value.strip)));
    return button;
  }

  private viewChoice(): HTMLElement {
    const buttons = VIEWS.map((view) => {
      const button = h("button", { type: "button", class: "segment", label: view, onclick: () => change({ view }) }, icon(view), h("span", { class: "tool-text", t: view }));
      onSettings(["view"], (value) => button.setAttribute("aria-pressed", String(value.view === view)));
      return button;
    });
    return h("div", { class: "segments", role: "group", label: "view" }, ...buttons);
  }

  private pageTools(): HTMLElement {
    this.folio.addEventListener("change", () => this.goTo());
    this.folio.addEventListener("focus", () => this.folio.select());
    this.folio.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "Enter") {
        event.preventDefault();
        if (this.goTo()) this.surface.focusPage();
      } else if (event.key === "Escape") {
        this.showPage(true);
        this.surface.focusPage();
      }
    });
    const turn = (direction: 1 | -1): void => {
      if (this.compares) this.compare.turn(direction);
      else this.desk.step((this.live.edition.value?.binding === "right" ? -direction : direction) as 1 | -1);
    };
    const back = iconButton("left", "previous", () => turn(-1));
    const on = iconButton("right", "next", () => turn(1));
    return h("div", { class: "bar-group", role: "group", label: "page" }, back, this.folio, this.count, on);
  }

  private get compares(): boolean {
    return settings.value.view === "proofs";
  }

  private get surface(): Desk | CompareView {
    return this.compares ? this.compare : this.desk;
  }

  private goTo(): boolean {
    if (this.compares) {
      const number = Number(this.folio.value.replace("#", "").trim());
      const found = this.compare.goTo(number);
      if (!found && this.folio.value.trim()) this.events.announce(t("noSuchPage", { folio: this.folio.value.trim() }));
      this.showPage(true);
      return found;
    }
    const pages = this.live.edition.value?.pages ?? [];
    const page = pageMeant(this.folio.value, pages);
    if (!page) {
      if (this.folio.value.trim()) this.events.announce(t("noSuchPage", { folio: this.folio.value.trim() }));
      this.showPage(true);
      return false;
    }
    if (settings.value.view === "flatplan") change({ view: "spreads" });
    return this.desk.goTo(page.number);
  }

  private showPage(anyway = false): void {
    const page = this.surface.current.value;
    if (anyway || document.activeElement !== this.folio) this.folio.value = page ? (page.folio ? String(page.folio) : `#${page.number}`) : "";
    const count = this.compares ? this.compare.count : (this.live.edition.value?.pages.length ?? 0);
    this.count.textContent = page ? `${page.number} / ${count}` : "";
    this.count.title = page ? t("physical", { number: page.number, count }) : "";
  }

  private zoomTools(): HTMLElement {
    this.zoom.addEventListener("change", () => {
      const value = this.zoom.value;
      change({ zoom: value === "page" || value === "width" ? value : clampZoom(Number(value)) });
    });
    return h("div", { class: "bar-group", role: "group", label: "zoom" }, iconButton("minus", "zoomOut", () => this.surface.zoomBy(-1)), this.zoom, iconButton("plus", "zoomIn", () => this.surface.zoomBy(1)));
  }

  private fillZoom(): void {
    const wish = settings.value.zoom;
    const percent = Math.round(this.surface.percent.value);
    const fits = (["page", "width"] as const).map((fit) => {
      const name = t(fit === "page" ? "fitPage" : "fitWidth");
      return h("option", { value: fit }, wish === fit ? `${name} · ${percent}%` : name);
    });
    const steps: number[] = typeof wish === "number" && !ZOOMS.some((step) => step === wish) ? [...ZOOMS, wish].sort((a, b) => a - b) : [...ZOOMS];
    this.zoom.replaceChildren(...fits, ...steps.map((step) => h("option", { value: step }, `${Math.round(step)}%`)));
    this.zoom.value = String(wish);
  }

  private layerChoice(): HTMLElement {
    this.layers.addEventListener("change", () => change({ layer: this.layers.value }));
    return this.layers;
  }

  private fillLayers(state: EditionState): void {
    const names = state.layers.length ? state.layers : ["screen"];
    this.layers.replaceChildren(...names.map((name) => h("option", { value: name }, layerName(name))));
    this.layers.value = names.includes(settings.value.layer) ? settings.value.layer : "screen";
    this.layers.hidden = names.length < 2 || this.compares;
  }

  private overlayMenu(): HTMLElement {
    const boxes = OVERLAYS.map((name) => {
      const box = h("input", { type: "checkbox", name: `overlay-${name}` });
      box.addEventListener("change", () => {
        const others = settings.value.overlays.filter((other) => other !== name);
        change({ overlays: box.checked ? [...others, name] : others });
      });
      onSettings(["overlays"], (value) => (box.checked = value.overlays.includes(name)));
      return h("label", { class: `overlay-choice ${name}` }, box, h("span", { class: "swatch", "aria-hidden": "true" }), h("span", { t: name }));
    });
    return new Menu("eye", "overlays", "overlay-menu", ...boxes).element;
  }

  private machineTools(): HTMLElement[] {
    const speak = h("button", { type: "button", class: "tool text", label: "language", onclick: () => change({ language: language.value === "zh" ? "en" : "zh" }) }, h("span", { t: "languageName" }));
    const theme = new Menu("theme", "theme", "theme-menu", ...(Object.keys(THEMES) as Theme[]).map((name) => themeChoice(name)));
    theme.element.classList.add("quiet");
    const panel = iconButton("panel", "sidePanel", () => change({ panel: !settings.value.panel }));
    onSettings(["panel"], (value) => panel.setAttribute("aria-pressed", String(value.panel)));
    return [speak, theme.element, iconButton("help", "help", () => this.events.help()), panel];
  }
}

function themeChoice(name: Theme): HTMLElement {
  const box = h("input", { type: "radio", name: "theme" });
  box.addEventListener("change", () => box.checked && change({ theme: name }));
  onSettings(["theme"], (value) => (box.checked = value.theme === name));
  const words = h("span");
  say(words, THEMES[name]);
  return h("label", { class: "overlay-choice" }, box, words);
}

function layerName(name: string): string {
  if (name === "screen" || name === "proof") return t(name);
  const plate = PLATES[name];
  return plate ? t(plate) : t("plate", { name: name.replace(/^plate:/, "") });
}

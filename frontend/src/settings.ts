/** What the editor chose for this page, kept in the browser. */

import { Cell } from "./cell";
import type { Language } from "./contract";
import type { ZoomWish } from "./zoom";

export type View = "spreads" | "single" | "flatplan" | "proofs";
export type Theme = "auto" | "light" | "dark";
export type Overlay = "bleed" | "trim" | "typeArea" | "grid" | "marks";
export type Tab = "problems" | "form" | "text" | "copyfit" | "review";

export const OVERLAYS: readonly Overlay[] = ["bleed", "trim", "typeArea", "grid", "marks"];

export interface Settings {
  readonly view: View;
  readonly zoom: ZoomWish;
  readonly theme: Theme;
  /** null: as the server says. */
  readonly language: Language | null;
  readonly overlays: readonly Overlay[];
  readonly layer: string;
  readonly strip: boolean;
  readonly panel: boolean;
  readonly panelWidth: number;
  readonly tab: Tab;
}

const DEFAULTS: Settings = {
  view: "spreads",
  zoom: "page",
  theme: "auto",
  language: null,
  overlays: ["marks"],
  layer: "screen",
  strip: true,
  panel: true,
  panelWidth: Math.max(320, Math.min(420, Math.round(window.innerWidth * 0.34))),
  tab: "form",
};

const KEY = "typeset-preview";

function stored(): Settings {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return found && typeof found === "object" ? { ...DEFAULTS, ...found } : DEFAULTS;
  } catch {
    return DEFAULTS; // storage is switched off, or holds something else
  }
}

export const settings = new Cell<Settings>(stored());

export function change(part: Partial<Settings>): void {
  settings.set({ ...settings.value, ...part });
}

settings.listen((value) => {
  try {
    localStorage.setItem(KEY, JSON.stringify(value));
  } catch {
    // storage is full or switched off: the choice holds for this visit
  }
});

/** Call `listener` now and whenever one of the settings `keys` changes. */
export function onSettings(keys: readonly (keyof Settings)[], listener: (value: Settings) => void): void {
  listener(settings.value);
  settings.listen((value, before) => {
    if (keys.some((key) => value[key] !== before[key])) listener(value);
  });
}

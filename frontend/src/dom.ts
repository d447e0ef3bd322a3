/** Building elements. Texts come from the dictionary, so that they follow when the language is switched. */

import { t, type Word } from "./words";

type Child = Node | string | null | undefined | false;
type Handler = (event: never) => void;

export interface Attributes {
  /** Word shown as the element's text. */
  t?: Word;
  /** Word for the element's name (aria-label) and its tooltip. */
  label?: Word;
  /** Word for a field's placeholder. */
  hint?: Word;
  class?: string;
  [name: string]: string | number | boolean | Handler | null | undefined;
}

/** An element with attributes, listeners (`onclick`…) and children. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, value);
  element.append(...children.filter((child): child is Node | string => !!child || child === ""));
  return element;
}

function setAttribute(element: HTMLElement, name: string, value: Attributes[string]): void {
  if (value === null || value === undefined || value === false) return;
  if (typeof value === "function") element.addEventListener(name.slice(2), value as EventListener);
  else if (name === "t") say(element, value as Word);
  else if (name === "label") nameAs(element, value as Word);
  else if (name === "hint") {
    element.dataset["tHint"] = String(value);
    element.setAttribute("placeholder", t(value as Word));
  } else element.setAttribute(name, value === true ? "" : String(value));
}

/** Let an element say a word, from now on. */
export function say(element: HTMLElement, word: Word): void {
  element.dataset["t"] = word;
  element.textContent = t(word);
}

/** Name an element for tooltips and screen readers. */
export function nameAs(element: HTMLElement, word: Word): void {
  element.dataset["tLabel"] = word;
  element.setAttribute("aria-label", t(word));
  element.title = t(word);
}

/** Say everything below `root` anew, after the language was switched. */
export function translate(root: ParentNode): void {
  for (const element of root.querySelectorAll<HTMLElement>("[data-t]")) say(element, element.dataset["t"] as Word);
  for (const element of root.querySelectorAll<HTMLElement>("[data-t-label]"))
    nameAs(element, element.dataset["tLabel"] as Word);
  for (const element of root.querySelectorAll<HTMLElement>("[data-t-hint]"))
    element.setAttribute("placeholder", t(element.dataset["tHint"] as Word));
}

const SVG = "http://www.w3.org/2000/svg";

export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Record<string, string | number> = {},
  ...children: Node[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/** Paths of 16 × 16 icons, drawn as lines. */
const ICONS = {
  spreads: "M8 3.5C6.5 2.6 4.3 2.5 2 3v9.5c2.3-.5 4.5-.4 6 .5 1.5-.9 3.7-1 6-.5V3c-2.3-.5-4.5-.4-6 .5zM8 3.5V13",
  single: "M4 2h8v12H4z",
  flatplan: "M2 2.5h5v4.5H2zM9 2.5h5v4.5H9zM2 9h5v4.5H2zM9 9h5v4.5H9z",
  minus: "M3.5 8h9",
  plus: "M3.5 8h9M8 3.5v9",
  layers: "M8 2l6 3.2L8 8.4 2 5.2zM2 8l6 3.2L14 8M2 10.8L8 14l6-3.2",
  eye: "M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM8 6.2a1.8 1.8 0 100 3.6 1.8 1.8 0 000-3.6z",
  proofs: "M2 3h5v10H2zM9 3h5v10H9zM3.7 6h1.6M3.7 8h1.6M10.7 6h1.6M10.7 8h1.6M10.7 10h1.6",
  panel: "M2 3h12v10H2zM9.5 3v10",
  strip: "M2 3h12v10H2zM5.5 3v10",
  help: "M8 14.2A6.2 6.2 0 108 1.8a6.2 6.2 0 000 12.4zM6.2 6.3c.1-1 .8-1.7 1.8-1.7s1.8.7 1.8 1.6c0 1.3-1.8 1.5-1.8 2.8M8 11v.6",
  theme: "M8 14.2A6.2 6.2 0 108 1.8zM8 1.8a6.2 6.2 0 010 12.4",
  up: "M3.5 10L8 5.5 12.5 10",
  down: "M3.5 6L8 10.5 12.5 6",
  left: "M10 3.5L5.5 8l4.5 4.5",
  right: "M6 3.5L10.5 8 6 12.5",
  grip: "M6 3.5v.1M10 3.5v.1M6 8v.1M10 8v.1M6 12.5v.1M10 12.5v.1",
  close: "M4 4l8 8M12 4l-8 8",
  save: "M2.5 2.5h9l2 2v9h-11zM5 2.5V6h5V2.5M5 13.5V9.5h6v4",
  undo: "M5.5 3L2.5 6l3 3M2.5 6H9a4 4 0 110 8H6",
  history: "M2.5 8A5.5 5.5 0 104 4.2L2.5 5.7M2.5 2.5v3.2h3.2M8 5v3.2l2.2 1.3",
  page: "M4 2h5.5L12 4.5V14H4zM9.5 2v2.5H12",
  outside: "M6.5 3H3v10h10V9.5M9 2.5h4.5V7M13.3 2.7L7.5 8.5",
  search: "M7 11.5a4.5 4.5 0 100-9 4.5 4.5 0 000 9zM10.3 10.3L14 14",
} as const;

export type IconName = keyof typeof ICONS;

export function icon(name: IconName): SVGSVGElement {
  return svg("svg", { viewBox: "0 0 16 16", class: "icon", "aria-hidden": "true" }, svg("path", { d: ICONS[name] }));
}

/** A button with an icon, named by a word. */
export function iconButton(name: IconName, label: Word, action: (event: MouseEvent) => void): HTMLButtonElement {
  return h("button", { type: "button", class: "tool", label, onclick: action }, icon(name));
}

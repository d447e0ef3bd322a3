/** Two proofs side by side: rows of facing pairs in one window, so that scroll, zoom and page are the same for both. */

import { api } from "./api";
import { Cell } from "./cell";
import { said, type Box, type ChangedPage, type ChangeMark, type Comparison, type ComparedProof } from "./contract";
import { h, iconButton, svg } from "./dom";
import { PagePicture } from "./picture";
import { change, settings } from "./settings";
import { language, t, type Word } from "./words";
import { clampZoom, nextStep, percentOf, pixelsPerMm, scaleFor, snapped } from "./zoom";

const PADDING = 24; // px around the pairs, as in review.css
const GAP = 18; // px between the two pages
const SHARP_AFTER = 140; // ms after the last step of a zoom

type SideName = "old" | "new";
type Sides = "both" | "over";

/** One change in the order of the list: a change of text, or the look of a page. */
export interface Step {
  readonly page: number;
  /** Index in the page's texts; -1 for its layout. */
  readonly text: number;
}

/** The changes of a comparison in the order in which they are read. */
export function stepsOf(comparison: Comparison): Step[] {
  return comparison.pages.flatMap((page) => {
    const texts = page.texts.map((_, text) => ({ page: page.page, text }));
    return texts.length && !page.areas.length ? texts : [...texts, { page: page.page, text: -1 }];
  });
}

export function headingOf(proof: ComparedProof): string {
  const heading = said(proof.heading, language.value);
  return proof.article ? t("proofOf", { heading, article: proof.article }) : heading;
}

/** Physical pages as 1–3、5. */
export function ranges(pages: readonly number[]): string {
  const parts: string[] = [];
  for (let at = 0; at < pages.length; ) {
    let end = at;
    while (pages[end + 1] === (pages[end] ?? 0) + 1) end++;
    parts.push(end > at ? `${pages[at]}–${pages[end]}` : String(pages[at]));
    at = end + 1;
  }
  return parts.join(language.value === "zh" ? "、" : ", ");
}

interface Leaf {
  readonly side: SideName;
  readonly page: number;
  readonly element: HTMLElement;
  readonly picture: PagePicture;
  readonly size: readonly [width: number, height: number];
  near: boolean;
}

interface Row {
  readonly pages: readonly number[];
  readonly element: HTMLElement;
}

export class CompareView {
  readonly element = h("div", { class: "compare", role: "region", label: "proofs", hidden: true });
  readonly current = new Cell<{ number: number; folio: number } | null>(null);
  readonly percent = new Cell(100);
  /** The change that is being looked at. */
  readonly step = new Cell<Step | null>(null);
  readonly comparison = new Cell<Comparison | null>(null);

  private readonly scroller = h("div", { class: "compare-pages", tabindex: "0", role: "group" });
  private readonly bar = h("div", { class: "compare-bar" });
  private readonly empty = h("p", { class: "empty", t: "chooseProofs" });
  private readonly shown = new Set<number>(); // unchanged pages that somebody wants to see
  private readonly nearness: IntersectionObserver;
  private leaves: Leaf[] = [];
  private rows: Row[] = [];
  private sides: Sides = "both";
  private perMm = 1;
  private timer = 0;

  constructor(private readonly announce: (text: string) => void) {
    this.element.append(this.bar, this.empty, this.scroller);
    this.nearness = new IntersectionObserver((entries) => this.moved(entries), { root: this.scroller, rootMargin: "60%" });
    this.scroller.addEventListener("scroll", () => this.findCurrent(), { passive: true });
    this.scroller.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    new ResizeObserver(() => this.rezoom()).observe(this.scroller);
    settings.listen((value, before) => value.zoom !== before.zoom && this.rezoom());
    this.step.listen(() => this.markStep());
    this.draw();
  }

  get count(): number {
    const comparison = this.comparison.value;
    return comparison ? Math.max(0, ...comparison.old.pages, ...comparison.new.pages) : 0;
  }

  show(comparison: Comparison): void {
    this.comparison.set(comparison);
    this.shown.clear();
    this.step.set(null);
    this.draw();
    this.scroller.scrollTop = 0;
    this.findCurrent();
  }

  /** Draw anew: another language, another way to compare. */
  draw(): void {
    const comparison = this.comparison.value;
    const number = this.current.value?.number;
    this.nearness.disconnect();
    this.leaves = [];
    this.empty.hidden = !!comparison;
    this.bar.hidden = this.scroller.hidden = !comparison;
    if (!comparison) return;
    this.rows = this.pageRows(comparison);
    this.bar.replaceChildren(...this.tools(comparison));
    this.scroller.setAttribute("aria-label", `${headingOf(comparison.old)} – ${headingOf(comparison.new)}`);
    this.scroller.replaceChildren(...this.rows.map((row) => row.element));
    for (const leaf of this.leaves) this.nearness.observe(leaf.element);
    this.perMm = this.neededPerMm();
    this.resize();
    this.markStep();
    if (number) this.goTo(number);
  }

  goTo(number: number): boolean {
    const comparison = this.comparison.value;
    if (!comparison || ![...comparison.old.pages, ...comparison.new.pages].includes(number)) return false;
    const row = this.rows.find((item) => item.pages.includes(number));
    if (row) this.scroller.scrollTop += row.element.getBoundingClientRect().top - this.scroller.getBoundingClientRect().top - PADDING / 2;
    this.current.set({ number, folio: 0 });
    return !!row;
  }

  focusPage(): void {
    this.scroller.focus({ preventScroll: true });
  }

  /** One page on or back. */
  turn(direction: 1 | -1): void {
    const pages = this.rows.map((row) => row.pages[0] ?? 0);
    const at = this.rows.findIndex((row) => row.pages.includes(this.current.value?.number ?? 0));
    const number = pages[Math.max(0, Math.min(pages.length - 1, at + direction))];
    if (number) this.goTo(number);
  }

  end(which: "first" | "last"): void {
    const row = which === "first" ? this.rows[0] : this.rows.at(-1);
    const number = row?.pages[0];
    if (number) this.goTo(number);
  }

  zoomBy(direction: 1 | -1): void {
    change({ zoom: nextStep(percentOf(this.perMm), direction) });
  }

  /** The next change, or the one before; in the order of the list. */
  walk(direction: 1 | -1): void {
    const comparison = this.comparison.value;
    if (!comparison) return;
    const steps = stepsOf(comparison);
    const now = this.step.value;
    const at = steps.findIndex((step) => step.page === now?.page && step.text === now.text);
    const next = steps[at < 0 ? (direction > 0 ? 0 : steps.length - 1) : Math.max(0, Math.min(steps.length - 1, at + direction))];
    if (!next) return;
    this.goToStep(next);
    this.announce(`${t("changeNumber", { at: steps.indexOf(next) + 1, count: steps.length })}, ${t("sheetPage", { page: next.page })}`);
  }

  /** Bring a change into the window. */
  goToStep(step: Step): void {
    const comparison = this.comparison.value;
    const page = comparison?.pages.find((item) => item.page === step.page);
    if (!comparison || !page) return;
    this.goTo(step.page);
    this.step.set(step);
    const mark = markOf(page, step);
    const leaf = mark && this.leaves.find((item) => item.page === mark.page);
    if (!mark || !leaf) return;
    const room = this.scroller.getBoundingClientRect();
    const top = leaf.element.getBoundingClientRect().top + mark.box[1] * this.perMm;
    if (top < room.top + 20 || top > room.bottom - 80) this.scroller.scrollTop += top - room.top - room.height / 3;
  }

  private tools(comparison: Comparison): HTMLElement[] {
    const choice = (sides: Sides, word: Word): HTMLElement =>
      h("button", { type: "button", class: "segment", t: word, "aria-pressed": String(this.sides === sides), onclick: () => this.setSides(sides) });
    const walk = h("div", { class: "bar-group" }, iconButton("up", "previousChange", () => this.walk(-1)), iconButton("down", "nextChange", () => this.walk(1)));
    const head = (proof: ComparedProof, side: SideName): HTMLElement =>
      h("div", { class: `compare-head ${side}` }, h("strong", {}, headingOf(proof)), h("span", {}, [proof.when, proof.by].filter(Boolean).join(" · ")));
    const middle = h("div", { class: "compare-tools" }, h("div", { class: "segments", role: "group", label: "sides" }, choice("both", "sidesBoth"), choice("over", "sidesOver")), walk);
    return [head(comparison.old, "old"), middle, head(comparison.new, "new")];
  }

  private setSides(sides: Sides): void {
    this.sides = sides;
    this.draw();
    this.bar.querySelector<HTMLElement>('.segment[aria-pressed="true"]')?.focus();
  }

  private pageRows(comparison: Comparison): Row[] {
    const all = [...new Set([...comparison.old.pages, ...comparison.new.pages])].sort((one, other) => one - other);
    const rows: Row[] = [];
    let same: number[] = [];
    const close = (): void => {
      if (same.length) rows.push(this.sameRow(same));
      same = [];
    };
    for (const number of all) {
      const page = comparison.pages.find((item) => item.page === number);
      if (!page && !this.shown.has(number)) {
        same.push(number);
        continue;
      }
      close();
      rows.push(this.pair(comparison, number, page));
    }
    close();
    return rows;
  }

  /** Pages without a change are named; a click shows them. */
  private sameRow(pages: readonly number[]): Row {
    const words = t(pages.length > 1 ? "pagesSame" : "pageSame", { pages: ranges(pages) });
    const open = (): void => {
      for (const page of pages) this.shown.add(page);
      this.draw();
      this.goTo(pages[0] ?? 1);
    };
    return { pages, element: h("button", { type: "button", class: "same-pages", onclick: open }, words) };
  }

  private pair(comparison: Comparison, number: number, page: ChangedPage | undefined): Row {
    const over = this.sides === "over" && comparison.old.pages.includes(number) && comparison.new.pages.includes(number);
    const leaves = over ? [this.leaf(comparison, "new", number, page, true)] : (["old", "new"] as const).map((side) => this.leaf(comparison, side, number, page, false));
    const name = h("h3", { class: "pair-name" }, t("sheetPage", { page: number }), ...(page ? tagsOf(page) : []));
    const element = h("section", { class: page ? "pair changed" : "pair", "data-number": number, "aria-label": t("sheetPage", { page: number }) }, name, h("div", { class: "pair-sheets" }, ...leaves));
    return { pages: [number], element };
  }

  private leaf(comparison: Comparison, side: SideName, number: number, page: ChangedPage | undefined, over: boolean): HTMLElement {
    const proof = comparison[side];
    const index = proof.pages.indexOf(number);
    const size = proof.sizes[index];
    if (!size) {
      const other = comparison[side === "old" ? "new" : "old"];
      const like = other.sizes[other.pages.indexOf(number)] ?? [210, 297];
      const blank = h("div", { class: "leaf absent", "data-side": side }, h("span", { t: "sheetAbsent" }));
      this.leaves.push({ side, page: 0, element: blank, picture: new PagePicture(() => "", () => undefined, () => undefined), size: like, near: false });
      return blank;
    }
    const name = [t("sheetOf", { heading: headingOf(proof), page: number }), ...(page ? [page.texts.length ? t("sheetChanges", { count: page.texts.length }) : t("sheetLayout")] : [])].join(t("fitMapComma"));
    const picture = new PagePicture(() => name, () => undefined, (lack) => element.classList.toggle("failed", lack !== null));
    const element = h("div", { class: over ? "leaf over" : "leaf", "data-side": side, "data-page": number }, picture.element);
    if (!over) element.append(marksOf(comparison, side, number, size, (step) => this.step.set(step)));
    this.leaves.push({ side, page: number, element, picture, size, near: false });
    return element;
  }

  private resize(): void {
    this.size();
    this.percent.set(percentOf(this.perMm));
    this.load();
  }

  private size(): void {
    const ratio = window.devicePixelRatio;
    for (const leaf of this.leaves) {
      leaf.element.style.width = `${snapped(leaf.size[0] * this.perMm, ratio)}px`;
      leaf.element.style.height = `${snapped(leaf.size[1] * this.perMm, ratio)}px`;
    }
  }

  private load(): void {
    const comparison = this.comparison.value;
    if (!comparison) return;
    for (const leaf of this.leaves) {
      if (!leaf.page) continue;
      if (!leaf.near) {
        if (!leaf.picture.isEmpty) leaf.picture.drop();
        continue;
      }
      const scale = Math.min(24, scaleFor(this.perMm, window.devicePixelRatio, { width: leaf.size[0], height: leaf.size[1] }));
      const over = leaf.element.classList.contains("over");
      const address = api.proofPicture(comparison[leaf.side], leaf.page, scale, over ? comparison.old : undefined);
      leaf.picture.want({ address, id: `${leaf.side}-${leaf.page}`, scale });
    }
  }

  private moved(entries: readonly IntersectionObserverEntry[]): void {
    for (const entry of entries) {
      const leaf = this.leaves.find((item) => item.element === entry.target);
      if (leaf) leaf.near = entry.isIntersecting;
    }
    this.load();
  }

  private neededPerMm(): number {
    const sizes = this.leaves.map((leaf) => leaf.size);
    const room = { width: this.scroller.clientWidth - 2 * PADDING - GAP, height: this.scroller.clientHeight - 2 * PADDING - 30 };
    if (!sizes.length || room.width <= 0) return this.perMm;
    const width = Math.max(...sizes.map((size) => size[0]));
    const height = Math.max(...sizes.map((size) => size[1]));
    return pixelsPerMm(settings.value.zoom, { width: 2 * width, height }, { width: Math.max(60, room.width), height: Math.max(60, room.height) });
  }

  /** Take the zoom that is wished, the middle of the window staying where it is on its page. */
  private rezoom(): void {
    const perMm = this.neededPerMm();
    if (Math.abs(perMm - this.perMm) < 1e-6) return;
    const room = this.scroller.getBoundingClientRect();
    const y = room.top + room.height / 2;
    const held = this.rows.find((row) => row.element.getBoundingClientRect().bottom >= y);
    const before = held?.element.getBoundingClientRect();
    const fraction = before ? (y - before.top) / before.height : 0;
    const across = (this.scroller.scrollLeft + room.width / 2) / Math.max(1, this.scroller.scrollWidth);
    this.perMm = perMm;
    this.size();
    const after = held?.element.getBoundingClientRect();
    if (after) this.scroller.scrollTop += after.top + fraction * after.height - y;
    this.scroller.scrollLeft = across * this.scroller.scrollWidth - room.width / 2;
    this.percent.set(percentOf(perMm));
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.load(), SHARP_AFTER);
  }

  private wheel(event: WheelEvent): void {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const factor = Math.exp(-Math.max(-50, Math.min(50, event.deltaY)) / 250);
    change({ zoom: Math.round(clampZoom(percentOf(this.perMm) * factor) * 10) / 10 });
  }

  private findCurrent(): void {
    const room = this.scroller.getBoundingClientRect();
    if (!room.height) return;
    const known = this.rows.find((item) => item.pages.includes(this.current.value?.number ?? 0))?.element.getBoundingClientRect();
    if (known && known.top >= room.top && known.bottom <= room.bottom) return; // still wholly in sight
    const middle = room.top + room.height / 2;
    const row = this.rows.find((item) => item.element.getBoundingClientRect().bottom >= middle) ?? this.rows.at(-1);
    const number = row?.pages[0];
    if (number && number !== this.current.value?.number) this.current.set({ number, folio: 0 });
  }

  private markStep(): void {
    const step = this.step.value;
    for (const mark of this.scroller.querySelectorAll<SVGElement>(".change-mark"))
      mark.classList.toggle("chosen", mark.dataset["step"] === (step ? `${step.page}:${step.text}` : ""));
  }
}

/** What is said of a page beside its number. */
export function tagsOf(page: ChangedPage): HTMLElement[] {
  const tags: [string, string][] = [];
  if (page.kind === "added") tags.push(["added", t("pageAdded")]);
  if (page.kind === "removed") tags.push(["removed", t("pageRemoved")]);
  if (page.came_from) tags.push(["moved", t("pageMoved", { page: page.came_from })]);
  if (page.texts.length) tags.push(["text", t("sheetChanges", { count: page.texts.length })]);
  if (page.reflowed && !page.came_from) tags.push(["moved", t("pageReflowed")]);
  if (page.kind === "changed" && page.areas.length) tags.push(["layout", t("pageDrawn")]);
  return tags.map(([kind, words]) => h("span", { class: `page-tag ${kind}` }, words));
}

function markOf(page: ChangedPage, step: Step): ChangeMark | null {
  const text = page.texts[step.text];
  if (text) return text.new[0] ?? text.old[0] ?? null;
  const area = page.areas[0];
  return area ? { page: page.page, box: area } : null;
}

/** The drawing over one page: what is gone in red, what came in green, what moved in blue, the layout in dashes. */
function marksOf(comparison: Comparison, side: SideName, number: number, size: readonly [number, number], choose: (step: Step) => void): SVGSVGElement {
  const drawing = svg("svg", { class: "change-marks", viewBox: `0 0 ${size[0]} ${size[1]}`, preserveAspectRatio: "none", "aria-hidden": "true" });
  for (const page of comparison.pages) {
    if (page.page === number) for (const area of page.areas) drawing.append(rectangle(area, "layout", { page: page.page, text: -1 }, choose));
    page.texts.forEach((text, index) => {
      const kind = text.kind === "moved" ? "moved" : side === "old" ? "deleted" : "inserted";
      for (const mark of text[side]) if (mark.page === number) drawing.append(rectangle(mark.box, kind, { page: page.page, text: index }, choose));
    });
  }
  return drawing;
}

function rectangle([x, y, width, height]: Box, kind: string, step: Step, choose: (step: Step) => void): SVGRectElement {
  const made = svg("rect", { x, y, width, height, class: `change-mark ${kind}`, "data-step": `${step.page}:${step.text}` });
  made.addEventListener("click", () => choose(step));
  return made;
}

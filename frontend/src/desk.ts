/** The desk on which the pages lie: facing pages or single pages under one another, zoomed and scrolled. */

import { arrange, pageKeys, pagesOf, type Spread } from "./arrangement";
import type { Box, EditionState, Page, Problem } from "./contract";
import { h } from "./dom";
import { Cell } from "./cell";
import { change, settings, type Settings } from "./settings";
import { Sheet, type Look, type SheetEvents } from "./sheet";
import { clampZoom, nextStep, percentOf, pixelsPerMm, type Size } from "./zoom";

const PADDING = 28; // px around the paper, as in app.css
const SEEN_AFTER = 1500; // ms that a changed page must have been in the window
const SHARP_AFTER = 140; // ms after the last step of a zoom

interface Anchor {
  readonly key: string;
  readonly number: number;
  /** Where in the page (0…1) the point is, and where in the window (px). */
  readonly fx: number;
  readonly fy: number;
  readonly x: number;
  readonly y: number;
}

export interface DeskEvents extends SheetEvents {
  onSeen(ids: readonly string[]): void;
  /** Other pages are in the window. */
  onLooking(pages: readonly number[]): void;
}

export class Desk {
  readonly element = h("div", { class: "desk", role: "region", label: "pages", tabindex: "-1" });
  /** The page in the middle of the window. */
  readonly current = new Cell<Page | null>(null);
  readonly percent = new Cell(100);
  /** Keys of changed pages that were not yet seen. */
  readonly unseen = new Cell<ReadonlySet<string>>(new Set());

  private readonly paper = h("div", { class: "paper-stack" });
  private readonly sheets = new Map<string, Sheet>();
  private order: Sheet[] = [];
  private spreads: Spread[] = [];
  private state: EditionState | null = null;
  private perMm = 1;
  private sharpTimer = 0;
  private readonly seenTimers = new Map<string, number>();
  private readonly seenIds = new Set<string>();
  private readonly nearness: IntersectionObserver;
  private readonly sight: IntersectionObserver;
  private room: Size = { width: 0, height: 0 };

  constructor(private readonly events: DeskEvents) {
    this.element.append(this.paper);
    this.nearness = new IntersectionObserver((entries) => this.moved(entries), { root: this.element, rootMargin: "60% 30%" });
    this.sight = new IntersectionObserver((entries) => this.sighted(entries), { root: this.element, threshold: [0, 0.25] });
    this.element.addEventListener("scroll", () => this.findCurrent(), { passive: true });
    this.element.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    new ResizeObserver(() => this.roomChanged()).observe(this.element);
    settings.listen((value, before) => this.settingsChanged(value, before));
    this.watchPixelRatio();
    this.current.listen(() => this.offerFocus());
  }

  /** The pages that lie open can be reached with Tab; to the others one turns. */
  private offerFocus(): void {
    const number = this.current.value?.number;
    const open = this.spreads.find((spread) => pagesOf(spread).some((page) => page.number === number));
    const numbers = new Set((open ? pagesOf(open) : []).map((page) => page.number));
    for (const sheet of this.order) sheet.element.tabIndex = numbers.has(sheet.page.number) ? 0 : -1;
  }

  /** Show an edition's pages; what did not change stays as it is, scroll and zoom as well. */
  show(state: EditionState): void {
    const anchor = this.anchor();
    const first = this.state === null;
    this.state = state;
    for (const id of [...this.seenIds]) if (!state.pages.some((page) => page.id === id && page.changed)) this.seenIds.delete(id);
    this.spreads = this.arranged(state);
    this.layOut();
    this.updateSheets();
    if (anchor && !first) this.restore(anchor);
    this.markUnseen();
    this.findCurrent();
    this.offerFocus();
  }

  /** Bring a page into the window; with a box (mm), that place into its middle, and draw the eye to it. */
  goTo(number: number, box?: Box, flash = true): boolean {
    const sheet = this.order.find((item) => item.page.number === number);
    if (!sheet) return false;
    this.takeRoom();
    const desk = this.element.getBoundingClientRect();
    const row = (sheet.element.closest(".spread") ?? sheet.element).getBoundingClientRect();
    const page = sheet.element.getBoundingClientRect();
    const target = box ? page.top + (box[1] + Math.min(box[3] / 2, 40)) * this.perMm - desk.height / 2 : row.top - PADDING;
    this.element.scrollTop += target - desk.top;
    const over = box ? page.left + (box[0] + box[2] / 2) * this.perMm : (row.left + row.right) / 2;
    if (row.width > desk.width) this.element.scrollLeft += over - (desk.left + desk.width / 2);
    if (box && flash) sheet.flashAt(box);
    this.current.set(sheet.page);
    return true;
  }

  /** One spread or page on or back. */
  step(direction: 1 | -1): void {
    const at = this.spreads.findIndex((spread) => pagesOf(spread).some((page) => page.number === this.current.value?.number));
    const spread = this.spreads[Math.min(this.spreads.length - 1, Math.max(0, at + direction))];
    const page = spread && pagesOf(spread)[0];
    if (page) this.turnTo(page.number);
  }

  /** Turn to a page; the focus goes along where it was on one. */
  private turnTo(number: number): void {
    const focused = this.paper.contains(document.activeElement);
    this.goTo(number);
    if (focused) this.focusPage();
  }

  end(which: "first" | "last"): void {
    const page = which === "first" ? this.state?.pages[0] : this.state?.pages.at(-1);
    if (page) this.turnTo(page.number);
  }

  focusPage(): void {
    const number = this.current.value?.number;
    (this.order.find((sheet) => sheet.page.number === number)?.element ?? this.element).focus({ preventScroll: true });
  }

  zoomBy(direction: 1 | -1): void {
    change({ zoom: nextStep(percentOf(this.perMm), direction) });
  }

  private get single(): boolean {
    return settings.value.view === "single";
  }

  private arranged(state: EditionState): Spread[] {
    if (!this.single) return arrange(state.pages, state.binding);
    return state.pages.map((page) => ({ left: null, right: null, [page.side]: page }));
  }

  private look(): Look | null {
    const geometry = this.state?.geometry;
    if (!geometry) return null;
    const { overlays, layer } = settings.value;
    const known = this.state?.layers.includes(layer) ? layer : "screen";
    return { geometry, perMm: this.perMm, overlays, layer: known };
  }

  /** Put the sheets into rows, moving as few elements as can be. */
  private layOut(): void {
    if (!this.state) return;
    const keys = pageKeys(this.state.pages);
    const wanted = new Set(keys.values());
    this.reuse(keys, wanted);
    for (const [key, sheet] of this.sheets) if (!wanted.has(key)) this.forget(key, sheet);
    const rows = this.spreads.map((spread) => this.row(spread, keys));
    if (!sameNodes(this.paper, rows)) this.paper.replaceChildren(...rows);
    this.order = this.state.pages.map((page) => this.sheets.get(keys.get(page.number) ?? "")).filter((item) => !!item);
  }

  /** A page that changed where it stands keeps its sheet, so that the old picture shows until the new one is there. */
  private reuse(keys: Map<number, string>, wanted: ReadonlySet<string>): void {
    for (const page of this.state?.pages ?? []) {
      const key = keys.get(page.number) ?? "";
      if (this.sheets.has(key)) continue;
      const old = [...this.sheets].find(([known, sheet]) => !wanted.has(known) && sheet.page.number === page.number);
      const sheet = old?.[1] ?? new Sheet(page, this.events);
      if (old) this.sheets.delete(old[0]);
      this.sheets.set(key, sheet);
      this.nearness.observe(sheet.element);
      this.sight.observe(sheet.element);
    }
  }

  private forget(key: string, sheet: Sheet): void {
    this.nearness.unobserve(sheet.element);
    this.sight.unobserve(sheet.element);
    sheet.element.remove();
    this.sheets.delete(key);
  }

  private row(spread: Spread, keys: Map<number, string>): HTMLElement {
    const own = pagesOf(spread).map((page) => this.sheets.get(keys.get(page.number) ?? "")?.element);
    const blank = (): HTMLElement => h("div", { class: "no-page" });
    const cells = this.single
      ? own
      : [spread.left, spread.right].map((page) => (page ? this.sheets.get(keys.get(page.number) ?? "")?.element : blank()));
    const nodes = cells.filter((cell) => !!cell);
    const found = own[0]?.parentElement;
    if (found?.classList.contains("spread") && found.isConnected && sameShape(found, nodes)) return found;
    return h("div", { class: this.single ? "spread one" : "spread" }, ...nodes);
  }

  private updateSheets(): void {
    if (!this.state?.geometry) return;
    this.perMm = this.neededPerMm();
    const look = this.look();
    if (!look) return;
    const keys = pageKeys(this.state.pages);
    for (const page of this.state.pages) {
      const changed = page.changed && !this.seenIds.has(page.id);
      this.sheets.get(keys.get(page.number) ?? "")?.update(page, this.problemsOf(page), look, changed);
    }
    this.sizeBlanks(look);
    this.percent.set(percentOf(this.perMm));
  }

  private sizeBlanks(look: Look): void {
    const style = this.paper.style;
    style.setProperty("--page-width", `${look.geometry.width * look.perMm}px`);
    style.setProperty("--page-height", `${look.geometry.height * look.perMm}px`);
    this.paper.classList.toggle("with-bleed", look.overlays.includes("bleed"));
    style.setProperty("--bleed-gap", `${look.overlays.includes("bleed") ? look.geometry.bleed * look.perMm * 2 + 8 : 0}px`);
  }

  private problemsOf(page: Page): readonly Problem[] {
    return this.state?.problems.filter((problem) => problem.page === page.number) ?? [];
  }

  private neededPerMm(): number {
    const geometry = this.state?.geometry;
    if (!geometry || !this.room.width) return this.perMm;
    const bleed = settings.value.overlays.includes("bleed") ? 2 * geometry.bleed : 0;
    const across = this.single ? 1 : 2;
    const content = { width: across * (geometry.width + bleed), height: geometry.height + bleed };
    const room = { width: this.room.width - 2 * PADDING - 14, height: this.room.height - 2 * PADDING };
    return pixelsPerMm(settings.value.zoom, content, { width: Math.max(60, room.width), height: Math.max(60, room.height) });
  }

  /** Take the zoom that is wished now, holding a point of the page where it is in the window. */
  private rezoom(anchor = this.anchor()): void {
    const perMm = this.neededPerMm();
    if (Math.abs(perMm - this.perMm) < 1e-6) return;
    this.perMm = perMm;
    const look = this.look();
    if (!look) return;
    for (const sheet of this.order) sheet.resize(look);
    this.sizeBlanks(look);
    if (anchor) this.restore(anchor);
    this.percent.set(percentOf(perMm));
    clearTimeout(this.sharpTimer);
    this.sharpTimer = window.setTimeout(() => this.updateSheets(), SHARP_AFTER);
  }

  private wheel(event: WheelEvent): void {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const anchor = this.anchor(event.clientX, event.clientY);
    const factor = Math.exp(-Math.max(-50, Math.min(50, event.deltaY)) / 250);
    this.wheelAnchor = anchor;
    change({ zoom: Math.round(clampZoom(percentOf(this.perMm) * factor) * 10) / 10 });
    this.wheelAnchor = null;
  }
  private wheelAnchor: Anchor | null = null;

  private settingsChanged(value: Settings, before: Settings): void {
    if (!this.state || value.view === "flatplan" || value.view === "proofs") return;
    if (value.view !== before.view) {
      const number = this.current.value?.number;
      this.spreads = this.arranged(this.state);
      this.layOut();
      this.updateSheets();
      if (number) this.goTo(number);
      this.offerFocus();
    } else if (value.overlays !== before.overlays || value.layer !== before.layer) {
      const anchor = this.anchor();
      this.updateSheets();
      if (anchor) this.restore(anchor);
    } else if (value.zoom !== before.zoom) this.rezoom(this.wheelAnchor ?? this.anchor());
  }

  private roomChanged(): void {
    const anchor = this.anchor();
    if (!this.takeRoom()) this.rezoom(anchor);
    if (this.room.width) this.findCurrent();
  }

  /** Measure the window; true where it was hidden before, so that all had to be laid out. */
  private takeRoom(): boolean {
    const before = this.room;
    this.room = { width: this.element.offsetWidth, height: this.element.offsetHeight };
    if (before.width || !this.room.width) return false;
    this.updateSheets();
    return true;
  }

  /** Pictures must be as fine as the screen: when the window moves to another one, they are asked for anew. */
  private watchPixelRatio(): void {
    const query = matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    query.addEventListener(
      "change",
      () => {
        this.updateSheets();
        this.watchPixelRatio();
      },
      { once: true },
    );
  }

  private anchor(clientX?: number, clientY?: number): Anchor | null {
    if (!this.state || !this.order.length || !this.element.offsetWidth) return null;
    const desk = this.element.getBoundingClientRect();
    const x = clientX ?? desk.left + desk.width / 2;
    const y = clientY ?? desk.top + desk.height / 2;
    const sheet = nearest(this.order, x, y);
    if (!sheet) return null;
    const room = sheet.element.getBoundingClientRect();
    const key = [...this.sheets].find(([, item]) => item === sheet)?.[0] ?? "";
    const [fx, fy] = [(x - room.left) / room.width, (y - room.top) / room.height];
    return { key, number: sheet.page.number, fx, fy, x, y };
  }

  private restore(anchor: Anchor): void {
    const sheet = this.sheets.get(anchor.key) ?? this.order.find((item) => item.page.number === anchor.number) ?? this.order.at(-1);
    if (!sheet) return;
    const room = sheet.element.getBoundingClientRect();
    this.element.scrollTop += room.top + anchor.fy * room.height - anchor.y;
    this.element.scrollLeft += room.left + anchor.fx * room.width - anchor.x;
  }

  private findCurrent(): void {
    if (!this.order.length) {
      this.current.set(null);
      return;
    }
    if (!this.element.offsetWidth) return;
    const desk = this.element.getBoundingClientRect();
    const known = this.order.find((sheet) => sheet.page.number === this.current.value?.number);
    const sheet = nearest(this.order, desk.left + desk.width / 2, desk.top + desk.height / 2, known);
    if (sheet) this.current.set(sheet.page);
  }

  private moved(entries: readonly IntersectionObserverEntry[]): void {
    for (const entry of entries) {
      const sheet = [...this.sheets.values()].find((item) => item.element === entry.target);
      if (!sheet) continue;
      sheet.near = entry.isIntersecting;
      sheet.load();
    }
  }

  /** A changed page is seen when it was in the window for a while, in a window that is looked at. */
  private sighted(entries: readonly IntersectionObserverEntry[]): void {
    for (const entry of entries) {
      const element = entry.target as HTMLElement;
      element.classList.toggle("in-sight", entry.intersectionRatio >= 0.25);
    }
    this.events.onLooking(this.order.filter((sheet) => sheet.element.classList.contains("in-sight")).map((sheet) => sheet.page.number));
    this.markUnseen();
  }

  private markUnseen(): void {
    const unseen = this.state?.pages.filter((page) => page.changed && !this.seenIds.has(page.id)) ?? [];
    this.unseen.set(new Set(unseen.map((page) => page.id)));
    for (const page of unseen) {
      const sheet = this.order.find((item) => item.page.id === page.id);
      if (!sheet?.element.classList.contains("in-sight") || this.seenTimers.has(page.id)) continue;
      this.seenTimers.set(page.id, window.setTimeout(() => this.maybeSeen(page.id), SEEN_AFTER));
    }
  }

  private maybeSeen(id: string): void {
    this.seenTimers.delete(id);
    const sheet = this.order.find((item) => item.page.id === id);
    if (!sheet) return;
    const shown = sheet.element.dataset["shown"] === id && sheet.element.classList.contains("in-sight");
    if (!shown || document.hidden) {
      if (sheet.element.classList.contains("in-sight")) this.seenTimers.set(id, window.setTimeout(() => this.maybeSeen(id), SEEN_AFTER));
      return;
    }
    this.seenIds.add(id);
    this.events.onSeen([id]);
    this.updateSheets();
    this.markUnseen();
  }
}

/** The sheet nearest to a point; of equally near ones (facing pages) the one that was so before. */
function nearest(sheets: readonly Sheet[], x: number, y: number, before?: Sheet): Sheet | undefined {
  let best: Sheet | undefined;
  let least = Infinity;
  for (const sheet of sheets) {
    const room = sheet.element.getBoundingClientRect();
    const dx = Math.max(room.left - x, 0, x - room.right);
    const dy = Math.max(room.top - y, 0, y - room.bottom);
    const distance = Math.hypot(dx, dy) - (sheet === before ? 24 : 0);
    if (distance < least - 0.5) [best, least] = [sheet, distance];
  }
  return best;
}

function sameNodes(parent: Element, nodes: readonly Element[]): boolean {
  return parent.children.length === nodes.length && nodes.every((node, index) => parent.children[index] === node);
}

/** Whether a row holds these cells already; places without a page are alike. */
function sameShape(row: Element, cells: readonly Element[]): boolean {
  const blank = (cell: Element | undefined): boolean => !!cell?.classList.contains("no-page");
  const same = cells.every((cell, index) => row.children[index] === cell || (blank(cell) && blank(row.children[index])));
  return row.children.length === cells.length && same;
}

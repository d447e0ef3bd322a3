/** One page on the desk: its paper and picture, the lines over it, the mark of a change, what is under the pointer. */

import { api } from "./api";
import type { Box, Geometry, Page, Problem, Spot } from "./contract";
import { h, say } from "./dom";
import { overlay } from "./overlays";
import { PagePicture, type Lack } from "./picture";
import { supply } from "./queue";
import type { Overlay } from "./settings";
import { describeSpot, placeOf, SpotFrame, spotAt, spotsOf } from "./spots";
import { t } from "./words";
import { scaleFor, snapped } from "./zoom";

/** What a sheet tells the page. */
export interface SheetEvents {
  onSpot(spot: Spot, at: { x: number; y: number }): void;
  onProblem(problem: Problem): void;
  announce(text: string): void;
}

/** How sheets are shown. */
export interface Look {
  readonly geometry: Geometry;
  readonly perMm: number;
  readonly overlays: readonly Overlay[];
  readonly layer: string;
}

export function pageName(page: Page): string {
  return page.folio ? t("pageNamed", { folio: page.folio }) : t("pageUnnumbered", { number: page.number });
}

export class Sheet {
  readonly element = h("div", { class: "sheet", role: "group", tabindex: "0" });
  private readonly picture: PagePicture;
  private readonly frame = new SpotFrame();
  private readonly mark = h("span", { class: "changed-mark", t: "changed" });
  private readonly flash = h("div", { class: "flash", hidden: true });
  private readonly fault = h("p", { class: "fault", t: "pictureFailed", hidden: true });
  private drawing: SVGSVGElement | null = null;
  private drawn = "";
  private look: Look | null = null;
  /** Whether the sheet is near enough to the window to have a picture. */
  near = false;

  constructor(
    public page: Page,
    private readonly events: SheetEvents,
  ) {
    this.picture = new PagePicture(
      () => pageName(this.page),
      (id) => (this.element.dataset["shown"] = id),
      (lack) => this.lacks(lack),
      supply,
    );
    this.element.append(this.picture.element, h("span", { class: "drawing-mark", t: "drawing", "aria-hidden": "true" }), this.frame.element, this.flash, this.fault, this.mark);
    this.listen();
  }

  /** Take the page's new state; the picture of an unchanged page stays as it is. */
  update(page: Page, problems: readonly Problem[], look: Look, changed: boolean): void {
    this.page = page;
    this.look = look;
    const element = this.element;
    element.dataset["number"] = String(page.number);
    element.dataset["id"] = page.id;
    element.setAttribute("aria-label", changed ? `${pageName(page)}, ${t("changed")}` : pageName(page));
    element.classList.toggle("changed", changed);
    element.classList.toggle("left", page.side === "left");
    this.resize(look);
    this.redraw(problems, look);
    this.picture.rename();
    this.load();
  }

  /** Take a new zoom at once; the sharp picture follows by `load`. */
  resize(look: Look): void {
    this.look = look;
    const { width, height, bleed } = look.geometry;
    const ratio = window.devicePixelRatio;
    const style = this.element.style;
    style.width = `${snapped(width * look.perMm, ratio)}px`;
    style.height = `${snapped(height * look.perMm, ratio)}px`;
    const over = look.overlays.includes("bleed") ? bleed * look.perMm : 0;
    style.setProperty("--over", `${over ? snapped(over, ratio) : 0}px`);
    this.element.classList.toggle("with-bleed", over > 0);
  }

  /** Ask for the picture that this zoom needs, where the sheet is near the window; let go of it where it is far. */
  load(): void {
    if (!this.look) return;
    if (!this.near) {
      if (!this.picture.isEmpty) this.picture.drop();
      return;
    }
    const { geometry, perMm, layer, overlays } = this.look;
    const bleed = overlays.includes("bleed");
    const border = bleed ? 2 * geometry.bleed : 0;
    const size = { width: geometry.width + border, height: geometry.height + border };
    const scale = scaleFor(perMm, window.devicePixelRatio, size);
    this.picture.want({ address: api.picture(this.page, scale, layer, bleed), id: this.page.id, scale });
  }

  private lacks(lack: Lack): void {
    this.fault.hidden = lack === null;
    if (lack === null) return;
    say(this.fault, lack === "waits" ? "pictureWaits" : "pictureFailed");
  }

  /** Draw the eye to a place on the page (mm). */
  flashAt(box: Box): void {
    if (!this.look) return;
    const { width, height } = this.look.geometry;
    const style = this.flash.style;
    style.left = `${(box[0] / width) * 100}%`;
    style.top = `${(box[1] / height) * 100}%`;
    style.width = `${(box[2] / width) * 100}%`;
    style.height = `${(box[3] / height) * 100}%`;
    this.flash.hidden = true;
    void this.flash.offsetWidth; // begin the animation anew
    this.flash.hidden = false;
    window.setTimeout(() => (this.flash.hidden = true), 2600);
  }

  private redraw(problems: readonly Problem[], look: Look): void {
    const wish = { page: this.page, geometry: look.geometry, shown: look.overlays, problems, perMm: look.perMm };
    const key = JSON.stringify([wish.shown, problems, look.perMm, this.page.type_area, this.page.grid, look.geometry]);
    if (key === this.drawn) return;
    this.drawn = key;
    const drawing = overlay(wish, (problem) => this.events.onProblem(problem));
    if (this.drawing) this.drawing.replaceWith(drawing);
    else this.picture.element.after(drawing);
    this.drawing = drawing;
  }

  private listen(): void {
    const element = this.element;
    element.addEventListener("pointermove", (event) => void this.hover(event));
    element.addEventListener("pointerleave", () => this.look && this.frame.leave(this.look.geometry));
    element.addEventListener("click", (event) => void this.click(event));
    element.addEventListener("keydown", (event) => void this.key(event));
    element.addEventListener("blur", () => this.look && this.frame.leave(this.look.geometry));
  }

  private async spotUnder(event: MouseEvent): Promise<Spot | undefined> {
    const { clientX, clientY } = event;
    const spots = await spotsOf(this.page.id);
    if (!this.look) return undefined;
    const room = this.element.getBoundingClientRect();
    const perMm = room.width / this.look.geometry.width;
    return spotAt(spots, (clientX - room.left) / perMm, (clientY - room.top) / perMm);
  }

  private async hover(event: PointerEvent): Promise<void> {
    if (event.pointerType === "touch") return;
    const spot = await this.spotUnder(event);
    if (this.look && this.element.matches(":hover")) this.frame.show(spot ?? null, this.look.geometry);
  }

  private async click(event: MouseEvent): Promise<void> {
    const spot = await this.spotUnder(event);
    if (spot && placeOf(spot).file) this.events.onSpot(spot, { x: event.clientX, y: event.clientY });
  }

  /** Enter and Shift+Enter walk what stands on the page; Space opens it, Escape leaves it. */
  private async key(event: KeyboardEvent): Promise<void> {
    if (!this.look || event.target !== this.element || event.ctrlKey || event.metaKey || event.altKey) return;
    const geometry = this.look.geometry;
    if (event.key === "Enter") {
      event.preventDefault();
      const spot = this.frame.walk(await spotsOf(this.page.id), event.shiftKey ? -1 : 1, geometry);
      if (spot) this.events.announce(describeSpot(spot));
    } else if (event.key === " " && this.frame.current) {
      event.preventDefault();
      const room = this.frame.element.getBoundingClientRect();
      this.events.onSpot(this.frame.current, { x: room.left + 12, y: room.bottom });
    } else if (event.key === "Escape") this.frame.leave(geometry);
  }
}

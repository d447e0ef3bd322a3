/** Dragging an article in the form: a line shows where it would go, wherever over the form the pointer is. */

import type { FormArticle } from "./contract";
import { h } from "./dom";
import { droppedAt, slotOf, type Slot } from "./reorder";

export interface DraggingEvents {
  onDrop(article: FormArticle, to: Slot): void;
  onEnd(): void;
}

/** A place between two cards: before which slot, and where on the screen. */
interface Gap {
  readonly before: Slot;
  readonly y: number;
}

export class Dragging {
  /** Belongs into the form. */
  readonly line = h("div", { class: "drop-line", "aria-hidden": "true", hidden: true });
  private dragged: FormArticle | null = null;
  private aim: Slot | null = null;

  /** `form` holds sections (data-section, data-end: the slot after its last article) with cards (data-index). */
  constructor(
    private readonly form: HTMLElement,
    private readonly events: DraggingEvents,
  ) {
    form.addEventListener("dragover", (event) => this.over(event));
    form.addEventListener("dragleave", (event) => {
      if (!(event.relatedTarget instanceof Node) || !form.contains(event.relatedTarget)) this.point(null);
    });
    form.addEventListener("drop", (event) => this.drop(event));
  }

  get active(): boolean {
    return this.dragged !== null;
  }

  /** Let a card be dragged by its grip. */
  byGrip(grip: HTMLElement, card: HTMLElement, article: FormArticle): void {
    grip.addEventListener("dragstart", (event) => {
      this.dragged = article;
      card.classList.add("dragged");
      event.dataTransfer?.setData("text/plain", article.title);
      if (event.dataTransfer) event.dataTransfer.effectAllowed = "move";
      event.dataTransfer?.setDragImage(card, 12, 12);
    });
    grip.addEventListener("dragend", () => {
      this.dragged = null;
      card.classList.remove("dragged");
      this.point(null);
      this.events.onEnd();
    });
  }

  private over(event: DragEvent): void {
    if (!this.dragged) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = "move";
    const gaps = this.gaps();
    const nearest = gaps.reduce<Gap | null>((best, gap) => (best && Math.abs(best.y - event.clientY) <= Math.abs(gap.y - event.clientY) ? best : gap), null);
    this.point(nearest);
  }

  private drop(event: DragEvent): void {
    const [article, to] = [this.dragged, this.aim];
    if (!article) return;
    event.preventDefault();
    this.dragged = null;
    this.point(null);
    if (to) this.events.onDrop(article, to);
  }

  /** Draw the line in a gap, where a drop would change the order. */
  private point(gap: Gap | null): void {
    this.aim = gap && this.dragged ? droppedAt(slotOf(this.dragged), gap.before) : null;
    this.line.hidden = this.aim === null;
    if (!gap || !this.aim) return;
    this.line.style.top = `${gap.y - this.form.getBoundingClientRect().top + this.form.scrollTop}px`;
  }

  private gaps(): Gap[] {
    return [...this.form.querySelectorAll<HTMLElement>("[data-section]")].flatMap((element) => {
      const section = Number(element.dataset["section"]);
      const cards = [...element.querySelectorAll<HTMLElement>("[data-index]")];
      const rooms = cards.map((card) => card.getBoundingClientRect());
      const before = cards.map((card, at): Gap => {
        const room = rooms[at] as DOMRect;
        const above = rooms[at - 1];
        return { before: { section, index: Number(card.dataset["index"]) }, y: above ? (above.bottom + room.top) / 2 : room.top - 3 };
      });
      const last = rooms.at(-1)?.bottom ?? (element.firstElementChild ?? element).getBoundingClientRect().bottom;
      return [...before, { before: { section, index: Number(element.dataset["end"]) }, y: last + 3 }];
    });
  }
}

/** Where an article goes: by dragging, or by one place up or down, over the borders of columns too. */

import type { Form, FormArticle, Path } from "./contract";

/** A place in the order: a column, and which article in it. */
export interface Slot {
  readonly section: number;
  readonly index: number;
}

export function slotOf(article: FormArticle): Slot {
  return { section: Number(article.path[1]), index: Number(article.path[3]) };
}

export function pathOf(slot: Slot): Path {
  return ["sections", slot.section, "articles", slot.index];
}

export function articlesOf(form: Form, section: number): FormArticle[] {
  return form.articles.filter((article) => slotOf(article).section === section);
}

/** The place one up or down; at the border of a column the neighbouring column's end or start. Null at the ends. */
export function neighbour(form: Form, from: Slot, direction: 1 | -1): Slot | null {
  const sections = form.sections.map((section) => Number(section.path[1]));
  const own = articlesOf(form, from.section).map((article) => slotOf(article).index);
  const beside = own[own.indexOf(from.index) + direction];
  if (beside !== undefined) return { section: from.section, index: beside };
  const next = sections[sections.indexOf(from.section) + direction];
  if (next === undefined) return null;
  return { section: next, index: direction > 0 ? 0 : endOf(form, next) };
}

/** The place after a column's last article. */
export function endOf(form: Form, section: number): number {
  return Math.max(-1, ...articlesOf(form, section).map((article) => slotOf(article).index)) + 1;
}

/** Where an article ends up that is dropped before the one at `before`: taking it out moves the later ones up. */
export function droppedAt(from: Slot, before: Slot): Slot | null {
  const shifts = from.section === before.section && from.index < before.index;
  const slot = { section: before.section, index: before.index - (shifts ? 1 : 0) };
  return slot.section === from.section && slot.index === from.index ? null : slot;
}

/** The form: the articles by column, their texts in fields, their order by dragging or by buttons. */

import { api, Failure } from "./api";
import type { Form, FormArticle, FormEdit, FormPhoto, FormSection, Path } from "./contract";
import { openDialog } from "./dialogs";
import { h, icon, iconButton } from "./dom";
import { Dragging } from "./dragging";
import type { Notices } from "./notices";
import { articlesOf, endOf, neighbour, pathOf, slotOf, type Slot } from "./reorder";
import { t, type Word } from "./words";

type ArticleKey = "kicker" | "title" | "subtitle" | "authors";
const ARTICLE_KEYS: readonly ArticleKey[] = ["kicker", "title", "subtitle", "authors"];
const PHOTO_KEYS = ["caption", "credit", "alt"] as const;

/** The manifest before a change, and the version that came of it. */
interface Undoable {
  readonly text: string;
  readonly after: string;
}

export interface FormEvents {
  notices: Notices;
  manifestName(): string;
  /** Whether the manifest has unsaved changes in the editor. */
  manifestIsDirty(): boolean;
  /** Show the article on its page. */
  showArticle(article: FormArticle): void;
}

export class FormPanel {
  readonly element = h("div", { class: "form-panel" });
  private form: Form | null = null;
  private readonly openCards = new Set<string>();
  private busy: Promise<void> = Promise.resolve();
  private readonly dragging = new Dragging(this.element, {
    onDrop: (article, to) => this.move(article, to, 0),
    onEnd: () => this.stale && void this.reload(),
  });
  private stale = false;
  private undoable: Undoable[] = [];
  private readonly undoButton = h("button", { type: "button", class: "form-undo", label: "formUndo", onclick: () => this.undo() }, icon("undo"), h("span", { t: "undo" }));

  constructor(private readonly events: FormEvents) {
    this.element.addEventListener("keydown", (event) => this.key(event));
    this.element.addEventListener("focusout", () => queueMicrotask(() => this.stale && !this.isEdited() && void this.reload()));
  }

  /** Read the form anew, unless a field is being typed in: then when that is done. */
  async reload(): Promise<void> {
    if (this.isEdited() || this.dragging.active) {
      this.stale = true;
      return;
    }
    this.stale = false;
    try {
      this.form = await api.form();
      this.draw();
    } catch (error) {
      if (error instanceof Failure && error.status) this.element.replaceChildren(h("p", { class: "empty", t: "formBroken" }), h("p", { class: "empty" }, error.message));
    }
  }

  draw(): void {
    const form = this.form;
    if (!form) return;
    const focus = this.focused();
    const top = this.element.scrollTop;
    const sections = form.sections.map((section) => this.section(form, section));
    this.element.replaceChildren(this.undoButton, this.dragging.line, ...(sections.length ? sections : [h("p", { class: "empty", t: "formEmpty" })]));
    this.undoButton.hidden = this.undoable.at(-1)?.after !== form.version;
    this.element.scrollTop = top;
    if (focus) this.element.querySelector<HTMLElement>(focus)?.focus();
  }

  /** Whether something typed has not been sent yet. */
  private isEdited(): boolean {
    const active = document.activeElement;
    return active instanceof HTMLTextAreaElement && this.element.contains(active) && active.value !== active.dataset["saved"];
  }

  private focused(): string | null {
    const active = document.activeElement;
    return active instanceof HTMLElement && this.element.contains(active) && active.id ? `#${CSS.escape(active.id)}` : null;
  }

  private section(form: Form, section: FormSection): HTMLElement {
    const index = Number(section.path[1]);
    const cards = articlesOf(form, index).map((article) => this.card(form, article));
    const heading = h("h3", { id: `column-${index}` }, section.heading || t("noSection"));
    return h("section", { class: "form-section", "aria-labelledby": heading.id, "data-section": index, "data-end": endOf(form, index) }, heading, h("ol", {}, ...cards));
  }

  private card(form: Form, article: FormArticle): HTMLElement {
    const slot = slotOf(article);
    const name = `article-${slot.section}-${slot.index}`;
    const key = `${article.title}\n${article.section}`;
    const open = this.openCards.has(key);
    const title = article.title.replace(/\s*\n\s*/g, " ") || t("untitled");
    const toggle: HTMLButtonElement = h(
      "button",
      { type: "button", class: "card-title", id: `${name}-toggle`, "aria-expanded": String(open), onclick: () => this.toggle(key) },
      h("span", { class: "card-name", id: `${name}-name` }, title),
      h("span", { class: "card-authors" }, article.authors.join("、")),
    );
    const grip = h("span", { class: "grip", draggable: "true", title: t("drag"), "aria-hidden": "true" }, icon("grip"));
    const look = iconButton("page", "onPageButton", () => this.events.showArticle(article));
    look.id = `${name}-look`;
    const buttons = [this.mover(form, article, -1, name), this.mover(form, article, 1, name), look];
    for (const button of buttons) button.setAttribute("aria-labelledby", `${button.id} ${name}-name`); // “上移” of which article
    const tools = h("span", { class: "card-tools" }, ...buttons);
    const fields = open ? this.fields(article, name) : null;
    const card = h("li", { class: open ? "card open" : "card", "data-title": title, "data-index": slot.index }, h("div", { class: "card-head" }, grip, toggle, tools), fields);
    this.dragging.byGrip(grip, card, article);
    return card;
  }

  private toggle(key: string): void {
    if (!this.openCards.delete(key)) this.openCards.add(key);
    this.draw();
  }

  private mover(form: Form, article: FormArticle, direction: 1 | -1, name: string): HTMLElement {
    const to = neighbour(form, slotOf(article), direction);
    const button = iconButton(direction < 0 ? "up" : "down", direction < 0 ? "moveUp" : "moveDown", () => to && this.move(article, to, direction));
    button.id = `${name}-${direction < 0 ? "up" : "down"}`;
    button.disabled = to === null;
    return button;
  }

  private fields(article: FormArticle, name: string): HTMLElement {
    const own = ARTICLE_KEYS.map((key) => {
      const value = key === "authors" ? article.authors.join("\n") : article[key];
      const hint = key === "authors" ? "authorsHint" : "lineBreakHint";
      return this.field(key, hint, value, article.path, `${name}-${key}`);
    });
    const photos = article.photos.map((photo, index) => this.photo(photo, `${name}-photo-${index}`));
    return h("div", { class: "card-fields" }, ...own, ...photos);
  }

  private photo(photo: FormPhoto, name: string): HTMLElement {
    const fields = PHOTO_KEYS.map((key) => this.field(key, null, photo[key], photo.path, `${name}-${key}`));
    return h("fieldset", {}, h("legend", {}, t("photo", { file: photo.file })), ...fields);
  }

  /** A field is saved when it is left, or by Ctrl+Enter. */
  private field(key: Word & string, hint: Word | null, value: string, path: Path, id: string): HTMLElement {
    const area = h("textarea", { id, rows: Math.max(1, value.split("\n").length), "data-key": key, "data-saved": value, spellcheck: "false" });
    area.value = value;
    const help = hint ? h("small", { id: `${id}-hint`, t: hint }) : null;
    if (help) area.setAttribute("aria-describedby", help.id);
    area.addEventListener("input", () => (area.rows = Math.max(1, area.value.split("\n").length)));
    area.addEventListener("change", () => this.change(area, key, path));
    area.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.change(area, key, path);
      if (event.key === "Escape") area.value = area.dataset["saved"] ?? "";
    });
    return h("label", { class: `field field-${key}`, for: id }, h("span", { t: key }), area, help);
  }

  private change(area: HTMLTextAreaElement, key: Word & string, path: Path): void {
    if (area.value === area.dataset["saved"]) return;
    const text = area.value.trim();
    area.dataset["saved"] = area.value;
    const value = key === "authors" ? text.split("\n").map((line) => line.trim()).filter(Boolean) : text;
    const article = this.form?.articles.find((item) => path.slice(0, 4).join() === item.path.join());
    if (key === "title" && article) this.keepOpen(article, text);
    this.enqueue(() => this.send([{ path, key, value }], () => this.askAgain(key, path, article, area.value)));
  }

  /** A card is known by its title: it stays open when that changes. */
  private keepOpen(article: FormArticle, title: string): void {
    this.openCards.add(`${title}\n${article.section}`);
  }

  private enqueue(work: () => Promise<void>): void {
    this.busy = this.busy.then(work).catch((error: unknown) => this.events.notices.fail(error));
  }

  private async send(edits: readonly FormEdit[], onConflict: () => Promise<void>): Promise<void> {
    if (!this.form) return;
    if (this.events.manifestIsDirty()) {
      this.events.notices.say(t("dirtyManifest"), "fault");
      return;
    }
    const base = this.form.version;
    const before = await api.file(this.events.manifestName());
    const version = await api.edit(base, edits);
    if (version === null) await onConflict();
    else {
      if (before.version === base) this.undoable.push({ text: before.text, after: version });
      this.form = { ...this.form, version };
      this.events.notices.announce(t("formSaved"));
    }
    await this.reload();
  }

  /** Take the last change of the form back, where the manifest is still as that left it. */
  private undo(): void {
    this.enqueue(async () => {
      const last = this.undoable.at(-1);
      if (!last || last.after !== this.form?.version || this.events.manifestIsDirty()) {
        this.events.notices.say(t(last ? "formUndoGone" : "formUndoNone"), "fault");
        return;
      }
      const byButton = document.activeElement === this.undoButton;
      const written = await api.write(this.events.manifestName(), last.text, last.after);
      if ("conflict" in written) this.events.notices.say(t("formUndoGone"), "fault");
      else {
        this.undoable.pop();
        this.events.notices.say(t("formUndone"));
      }
      await this.reload();
      if (byButton && this.undoButton.hidden) this.element.querySelector<HTMLElement>(".card-title")?.focus();
    });
  }

  /** Ctrl+Z, but not in a field that has an undo of its own. */
  private key(event: KeyboardEvent): void {
    if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== "z" || this.isEdited()) return;
    event.preventDefault();
    this.undo();
  }

  /** The manifest was changed elsewhere: show both texts of the field, and do what is chosen. */
  private async askAgain(key: Word & string, path: Path, article: FormArticle | undefined, mine: string): Promise<void> {
    this.form = await api.form();
    const same = this.form.articles.find((item) => item.title === article?.title && item.section === article.section);
    const target = same ? [...same.path, ...path.slice(4)] : null;
    const theirs = same ? fieldText(same, key, path) : "";
    const text = h("textarea", { rows: 3, "data-key": "merged", "aria-label": t("formMine") });
    text.value = mine;
    const keep = h("button", { type: "button", class: "primary", t: "keepMine" });
    keep.disabled = target === null;
    const other = h("p", { class: "theirs" }, theirs);
    const dialog = openDialog(t("conflictTitle", { name: "issue.yaml" }), "form-conflict", h("p", { t: "formConflict" }), text, h("p", { t: "formTheirs" }), other, keep);
    keep.addEventListener("click", () => {
      const value = key === "authors" ? text.value.split("\n").filter(Boolean) : text.value.trim();
      if (target) this.enqueue(() => this.send([{ path: target, key, value }], () => this.askAgain(key, target, same, text.value)));
      dialog.close();
    });
  }

  private move(article: FormArticle, to: Slot, direction: 1 | -1 | 0): void {
    const heading = this.form?.sections.find((section) => Number(section.path[1]) === to.section)?.heading ?? "";
    this.enqueue(async () => {
      await this.send([{ move: article.path, to: pathOf(to) }], async () => this.events.notices.say(t("moveConflict"), "fault"));
      this.events.notices.announce(t("moved", { title: article.title, heading, place: to.index + 1 }));
      if (!direction) return;
      const name = `article-${to.section}-${to.index}`;
      const wanted = this.element.querySelector<HTMLButtonElement>(`#${name}-${direction < 0 ? "up" : "down"}`);
      (wanted?.disabled ? this.element.querySelector<HTMLElement>(`#${name}-toggle`) : wanted)?.focus();
    });
  }
}

function fieldText(article: FormArticle, key: string, path: Path): string {
  if (path.length > 4) {
    const photo = article.photos.find((item) => item.path.join() === [...article.path, ...path.slice(4)].join());
    return photo ? photo[key as (typeof PHOTO_KEYS)[number]] : "";
  }
  return key === "authors" ? article.authors.join("\n") : article[key as Exclude<ArticleKey, "authors">];
}

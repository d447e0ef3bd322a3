/** Comments of marked-up proofs: a list to be ticked off; a click goes to the page and to the manuscript's line. */

import { api } from "./api";
import { said, type Comment, type CommentList, type Place } from "./contract";
import { Cell } from "./cell";
import { h } from "./dom";
import type { Notices } from "./notices";
import { language, t } from "./words";

export interface CommentsEvents {
  notices: Notices;
  /** Go to a page, and to a line where one is known. */
  show(page: number | null, place: Place | null): void;
}

export class CommentsPanel {
  readonly element = h("div", { class: "comments" });
  /** How many are not done. */
  readonly open = new Cell(0);
  private readonly file = h("input", { type: "file", accept: "application/pdf,.pdf", id: "comments-file", class: "spoken" });
  private readonly load = h("button", { type: "button", id: "comments-read", t: "readComments" });
  private readonly onlyOpen = h("input", { type: "checkbox", id: "comments-open" });
  private readonly search = h("input", { type: "search", class: "comment-search", hint: "filter", "aria-label": t("filter") });
  private readonly told = h("span", { class: "comments-state", role: "status" });
  private readonly list = h("ul", { class: "comment-list" });
  private comments: readonly Comment[] = [];
  private busy: Promise<void> = Promise.resolve();

  constructor(private readonly events: CommentsEvents) {
    this.file.tabIndex = -1;
    this.file.setAttribute("aria-hidden", "true");
    this.load.addEventListener("click", () => this.file.click());
    this.file.addEventListener("change", () => void this.read());
    this.onlyOpen.addEventListener("change", () => this.draw());
    this.search.addEventListener("input", () => this.draw());
    const only = h("label", { class: "only-open" }, this.onlyOpen, h("span", { t: "onlyOpen" }));
    this.element.append(h("div", { class: "panel-bar" }, this.load, this.file, this.told), h("div", { class: "panel-bar" }, only, this.search), this.list);
  }

  /** Read the list anew. */
  async reload(): Promise<void> {
    try {
      this.take(await api.comments());
    } catch (error) {
      this.events.notices.fail(error);
    }
  }

  draw(): void {
    const count = this.comments.length;
    const open = this.comments.filter((comment) => !comment.done).length;
    this.open.set(open);
    if (!this.load.disabled) this.told.textContent = count ? t("commentCount", { open, count }) : "";
    const wanted = this.search.value.trim().toLowerCase();
    const shown = this.comments.filter((comment) => !(this.onlyOpen.checked && comment.done) && textOf(comment).includes(wanted));
    const active = document.activeElement;
    const focus = active instanceof HTMLElement && this.list.contains(active) ? active.id : "";
    const top = this.list.scrollTop;
    if (shown.length) this.list.replaceChildren(...shown.map((comment) => this.item(comment)));
    else this.list.replaceChildren(h("li", { class: "empty" }, t(!count ? "noComments" : this.onlyOpen.checked && !open ? "noCommentsLeft" : "noneSuch")));
    this.list.scrollTop = top;
    if (focus) document.getElementById(focus)?.focus();
  }

  private take(list: CommentList): void {
    this.comments = list.comments;
    this.draw();
  }

  private async read(): Promise<void> {
    const file = this.file.files?.[0];
    this.file.value = "";
    if (!file) return;
    this.load.disabled = true;
    this.told.textContent = t("readingComments", { name: file.name });
    try {
      const list = await api.readComments(file);
      this.load.disabled = false;
      this.take(list);
      this.events.notices.say(t("commentsRead", { name: file.name, count: list.read ?? 0 }));
      for (const problem of list.problems) this.events.notices.say(said(problem.message, language.value), "fault");
    } catch (error) {
      this.load.disabled = false;
      this.draw();
      this.events.notices.fail(error);
    }
  }

  private item(comment: Comment): HTMLElement {
    const box = h("input", { type: "checkbox", id: `tick-${comment.id}`, "aria-label": t("commentTick") });
    box.checked = comment.done;
    box.addEventListener("change", () => this.tick(comment, box.checked));
    const place: Place | null = comment.file ? { file: comment.file, line: comment.line ?? 0, column: 0 } : null;
    const where = place ? (comment.line ? `${place.file}:${comment.line}` : place.file) : t("commentUnplaced");
    const by = [comment.by, comment.when, comment.proof || t("commentFrom", { file: comment.from })].filter(Boolean).join(" · ");
    const body = h(
      "button",
      { type: "button", class: "comment-body", id: `comment-${comment.id}`, onclick: () => this.events.show(comment.page, place) },
      h("span", { class: "comment-head" }, h("strong", {}, comment.page ? t("commentPage", { page: comment.page }) : t("commentFront")), h("span", { class: "comment-kind" }, kindOf(comment))),
      comment.text ? h("q", { class: "comment-text" }, comment.text) : null,
      comment.comment ? h("span", { class: "comment-words" }, comment.comment) : null,
      ...comment.replies.map((reply) => h("span", { class: "comment-reply" }, reply)),
      h("span", { class: "place" }, where),
      by ? h("span", { class: "comment-by" }, by) : null,
    );
    return h("li", { class: comment.done ? "comment done" : "comment", "data-id": comment.id }, box, body);
  }

  /** The tick is saved at once, one after another. */
  private tick(comment: Comment, done: boolean): void {
    this.comments = this.comments.map((other) => (other.id === comment.id ? { ...other, done } : other));
    this.draw();
    this.busy = this.busy.then(async () => {
      try {
        this.take(await api.tick(comment.id, done));
        if (done) this.events.notices.announce(t("commentDone", { page: comment.page ?? "–" }));
      } catch (error) {
        this.events.notices.fail(error);
        await this.reload();
      }
    });
  }
}

function textOf(comment: Comment): string {
  return [comment.text, comment.comment, comment.by, comment.file ?? "", ...comment.replies].join(" ").toLowerCase();
}

/** The kind is written in both languages: 高亮 highlight. */
function kindOf(comment: Comment): string {
  const [zh, ...en] = comment.kind.split(" ");
  return language.value === "zh" ? (zh ?? "") : en.join(" ");
}

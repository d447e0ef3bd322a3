/** The tab about proofs: changes between two of them, and the comments that came back. */

import { ChangesPanel } from "./changes";
import { CommentsPanel } from "./comments";
import { h } from "./dom";
import { onSettings } from "./settings";
import { t } from "./words";

type Part = "changes" | "comments";

export class ReviewPanel {
  readonly element: HTMLElement;
  private readonly buttons: Record<Part, HTMLButtonElement>;
  private part: Part = "changes";
  private known = new Set<Part>();

  constructor(
    readonly changes: ChangesPanel,
    readonly comments: CommentsPanel,
  ) {
    this.buttons = { changes: this.button("changes"), comments: this.button("comments") };
    const choice = h("div", { class: "segments review-parts", role: "group", label: "review" }, this.buttons.changes, this.buttons.comments);
    this.element = h("div", { class: "review" }, h("div", { class: "panel-bar" }, choice), changes.element, comments.element);
    comments.open.listen(() => this.name());
    onSettings(["tab", "panel"], (value) => value.panel && value.tab === "review" && this.show(this.part));
    this.show(this.part, false);
  }

  /** Show one part; what it lists is read when it is first looked at. */
  show(part: Part, read = true): void {
    this.part = part;
    for (const name of ["changes", "comments"] as const) {
      this[name].element.hidden = name !== part;
      this.buttons[name].setAttribute("aria-pressed", String(name === part));
    }
    if (!read || this.known.has(part)) return;
    this.known.add(part);
    void this[part].reload();
  }

  /** A file changed on disk: lists that were read are read again. */
  changedOnDisk(name: string): void {
    if (name.endsWith("/comments.yaml")) {
      this.known.add("comments");
      void this.comments.reload();
    } else if (name.includes("/proofs/") && this.known.has("changes")) void this.changes.reload();
  }

  draw(): void {
    this.name();
    this.changes.draw();
    this.comments.draw();
  }

  private button(part: Part): HTMLButtonElement {
    return h("button", { type: "button", class: "segment", id: `review-${part}`, onclick: () => this.show(part) }, t(part));
  }

  private name(): void {
    const count = this.comments.open.value;
    this.buttons.changes.textContent = t("changes");
    this.buttons.comments.textContent = count ? t("commentsOpen", { count }) : t("comments");
  }
}

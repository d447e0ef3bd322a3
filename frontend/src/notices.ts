/** What the page says by itself: the banner over the desk, short notes, and the live region for screen readers. */

import { placeName, said, type Problem } from "./contract";
import { h } from "./dom";
import type { Live } from "./live";
import { language, t } from "./words";

export class Notices {
  readonly banner = h("div", { class: "banner", role: "alert", hidden: true });
  readonly toasts = h("div", { class: "toasts", "aria-hidden": "true" });
  /** Spoken when it is convenient: the state of the build. */
  readonly region = h("div", { class: "spoken", role: "status", "aria-live": "polite" });
  private last = "";

  constructor(
    private readonly live: Live,
    private readonly showProblems: () => void,
    private readonly goTo: (problem: Problem) => void,
  ) {
    language.listen(() => this.region.replaceChildren()); // it says nothing in the language that was left
    for (const cell of [live.edition, live.connection, live.crash, live.stopped, live.building, language]) cell.listen(() => this.refresh());
    live.edition.listen((state, before) => {
      if (!state || !before || state.serial === before.serial) return;
      const changed = state.pages.filter((page) => !before.pages.some((other) => other.id === page.id)).length;
      this.announce(state.state === "broken" ? t("broken") : t("pagesChanged", { count: changed }));
    });
  }

  /** Say something to the eye and to the ear. */
  say(text: string, kind: "note" | "fault" = "note"): void {
    const toast = h("div", { class: `toast ${kind}` }, text);
    this.toasts.append(toast);
    window.setTimeout(() => toast.remove(), kind === "fault" ? 9000 : 4000);
    while (this.toasts.children.length > 3) this.toasts.firstElementChild?.remove();
    this.announce(text);
  }

  announce(text: string): void {
    this.region.textContent = text === this.region.textContent ? `${text}\u00a0` : text;
  }

  fail(error: unknown): void {
    this.say(t("failed", { why: error instanceof Error ? error.message : String(error) }), "fault");
  }

  private refresh(): void {
    const content = this.content();
    const key = content ? `${content.kind}${content.text}${content.problem?.id ?? ""}${content.action?.textContent ?? ""}` : "";
    if (key === this.last) return;
    this.last = key;
    this.banner.hidden = !content;
    this.banner.replaceChildren();
    if (!content) return;
    this.banner.dataset["kind"] = content.kind;
    this.banner.append(h("div", { class: "banner-text" }, h("p", {}, content.text), content.problem ? this.named(content.problem) : null));
    if (content.action) this.banner.append(content.action);
  }

  /** The first error, with the way to its line. */
  private named(problem: Problem): HTMLElement {
    const place = placeName({ file: problem.file ?? "", line: problem.line ?? 0, column: 0 });
    const go = h("button", { type: "button", class: "banner-place", "aria-label": t("goToLine", { place }), onclick: () => this.goTo(problem) }, place);
    return h("p", { class: "banner-problem" }, said(problem.message, language.value), " ", go);
  }

  private content(): { kind: string; text: string; action?: HTMLElement; problem?: Problem } | null {
    const live = this.live;
    if (live.connection.value === "offline")
      return { kind: "offline", text: t("offlineBanner"), action: h("button", { type: "button", t: "tryAgain", onclick: () => live.connect() }) };
    if (live.crash.value !== null) return this.crashed(said(live.crash.value, language.value));
    if (live.edition.value?.state === "broken" || (live.building.value && this.last.startsWith("broken")))
      return { kind: "broken", text: t("brokenBanner"), problem: this.firstError(), action: h("button", { type: "button", t: "showProblems", onclick: () => this.showProblems() }) };
    return null;
  }

  private crashed(why: string): { kind: string; text: string; action?: HTMLElement } {
    const { stopped, building } = this.live;
    const text = [why, t(stopped.value ? "stoppedBanner" : "crashedBanner")].filter(Boolean).join(language.value === "zh" ? "" : " ");
    if (!stopped.value) return { kind: "crashed", text };
    const again = h("button", { type: "button", t: building.value ? "startingAgain" : "tryAgain", onclick: () => this.live.again() });
    again.disabled = building.value;
    return { kind: "crashed", text, action: again };
  }

  private firstError(): Problem | undefined {
    return this.live.edition.value?.problems.find((problem) => problem.severity === "error" && problem.file && problem.line);
  }
}

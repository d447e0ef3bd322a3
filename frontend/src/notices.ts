/** What the page says by itself: the banner over the desk, short notes, and the live region for screen readers. */

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
  ) {
    for (const cell of [live.edition, live.connection, live.crash, language]) cell.listen(() => this.refresh());
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
    const key = content ? `${content.kind}${content.text}` : "";
    if (key === this.last) return;
    this.last = key;
    this.banner.hidden = !content;
    this.banner.replaceChildren();
    if (!content) return;
    this.banner.dataset["kind"] = content.kind;
    this.banner.append(h("p", {}, content.text));
    if (content.action) this.banner.append(content.action);
  }

  private content(): { kind: string; text: string; action?: HTMLElement } | null {
    const live = this.live;
    if (live.connection.value === "offline")
      return { kind: "offline", text: t("offlineBanner"), action: h("button", { type: "button", t: "tryAgain", onclick: () => live.connect() }) };
    if (live.crash.value !== null) return { kind: "crashed", text: [live.crash.value, t("crashedBanner")].filter(Boolean).join(" ") };
    if (live.edition.value?.state === "broken" || (live.building.value && this.last.startsWith("broken")))
      return { kind: "broken", text: t("brokenBanner"), action: h("button", { type: "button", t: "showProblems", onclick: () => this.showProblems() }) };
    return null;
  }
}

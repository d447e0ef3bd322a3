/** The list of changes between two proofs (核红), and the choice of the two. */

import { api } from "./api";
import { headingOf, ranges, tagsOf, type CompareView, type Step } from "./compareview";
import { placeName, said, type ChangedPage, type Comparison, type Place, type ProofEntry, type TextChange } from "./contract";
import { h, icon } from "./dom";
import type { Notices } from "./notices";
import { change } from "./settings";
import { language, t, type Word } from "./words";

const NOW = "now"; // the edition as it is, among its proofs

const KINDS: Record<TextChange["kind"], Word> = { changed: "changeChanged", inserted: "changeInserted", deleted: "changeDeleted", moved: "changeMoved" };
const SOURCES = { changed: "sourceChanged", added: "sourceAdded", removed: "sourceRemoved" } as const;

export interface ChangesEvents {
  notices: Notices;
  /** Open a line in the editor. */
  showSource(place: Place): void;
}

export class ChangesPanel {
  readonly element = h("div", { class: "changes" });
  private readonly old = h("select", { id: "proof-old" });
  private readonly now = h("select", { id: "proof-new" });
  private readonly go = h("button", { type: "button", class: "primary", id: "proof-compare", t: "compareThem" });
  private readonly told = h("p", { class: "changes-state", role: "status" });
  private readonly list = h("div", { class: "change-pages" });
  private readonly choice: HTMLElement;
  private proofs: readonly ProofEntry[] = [];
  private filled = false;
  private asked = 0;

  constructor(
    private readonly view: CompareView,
    private readonly events: ChangesEvents,
  ) {
    this.choice = h("div", { class: "proof-choice" }, h("label", {}, h("span", { t: "proofOld" }), this.old), h("label", {}, h("span", { t: "proofNew" }), this.now), this.go);
    this.element.append(this.choice, this.told, this.list);
    this.go.addEventListener("click", () => void this.compare());
    view.comparison.listen(() => this.draw());
    view.step.listen(() => this.markStep(true));
  }

  /** Read anew which proofs there are. */
  async reload(): Promise<void> {
    try {
      this.proofs = await api.proofs();
      this.fill();
    } catch (error) {
      this.events.notices.fail(error);
    }
  }

  draw(): void {
    this.fill();
    const comparison = this.view.comparison.value;
    if (!comparison) {
      this.list.replaceChildren();
      return;
    }
    const texts = comparison.pages.reduce((sum, page) => sum + page.texts.length, 0);
    this.told.textContent = comparison.pages.length ? t("changesFound", { pages: comparison.pages.length, texts }) : t("nothingChanged");
    const unchanged = comparison.unchanged.length && comparison.pages.length ? h("p", { class: "changes-same" }, t(comparison.unchanged.length > 1 ? "pagesSame" : "pageSame", { pages: ranges(comparison.unchanged) })) : null;
    const parts = [...comparison.pages.map((page) => this.page(page)), unchanged, this.sources(comparison)];
    this.list.replaceChildren(...parts.filter((part) => part !== null));
    this.markStep(false);
  }

  private fill(): void {
    const [old, now] = this.filled ? [this.old.value, this.now.value] : ["", ""];
    this.filled = this.proofs.length > 0;
    const options = (): HTMLElement[] => this.proofs.map((proof) => h("option", { value: proof.name }, named(proof)));
    this.old.replaceChildren(...options());
    this.now.replaceChildren(...options(), h("option", { value: NOW }, t("proofNow")));
    const whole = this.proofs.filter((proof) => !proof.article);
    const known = (name: string): boolean => this.proofs.some((proof) => proof.name === name);
    this.old.value = known(old) ? old : (whole.at(-2)?.name ?? this.proofs[0]?.name ?? "");
    this.now.value = now === NOW || known(now) ? now : whole.length > 1 ? (whole.at(-1)?.name ?? NOW) : NOW;
    this.choice.hidden = !this.proofs.length;
    if (!this.view.comparison.value) this.told.textContent = this.proofs.length ? (this.proofs.length === 1 ? t("oneProof") : "") : t("noProofs");
  }

  private async compare(): Promise<void> {
    const [old, now] = [this.old.value, this.now.value];
    if (old === now) {
      this.told.textContent = t("sameProof");
      return;
    }
    const asked = ++this.asked;
    this.go.disabled = true;
    this.told.textContent = t(now === NOW ? "comparingNow" : "comparing");
    this.list.replaceChildren();
    try {
      if (now === NOW) await api.freeze();
      const comparison = await api.compareProofs(old, now);
      if (asked !== this.asked) return;
      change({ view: "proofs" });
      this.view.show(comparison);
      this.events.notices.announce(this.told.textContent ?? "");
    } catch (error) {
      this.told.textContent = "";
      this.events.notices.fail(error);
    } finally {
      this.go.disabled = false;
    }
  }

  private page(page: ChangedPage): HTMLElement {
    const to = (step: Step): void => {
      change({ view: "proofs" });
      requestAnimationFrame(() => this.view.goToStep(step));
    };
    const head = h("button", { type: "button", class: "change-page", onclick: () => to({ page: page.page, text: page.texts.length ? 0 : -1 }) }, h("strong", {}, t("sheetPage", { page: page.page })), ...tagsOf(page));
    const items = page.texts.map((text, index) => this.text(text, { page: page.page, text: index }, to));
    if (page.areas.length) {
      const step = { page: page.page, text: -1 };
      items.push(h("li", {}, h("button", { type: "button", class: "change layout", "data-step": key(step), onclick: () => to(step) }, t("layoutAreas", { count: page.areas.length }))));
    }
    items.push(...page.margins.map(([before, now]) => h("li", { class: "change margin" }, t("marginChange", { before, now }))));
    return h("section", { class: "change-group", "data-page": page.page }, h("h3", {}, head), h("ul", {}, ...items));
  }

  private text(text: TextChange, step: Step, to: (step: Step) => void): HTMLElement {
    const spoken = (word: Word): HTMLElement => h("span", { class: "spoken" }, t(word));
    const runs = text.runs.map(([kind, words]) =>
      kind === "same" ? h("span", {}, words) : kind === "deleted" ? h("del", {}, spoken("wasDeleted"), words) : h("ins", {}, spoken("wasInserted"), words),
    );
    const moved = text.kind === "moved" ? h("span", { class: "change-moved" }, text.old_page === text.new_page ? t("movedHere") : t("movedFrom", { old: text.old_page, now: text.new_page })) : null;
    const label = h("span", { class: `change-kind ${text.kind}` }, `${said(text.what, language.value)} · ${t(KINDS[text.kind])}`);
    const body = h("button", { type: "button", class: "change", "data-step": key(step), onclick: () => to(step) }, label, moved, h("span", { class: "change-words" }, ...runs));
    const place = text.file ? { file: text.file, line: text.line ?? 0, column: 0 } : null;
    const words = place ? t("showSource", { place: placeName(place) }) : "";
    const source = place ? h("button", { type: "button", class: "tool change-source", "aria-label": words, title: words, onclick: () => this.events.showSource(place) }, icon("page")) : null;
    return h("li", {}, body, source);
  }

  private sources(comparison: Comparison): HTMLElement | null {
    if (!comparison.sources.length) return null;
    const items = comparison.sources.map((source) => h("li", {}, h("code", {}, source.name), ` ${t(SOURCES[source.what])}`));
    return h("details", { class: "change-sources" }, h("summary", {}, `${t("sourcesChanged")} ${comparison.sources.length}`), h("ul", {}, ...items));
  }

  private markStep(scroll: boolean): void {
    const wanted = this.view.step.value ? key(this.view.step.value) : "";
    for (const item of this.list.querySelectorAll<HTMLElement>("[data-step]")) {
      const here = item.dataset["step"] === wanted;
      if (here) item.setAttribute("aria-current", "true");
      else item.removeAttribute("aria-current");
      if (here && scroll) item.scrollIntoView({ block: "nearest" });
    }
  }
}

function key(step: Step): string {
  return `${step.page}:${step.text}`;
}

function named(proof: ProofEntry): string {
  return `${headingOf({ ...proof, sizes: [] })} · ${proof.when}`;
}

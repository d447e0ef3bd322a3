/** The copyfit panel: the page map, how long each article is, what was changed to fit, and what would save pages. */

import { api, Failure } from "./api";
import type { Copyfit, CopyfitRun, CopyfitSaving, CopyfitStep, EditionState, Form, FormArticle, Path } from "./contract";
import { h } from "./dom";
import type { Notices } from "./notices";
import { pageMap } from "./pagemap";
import { language, t } from "./words";

const MOST_SAVINGS = 5;
const MOST_ARTICLE_PAGES = 64;
const MOST_PAGES = 1000;

export interface CopyfitEvents {
  notices: Notices;
  /** Whether the manifest has unsaved changes in the editor. */
  manifestIsDirty(): boolean;
  showPage(number: number): void;
}

/** What a number of pages belongs to: the edition (null) or an article of the snapshot. */
type Owner = string | null;

export class CopyfitPanel {
  readonly element = h("div", { class: "copyfit-panel" });
  private state: EditionState | null = null;
  private form: Form | null = null;
  private busy: Promise<void> = Promise.resolve();
  private stale = false;

  constructor(private readonly events: CopyfitEvents) {
    this.element.addEventListener("focusout", () => queueMicrotask(() => this.stale && this.draw()));
  }

  show(state: EditionState): void {
    this.state = state;
    this.draw();
  }

  /** Read the wishes of the manifest anew. */
  async reload(): Promise<void> {
    try {
      this.form = await api.form();
    } catch (error) {
      if (!(error instanceof Failure && error.status)) return;
      this.form = null; // the manifest cannot be read now: nothing can be wished
    }
    this.draw();
  }

  /** Draw anew, unless a number is being typed: then when that is done. */
  draw(): void {
    const active = document.activeElement;
    this.stale = active instanceof HTMLInputElement && this.element.contains(active) && active.value !== active.dataset["saved"];
    if (this.stale) return;
    const focus = active instanceof HTMLElement && this.element.contains(active) && active.id ? `#${CSS.escape(active.id)}` : null;
    const [state, copyfit] = [this.state, this.state?.copyfit];
    const top = this.element.scrollTop;
    if (state && copyfit) {
      const runs = copyfit.runs.map((run) => this.run(run));
      this.element.replaceChildren(this.total(copyfit), pageMap(state, copyfit, this.events.showPage), ...this.offers(copyfit), h("ul", { class: "fit-runs", "aria-label": t("fitArticles") }, ...runs));
    } else this.element.replaceChildren(h("p", { class: "empty", t: "fitNotYet" }));
    this.element.scrollTop = top;
    if (focus) this.element.querySelector<HTMLElement>(focus)?.focus();
  }

  private total(copyfit: Copyfit): HTMLElement {
    const { pages, pages_wanted: wanted, fillers } = copyfit;
    const own = pages - fillers; // pages that nobody wanted but for whole sheets do not count
    const over = wanted !== null && own > wanted;
    const told = over ? t("fitPagesOver", { count: own - wanted }) : fillers ? t("fitFillers", { count: fillers }) : "";
    const badge = told ? h("span", { class: `fit-badge ${over ? "warning" : "notice"}` }, told) : wanted === pages ? h("span", { class: "fit-badge good" }, t("fitReached")) : null;
    return h(
      "section",
      { class: "fit-total" },
      h("strong", { class: "fit-pages" }, pagesOf(pages)),
      badge,
      this.field(null, "fitTotalWish", MOST_PAGES),
      this.steps(copyfit.steps),
    );
  }

  private offers(copyfit: Copyfit): HTMLElement[] {
    const sheet = copyfit.sheet;
    const items: HTMLElement[] = [];
    if (sheet) {
      const ways = sheet.cuts.map((cut) => t("fitCut", { title: cut.title, lines: cut.lines })).join(t("fitAnd"));
      const set = h("button", { type: "button", class: "fit-set", id: "fit-sheet", onclick: () => this.wish(null, String(sheet.pages)) }, t("fitSetTotal", { pages: sheet.pages }));
      set.disabled = this.form === null;
      items.push(h("li", { class: "fit-sheet" }, h("span", {}, t("fitSheet", { ways, pages: sheet.pages })), set));
    }
    if (copyfit.fillers) items.push(h("li", {}, t("fitFillersNeeded", { count: copyfit.fillers })));
    items.push(...copyfit.savings.slice(0, MOST_SAVINGS).map((saving, index) => this.saving(saving, copyfit, index === 0 && copyfit.savings.length > 1)));
    return items.length ? [h("h3", { t: "fitOptions" }), h("ul", { class: "fit-options" }, ...items)] : [];
  }

  private saving(saving: CopyfitSaving, copyfit: Copyfit, cheapest: boolean): HTMLElement {
    const run = copyfit.runs.find((item) => item.run === saving.run);
    const words = t("fitSaving", { title: saving.title, lines: saving.lines });
    return h("li", {}, h("span", {}, words, cheapest ? h("em", {}, t("fitCheapest")) : null), run ? this.pictures(run) : null);
  }

  private pictures(run: CopyfitRun): HTMLElement | null {
    const [cut] = run.picture_cuts;
    return cut ? h("span", { class: "fit-or" }, t("fitPicture", { file: cut.file, top: cut.crop.top, bottom: cut.crop.bottom, height: cut.height, page: run.start + cut.page })) : null;
  }

  private run(run: CopyfitRun): HTMLElement {
    const [tone, told] = lengthOf(run);
    const open = h("button", { type: "button", class: "fit-title", id: `fit-run-${run.run}`, onclick: () => this.events.showPage(run.start) }, run.title);
    const wished = run.pages_wanted !== null && run.asked ? t("fitRunWanted", { pages: run.pages, wanted: run.pages_wanted }) : pagesOf(run.pages);
    const fields = run.articles.map((id) => this.field(id, run.articles.length > 1 ? null : "fitArticleWish", MOST_ARTICLE_PAGES));
    return h(
      "li",
      { class: "fit-run", "data-run": run.run },
      h("div", { class: "fit-head" }, open, h("span", { class: `fit-badge ${tone}` }, told)),
      h("div", { class: "fit-row" }, h("p", { class: "fit-length" }, t("fitFrom", { page: run.start }), " · ", wished), fields.length === 1 ? fields[0] : null),
      tone === "warning" ? this.advice(run) : null,
      this.steps(run.steps),
      ...(fields.length > 1 ? fields : []),
    );
  }

  private advice(run: CopyfitRun): HTMLElement {
    const words = run.lines_over ? t("fitCutLines", { lines: run.lines_over }) : t("fitAddLines", { lines: run.lines_short });
    return h("p", { class: "fit-advice" }, words, run.lines_over ? this.pictures(run) : null);
  }

  private steps(steps: readonly CopyfitStep[]): HTMLElement | null {
    if (!steps.length) return null;
    const items = steps.map((step) => `${language.value === "zh" ? step.chinese : step.name} ${step.before}${step.unit} → ${step.after}${step.unit}`);
    return h("p", { class: "fit-steps" }, t("fitSteps", { steps: items.join(language.value === "zh" ? "，" : ", ") }));
  }

  /** A number of pages is saved when its field is left, or by Enter; an empty one takes the wish back. */
  private field(owner: Owner, word: "fitTotalWish" | "fitArticleWish" | null, most: number): HTMLElement {
    const value = this.written(owner);
    const id = `fit-wish-${owner ?? "edition"}`;
    const input = h("input", { type: "number", min: 1, max: most, step: 1, id, inputmode: "numeric", "data-saved": value ?? "" });
    input.value = value ?? "";
    input.disabled = value === null;
    input.addEventListener("change", () => this.typed(input, owner, most));
    input.addEventListener("keydown", (event) => {
      if (event.key === "Escape") input.value = input.dataset["saved"] ?? "";
    });
    const name = word ? t(word) : t("fitWishOf", { title: this.state?.articles.find((item) => item.id === owner)?.title ?? "" });
    return h("label", { class: "fit-wish", for: id }, h("span", {}, name), input);
  }

  private typed(input: HTMLInputElement, owner: Owner, most: number): void {
    const text = input.value.trim();
    if (text === input.dataset["saved"]) return;
    if (!input.validity.valid || (text && !/^[0-9]+$/.test(text))) {
      this.events.notices.say(t("fitWrong", { most }), "fault");
      return;
    }
    input.dataset["saved"] = input.value;
    this.wish(owner, text);
  }

  private wish(owner: Owner, value: string): void {
    const before = this.written(owner);
    this.busy = this.busy.then(() => this.send(owner, value, before)).catch((error: unknown) => this.events.notices.fail(error));
  }

  /** Write a wish; where the manifest was changed elsewhere meanwhile, only if this very wish was not. */
  private async send(owner: Owner, value: string, before: string | null, again = true): Promise<void> {
    const path = this.pathOf(owner);
    if (!this.form || path === null) return;
    if (this.events.manifestIsDirty()) this.events.notices.say(t("dirtyManifest"), "fault");
    else if ((await api.edit(this.form.version, [{ path, key: "pages", value }])) === null) {
      await this.reload();
      const now = this.written(owner);
      if (again && now === before) return this.send(owner, value, before, false);
      this.events.notices.say(t("fitConflict", { value: now || "—" }), "fault");
    } else this.events.notices.announce(t("formSaved"));
    await this.reload();
  }

  /** What the manifest says; null where the place is not known. */
  private written(owner: Owner): string | null {
    if (owner === null) return this.form?.pages ?? null;
    return this.articleOf(owner)?.pages ?? null;
  }

  private pathOf(owner: Owner): Path | null {
    return owner === null ? [] : (this.articleOf(owner)?.path ?? null);
  }

  /** The article in the manifest: of its title and column, the first, second… as in the edition. */
  private articleOf(id: string): FormArticle | undefined {
    const articles = this.state?.articles ?? [];
    const wanted = articles.find((item) => item.id === id);
    if (!wanted) return undefined;
    const key = bare(wanted.title);
    const same = articles.filter((item) => bare(item.title) === key && item.heading === wanted.heading);
    const written = (this.form?.articles ?? []).filter((item) => bare(item.title) === key && bare(item.section) === bare(wanted.heading));
    return written.length === same.length ? written[same.indexOf(wanted)] : undefined;
  }
}

function pagesOf(count: number): string {
  return t(count === 1 ? "fitOnePage" : "fitPages", { count });
}

function bare(text: string): string {
  return text.replace(/\s+/g, "");
}

/** How an article's length is told: in lines over or short of the wish, or free on its last page. */
function lengthOf(run: CopyfitRun): readonly [tone: "warning" | "good" | "notice", words: string] {
  if (run.lines_over) return ["warning", t("fitOver", { lines: run.lines_over })];
  if (run.pages_wanted !== null && run.pages < run.pages_wanted) return ["warning", t("fitShort", { lines: run.lines_short })];
  const free = t(run.lines_short ? "fitFree" : "fitFull", { lines: run.lines_short });
  return [run.asked ? "good" : "notice", free];
}

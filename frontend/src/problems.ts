/** The list of problems: severity, message, hint, place; a click goes to the page and to the line. */

import { said, type EditionState, type Problem, type Severity } from "./contract";
import { h } from "./dom";
import { language, t, type Word } from "./words";

const SEVERITIES: readonly Severity[] = ["error", "warning", "notice"];
const PLURALS: Record<Severity, Word> = { error: "errors", warning: "warnings", notice: "notices" };

export class ProblemList {
  readonly element: HTMLElement;
  private readonly filters = h("div", { class: "filters", role: "group", label: "filter" });
  private readonly search = h("input", { type: "search", class: "filter-text", hint: "filter", "aria-label": t("filter") });
  private readonly list = h("ul", { class: "problem-list" });
  private readonly hidden = new Set<Severity>();
  private problems: readonly Problem[] = [];
  private state: EditionState | null = null;
  private shown = "";

  private readonly check = h("button", { type: "button", class: "preflight", t: "preflight" });
  private readonly told = h("span", { class: "preflight-state", role: "status" });

  constructor(
    private readonly choose: (problem: Problem) => void,
    preflight: () => void,
  ) {
    this.check.addEventListener("click", preflight);
    this.search.addEventListener("input", () => this.fill());
    this.element = h("div", { class: "problems" }, h("div", { class: "panel-bar" }, this.filters, this.search), h("div", { class: "panel-bar" }, this.check, this.told), this.list);
  }

  show(state: EditionState): void {
    this.state = state;
    const rank = (problem: Problem): number => SEVERITIES.indexOf(problem.severity);
    this.problems = [...state.problems].sort((one, other) => rank(one) - rank(other));
    this.fill();
    this.tellPreflight(state.preflight);
  }

  private tellPreflight(state: EditionState["preflight"]): void {
    const words = { impossible: "", none: t("preflightNone"), running: t("preflightRunning"), done: t("preflightDone"), stale: t("preflightStale") };
    const told = words[state] ?? "";
    this.check.disabled = state === "running";
    if (this.told.textContent !== told) this.told.textContent = told;
  }

  /** Point out one problem of the list. */
  reveal(problem: Problem): void {
    const same = (other: Problem): boolean =>
      other.code === problem.code && other.file === problem.file && other.line === problem.line && other.column === problem.column && other.page === problem.page;
    const item = this.list.querySelector<HTMLElement>(`[data-index="${this.problems.findIndex(same)}"]`);
    item?.scrollIntoView({ block: "nearest" });
    item?.focus();
  }

  private fill(): void {
    this.fillFilters();
    const wanted = this.search.value.trim().toLowerCase();
    const lang = language.value;
    const shown = this.problems.filter((problem) => {
      const text = `${said(problem.message, lang)} ${said(problem.hint, lang)} ${problem.file ?? ""}`.toLowerCase();
      return !this.hidden.has(problem.severity) && text.includes(wanted);
    });
    const key = JSON.stringify([lang, shown, this.state?.pages.map((page) => page.folio)]);
    if (key === this.shown) return;
    this.shown = key;
    if (shown.length) this.list.replaceChildren(...shown.map((problem) => h("li", {}, this.item(problem))));
    else this.list.replaceChildren(h("li", { class: "empty" }, t(this.problems.length ? "noneSuch" : "noProblems")));
  }

  private fillFilters(): void {
    const buttons = SEVERITIES.map((severity) => {
      const count = this.problems.filter((problem) => problem.severity === severity).length;
      const toggle = (): void => {
        if (!this.hidden.delete(severity)) this.hidden.add(severity);
        this.fill();
        this.filters.querySelector<HTMLElement>(`.${severity}`)?.focus();
      };
      return h(
        "button",
        { type: "button", class: `filter ${severity}`, "aria-pressed": String(!this.hidden.has(severity)), onclick: toggle },
        h("span", { class: "dot", "aria-hidden": "true" }),
        `${t(PLURALS[severity])} ${count}`,
      );
    });
    this.filters.replaceChildren(...buttons);
  }

  private item(problem: Problem): HTMLElement {
    const place = problem.file ? (problem.line ? `${problem.file}:${problem.line}` : problem.file) : "";
    const page = problem.page ? t("onPage", { page: problem.page }) : "";
    const hint = said(problem.hint, language.value);
    return h(
      "button",
      {
        type: "button",
        class: `problem ${problem.severity}`,
        "data-index": this.problems.indexOf(problem),
        "data-code": problem.code,
        onclick: () => this.choose(problem),
      },
      h("span", { class: "dot", "aria-hidden": "true" }),
      h("span", { class: "severity" }, t(problem.severity)),
      h("span", { class: "message" }, said(problem.message, language.value)),
      hint ? h("span", { class: "hint" }, hint) : null,
      place || page ? h("span", { class: "place" }, [place, page].filter(Boolean).join(" · ")) : null,
    );
  }
}

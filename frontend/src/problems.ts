/** The list of problems by who found them: severity, message, hint, place, fixes; a click goes to the page and to the line. */

import { said, type EditionState, type Fix, type Problem, type Severity } from "./contract";
import { h } from "./dom";
import { language, t, type Word } from "./words";

const SEVERITIES: readonly Severity[] = ["error", "warning", "notice"];
const PLURALS: Record<Severity, Word> = { error: "errors", warning: "warnings", notice: "notices" };
const MOST_SEEN = 20; // characters of a fix that are shown

type Group = "setting" | "preflight" | "texts" | "notes" | "accepted";
const GROUPS: readonly (readonly [group: Group, word: Word])[] = [
  ["setting", "problemGroupSetting"],
  ["preflight", "problemGroupPreflight"],
  ["texts", "problemGroupTexts"],
  ["notes", "problemGroupNotes"],
  ["accepted", "problemGroupAccepted"],
];

export interface ProblemEvents {
  choose(problem: Problem): void;
  preflight(): void;
  accept(problem: Problem): void;
  fix(problem: Problem, fixes: readonly Fix[]): void;
}

/** Groups that are folded until somebody wants to see them. */
const FOLDED: ReadonlySet<Group> = new Set(["notes"]);

function groupOf(problem: Problem): Group {
  if (problem.accepted || problem.code.startsWith("accepted-")) return "accepted";
  return problem.code === "edition-note" ? "notes" : (problem.group ?? "setting");
}

/** The problems that nobody has accepted; what editors noted down for themselves is none. */
export function openProblems(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter((problem) => !problem.accepted && groupOf(problem) !== "notes");
}

export class ProblemList {
  readonly element: HTMLElement;
  private readonly filters = h("div", { class: "filters", role: "group", label: "filter" });
  private readonly search = h("input", { type: "search", class: "filter-text", hint: "filter", label: "filter" });
  private readonly list = h("div", { class: "problem-groups" });
  private readonly hidden = new Set<Severity>();
  private readonly unfolded = new Set<string>();
  private problems: readonly Problem[] = [];
  private texts: readonly Problem[] = [];
  private state: EditionState | null = null;
  private shown = "";

  private readonly check = h("button", { type: "button", class: "preflight", t: "preflight" });
  private readonly told = h("span", { class: "preflight-state", role: "status" });

  constructor(private readonly events: ProblemEvents) {
    this.check.addEventListener("click", () => events.preflight());
    this.search.addEventListener("input", () => this.fill());
    this.element = h("div", { class: "problems" }, h("div", { class: "panel-bar" }, this.filters, this.search), h("div", { class: "panel-bar" }, this.check, this.told), this.list);
  }

  show(state: EditionState): void {
    this.state = state;
    this.take();
    this.tellPreflight(state.preflight);
  }

  /** What proofreading found; it comes some moments after the pages. */
  showTexts(texts: readonly Problem[]): void {
    this.texts = texts;
    this.take();
  }

  private take(): void {
    const rank = (problem: Problem): number => SEVERITIES.indexOf(problem.severity);
    this.problems = [...(this.state?.problems ?? []), ...this.texts].sort((one, other) => rank(one) - rank(other));
    this.fill();
  }

  private tellPreflight(state: EditionState["preflight"]): void {
    const words = { impossible: "", none: t("preflightNone"), running: t("preflightRunning"), done: t("preflightDone"), stale: t("preflightStale") };
    const told = words[state] ?? "";
    this.check.disabled = state === "running";
    if (this.told.textContent !== told) this.told.textContent = told;
  }

  /** Point out one problem of the list. */
  reveal(problem: Problem): void {
    const item = this.list.querySelector<HTMLElement>(`[data-index="${this.problems.findIndex((other) => other.id === problem.id)}"]`);
    const fold = item?.closest("details");
    if (fold) fold.open = true;
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
    const focused = document.activeElement instanceof HTMLElement && this.list.contains(document.activeElement) ? document.activeElement.dataset["index"] : undefined;
    const top = this.list.scrollTop;
    if (shown.length) this.list.replaceChildren(...this.groups(shown));
    else this.list.replaceChildren(h("p", { class: "empty" }, t(this.problems.length ? "noneSuch" : "noProblems")));
    this.list.scrollTop = top;
    if (focused) this.list.querySelector<HTMLElement>(`[data-index="${focused}"]`)?.focus();
  }

  /** Each group under its heading; where the setting alone has found something, without one. */
  private groups(shown: readonly Problem[]): HTMLElement[] {
    const groups = GROUPS.map(([group, word]) => [group, word, shown.filter((problem) => groupOf(problem) === group)] as const).filter(([, , own]) => own.length);
    const headed = groups.length > 1 || groups[0]?.[0] !== "setting";
    return groups.map(([group, word, own]) => {
      const heading = headed ? h("h3", { id: `problems-${group}` }, t(word), h("span", { class: "group-count" }, String(own.length))) : null;
      const items = own.map((problem) => h("li", { class: problem.accepted ? "accepted" : "" }, this.item(problem), this.tools(problem), this.fixes(problem)));
      const content = [heading, h("ul", { class: "problem-list" }, ...items)] as const;
      return h("section", { class: "problem-group", "data-group": group, "aria-labelledby": heading?.id ?? null }, ...(FOLDED.has(group) && heading ? [this.folded(group, ...content)] : content));
    });
  }

  private folded(group: Group, heading: HTMLElement | null, list: HTMLElement): HTMLElement {
    const details = h("details", { class: "group-fold" }, h("summary", {}, heading), list);
    details.open = this.unfolded.has(group) || this.search.value.trim() !== "";
    details.addEventListener("toggle", () => (details.open ? this.unfolded.add(group) : this.unfolded.delete(group)));
    return details;
  }

  private fillFilters(): void {
    const open = openProblems(this.problems); // notes have their own count
    const buttons = SEVERITIES.map((severity) => {
      const count = open.filter((problem) => problem.severity === severity).length;
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
    const hint = problem.accepted ? t("acceptedBy", problem.accepted) : problem.fixes?.length ? "" : said(problem.hint, language.value);
    return h(
      "button",
      {
        type: "button",
        class: `problem ${problem.severity}`,
        "data-index": this.problems.indexOf(problem),
        "data-code": problem.code,
        onclick: () => this.events.choose(problem),
      },
      h("span", { class: "dot", "aria-hidden": "true" }),
      h("span", { class: "severity" }, problem.accepted ? `${t(problem.severity)} · ${t("problemGroupAccepted")}` : t(problem.severity)),
      problem.accepted ? h("s", { class: "message" }, said(problem.message, language.value)) : h("span", { class: "message" }, said(problem.message, language.value)),
      hint ? h("span", { class: problem.accepted ? "hint accepted-by" : "hint" }, hint) : null,
      place || page ? h("span", { class: "place" }, [place, page].filter(Boolean).join(" · ")) : null,
    );
  }

  /** What can be done with a problem, beside mending it by hand. */
  private tools(problem: Problem): HTMLElement | null {
    const fixes = problem.fixes ?? [];
    const label = (word: string): string => `${word} ${said(problem.message, language.value)}`;
    const buttons: HTMLElement[] = [];
    if (fixes.length) {
      const words = t("fixAll", { count: fixes.length });
      buttons.push(h("button", { type: "button", class: "problem-fix", "aria-label": label(words), onclick: () => this.events.fix(problem, fixes) }, words));
    } else if (!problem.accepted && problem.severity !== "notice" && this.state?.state !== "broken")
      buttons.push(h("button", { type: "button", class: "problem-accept", "aria-label": label(t("accept")), onclick: () => this.events.accept(problem) }, t("accept")));
    return buttons.length ? h("div", { class: "problem-tools" }, ...buttons) : null;
  }

  /** The fixes one by one, folded until somebody wants to see them. */
  private fixes(problem: Problem): HTMLElement | null {
    const fixes = problem.fixes ?? [];
    if (!fixes.length) return null;
    const key = `${problem.file}:${problem.code}`;
    const items = fixes.map((fix) => {
      const [before, after] = [seen(fix.before), fix.after ? seen(fix.after) : t("fixNothing")];
      const words = t("fixTo", { before, after });
      const shown = h("span", { class: "fix-words" }, h("code", {}, before), h("span", { "aria-hidden": "true" }, " → "), h("code", {}, after));
      const mend = h("button", { type: "button", class: "fix-one", "aria-label": `${t("fixIt")} ${words}`, onclick: () => this.events.fix(problem, [fix]) }, t("fixIt"));
      const go = h("button", { type: "button", class: "fix-place", onclick: () => this.events.choose({ ...problem, line: fix.line, column: fix.column }) }, h("span", { class: "fix-line" }, String(fix.line)), shown, h("span", { class: "fix-rule" }, said(fix.rule, language.value)));
      return h("li", {}, go, mend);
    });
    const details = h("details", { class: "fixes" }, h("summary", {}, t("fixList")), h("ul", {}, ...items));
    details.open = this.unfolded.has(key);
    details.addEventListener("toggle", () => (details.open ? this.unfolded.add(key) : this.unfolded.delete(key)));
    return details;
  }
}

/** A text whose blanks can be seen, cut where it is long. */
function seen(text: string): string {
  const shown = text.replace(/\n/g, "↵").replace(/\t/g, "→").replace(/\u3000/g, "□").replace(/[ \u00a0]/g, "·").replace(/[\u200b\ufeff]/g, "¦");
  return shown.length > MOST_SEEN ? `${shown.slice(0, MOST_SEEN - 1)}…` : shown;
}

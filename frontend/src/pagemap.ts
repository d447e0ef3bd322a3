/** The page map of the copyfit panel: every page as a small sheet, filled as far as it is, run after run. */

import type { Copyfit, EditionState } from "./contract";
import { h } from "./dom";
import { t } from "./words";

export function pageMap(state: EditionState, copyfit: Copyfit, choose: (number: number) => void): HTMLElement {
  const fills = new Map(copyfit.runs.map((run) => [run.run, run.fill]));
  const flagged = new Map<number, number>();
  for (const problem of state.problems) {
    if (problem.page && problem.code.startsWith("page-")) flagged.set(problem.page, (flagged.get(problem.page) ?? 0) + 1);
  }
  const runs = copyfit.map.map((part) => {
    const title = copyfit.runs.find((run) => run.run === part.run)?.title ?? t(part.run === "filler" ? "fitFiller" : "fitPart");
    const kind = part.run === "filler" ? "filler" : part.articles.length ? "text" : "part";
    const cells = Array.from({ length: part.pages }, (_, index) => {
      const number = part.start + index;
      return cell(number, title, kind, fills.get(part.run)?.[index], flagged.get(number) ?? 0, choose);
    });
    return h("span", { class: "map-run", title }, ...cells);
  });
  const map = h("div", { class: "fit-map", role: "group", label: "fitMap" }, ...runs);
  const cells = [...map.querySelectorAll<HTMLButtonElement>("button")];
  cells.forEach((button, index) => (button.tabIndex = index ? -1 : 0));
  map.addEventListener("keydown", (event) => walk(event, cells));
  return map;
}

function cell(number: number, title: string, kind: string, fill: readonly [number, number] | undefined, findings: number, choose: (number: number) => void): HTMLElement {
  const [used, capacity] = fill ?? [0, 0];
  const words = [t("fitMapPage", { page: number }), title, capacity ? t("fitMapLines", { used, capacity }) : "", findings ? t("fitMapFindings", { count: findings }) : ""].filter(Boolean).join(t("fitMapComma"));
  const ink = h("span", { class: "map-ink", "aria-hidden": "true" });
  ink.style.height = kind === "text" && capacity ? `${Math.round((100 * used) / capacity)}%` : kind === "part" ? "100%" : "0";
  return h(
    "button",
    { type: "button", class: `map-page ${kind}${findings ? " flagged" : ""}`, id: `map-page-${number}`, "aria-label": words, title: words, onclick: () => choose(number) },
    ink,
    h("span", { class: "map-number", "aria-hidden": "true" }, String(number)),
  );
}

/** Arrow keys go from page to page. */
function walk(event: KeyboardEvent, cells: readonly HTMLButtonElement[]): void {
  const at = cells.indexOf(document.activeElement as HTMLButtonElement);
  const steps: Record<string, number> = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: cells.length - 1 };
  const next = steps[event.key];
  if (at < 0 || next === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  event.stopPropagation();
  const target = cells[Math.max(0, Math.min(cells.length - 1, next))];
  for (const button of cells) button.tabIndex = button === target ? 0 : -1;
  target?.focus();
}

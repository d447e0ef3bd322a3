/** How pages lie: a cover alone, then facing pages; for books bound at the right, mirrored. */

import type { ArticleEntry, Page, Side } from "./contract";

/** Pages beside each other; a side is null where the other page lies alone. */
export interface Spread {
  readonly left: Page | null;
  readonly right: Page | null;
}

export function pagesOf(spread: Spread): Page[] {
  return [spread.left, spread.right].filter((page): page is Page => page !== null);
}

/** The pages as spreads in reading order. Each page lies on its own side; a verso opens a spread, a recto ends it. */
export function arrange(pages: readonly Page[], binding: Side): Spread[] {
  const verso: Side = binding === "left" ? "left" : "right";
  const spreads: { left: Page | null; right: Page | null }[] = [];
  for (const page of pages) {
    const last = spreads.at(-1);
    if (page.side !== verso && last && last[verso] !== null && last[page.side] === null) last[page.side] = page;
    else spreads.push({ left: null, right: null, [page.side]: page });
  }
  return spreads;
}

/** Keys that tell pages apart also where two have the same picture (blank pages): id and which of its kind. */
export function pageKeys(pages: readonly Page[]): Map<number, string> {
  const counts = new Map<string, number>();
  const keys = new Map<number, string>();
  for (const page of pages) {
    const count = counts.get(page.id) ?? 0;
    counts.set(page.id, count + 1);
    keys.set(page.number, `${page.id}#${count}`);
  }
  return keys;
}

/** What is said of a page in the flatplan: the articles that start there, or the one that goes on. */
export interface PageContent {
  readonly starting: readonly ArticleEntry[];
  readonly continuing: ArticleEntry | null;
}

export function contentOf(page: Page, articles: readonly ArticleEntry[], pages: readonly Page[]): PageContent {
  const starting = articles.filter((article) => article.number === page.number);
  const before = articles.filter((article) => article.number > 0 && article.number < page.number).at(-1);
  const sameRun = before && pages.find((other) => other.number === before.number)?.run === page.run;
  return { starting, continuing: !starting.length && before && sameRun ? before : null };
}

/** The page that an editor means by what was typed: a folio, or # and a physical number. */
export function pageMeant(typed: string, pages: readonly Page[]): Page | undefined {
  const physical = /^\s*#\s*(\d+)\s*$/.exec(typed);
  if (physical) return pages.find((page) => page.number === Number(physical[1]));
  const folio = Number(typed.trim());
  return pages.find((page) => page.folio === folio && folio > 0);
}

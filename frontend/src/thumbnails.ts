/** Small pages: the strip at the side and the flatplan. A thumbnail is drawn once and kept as long as its page is. */

import { api } from "./api";
import { arrange, contentOf, pageKeys } from "./arrangement";
import type { EditionState, Page } from "./contract";
import { h } from "./dom";
import { later } from "./queue";
import { pageName } from "./sheet";
import { t } from "./words";
import { scaleFor } from "./zoom";

interface Thumbnail {
  readonly element: HTMLButtonElement;
  readonly image: HTMLImageElement;
  readonly folio: HTMLElement;
}

export interface ThumbnailsOptions {
  /** Width of a page in CSS pixels. */
  readonly width: number;
  /** Whether the articles' titles stand below the pages. */
  readonly titles: boolean;
  choose(page: Page): void;
}

export class Thumbnails {
  readonly element: HTMLElement;
  private readonly kept = new Map<string, Thumbnail>();
  private readonly sight: IntersectionObserver;
  private current = 0;
  /** The pictures by page as they were: one stays until the new one is there. */
  private before: ReadonlyMap<string, string> = new Map();

  constructor(
    name: "strip" | "flatplan",
    label: "thumbnails" | "flatplan",
    private readonly options: ThumbnailsOptions,
  ) {
    this.element = h("div", { class: name, role: "group", label });
    this.element.addEventListener("keydown", (event) => this.key(event));
    this.sight = new IntersectionObserver((entries) => this.sighted(entries), { rootMargin: "50%" });
  }

  show(state: EditionState, unseen: ReadonlySet<string>): void {
    const keys = pageKeys(state.pages);
    const wanted = new Set(keys.values());
    this.before = new Map([...this.kept.values()].map((thumb) => [thumb.element.dataset["number"] ?? "", thumb.image.getAttribute("src") ?? ""]));
    for (const [key, old] of this.kept) {
      if (wanted.has(key)) continue;
      this.sight.unobserve(old.image);
      this.kept.delete(key);
    }
    const rows = arrange(state.pages, state.binding).map((spread) =>
      h(
        "div",
        { class: "thumbs" },
        ...[spread.left, spread.right].map((page) =>
          page ? this.cell(page, keys.get(page.number) ?? "", state, unseen.has(page.id)) : h("span", { class: "no-thumb" }),
        ),
      ),
    );
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset["number"] : undefined;
    const hadFocus = this.element.contains(document.activeElement);
    const top = this.element.scrollTop;
    this.element.replaceChildren(...rows);
    this.element.scrollTop = top;
    this.size(state);
    this.mark(this.current, false);
    if (hadFocus) this.element.querySelector<HTMLElement>(`button[data-number="${focused}"]`)?.focus();
  }

  /** Mark the page that is being looked at, and bring it into the strip's window. */
  mark(number: number, scroll = true): void {
    this.current = number;
    for (const button of this.element.querySelectorAll<HTMLButtonElement>("button.thumb")) {
      const here = Number(button.dataset["number"]) === number;
      if (here) button.setAttribute("aria-current", "page");
      else button.removeAttribute("aria-current");
      button.tabIndex = here ? 0 : -1;
      if (here && scroll && this.element.offsetParent) button.scrollIntoView({ block: "nearest" });
    }
    const first = this.element.querySelector<HTMLButtonElement>("button.thumb");
    if (first && !this.element.querySelector('button.thumb[tabindex="0"]')) first.tabIndex = 0;
  }

  focus(): void {
    this.element.querySelector<HTMLElement>('button.thumb[tabindex="0"]')?.focus();
  }

  private size(state: EditionState): void {
    const geometry = state.geometry;
    if (!geometry) return;
    this.element.style.setProperty("--thumb-width", `${this.options.width}px`);
    this.element.style.setProperty("--thumb-ratio", String(geometry.width / geometry.height));
  }

  private cell(page: Page, key: string, state: EditionState, unseen: boolean): HTMLElement {
    const thumb = this.thumbnail(page, key, state);
    thumb.element.dataset["number"] = String(page.number);
    thumb.element.classList.toggle("changed", unseen);
    thumb.folio.textContent = page.folio ? String(page.folio) : "–";
    const titles = this.titles(page, state);
    thumb.element.setAttribute("aria-label", [pageName(page), unseen && t("changed"), ...titles.map((item) => item.text)].filter(Boolean).join(", "));
    if (!this.options.titles) return thumb.element;
    const lines = titles.map((item) => h("span", { class: item.again ? "title again" : "title", title: item.text }, item.text));
    return h("div", { class: "thumb-cell" }, thumb.element, h("div", { class: "thumb-titles", "aria-hidden": "true" }, ...lines));
  }

  private titles(page: Page, state: EditionState): { text: string; again: boolean }[] {
    const content = contentOf(page, state.articles, state.pages);
    if (content.continuing) return [{ text: `${content.continuing.title}${t("continued")}`, again: true }];
    return content.starting.map((article) => ({ text: article.title, again: false }));
  }

  private thumbnail(page: Page, key: string, state: EditionState): Thumbnail {
    const known = this.kept.get(key);
    if (known || !state.geometry) return known ?? this.button(page);
    const made = this.button(page);
    const scale = scaleFor(this.options.width / state.geometry.width, Math.max(1, window.devicePixelRatio), state.geometry);
    const before = this.before.get(String(page.number));
    if (before) made.image.src = before;
    made.image.dataset["address"] = api.picture(page, scale, "screen", false);
    this.sight.observe(made.image);
    this.kept.set(key, made);
    return made;
  }

  private sighted(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting || !(target instanceof HTMLImageElement)) continue;
      this.sight.unobserve(target);
      later(target, target.dataset["address"] ?? "");
    }
  }

  private button(page: Page): Thumbnail {
    const image = h("img", { alt: "", draggable: "false" });
    const folio = h("span", { class: "folio", "aria-hidden": "true" });
    const element = h("button", { type: "button", class: "thumb", "data-id": page.id }, h("span", { class: "thumb-paper" }, image), folio);
    element.addEventListener("click", () => this.options.choose({ ...page, number: Number(element.dataset["number"]) }));
    return { element, image, folio };
  }

  /** Arrow keys go from page to page. */
  private key(event: KeyboardEvent): void {
    const buttons = [...this.element.querySelectorAll<HTMLButtonElement>("button.thumb")];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const steps: Record<string, number> = { ArrowRight: at + 1, ArrowLeft: at - 1, ArrowDown: at + 2, ArrowUp: at - 2, Home: 0, End: buttons.length - 1 };
    const next = steps[event.key];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const target = buttons[Math.max(0, Math.min(buttons.length - 1, next))];
    for (const button of buttons) button.tabIndex = button === target ? 0 : -1;
    target?.focus();
  }
}

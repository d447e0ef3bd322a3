/** Previous versions of a file: a list, what one said beside what is there now, and taking it back. */

import { MergeView } from "@codemirror/merge";
import { EditorState } from "@codemirror/state";
import { api } from "./api";
import { grammar, reading } from "./codemirror";
import type { FileKind, HistoryEntry } from "./contract";
import { openDialog } from "./dialogs";
import { h } from "./dom";
import { language, t } from "./words";

export interface VersionsWish {
  readonly name: string;
  readonly kind: FileKind;
  /** The text as it is in the editor. */
  now(): string;
  restore(text: string): void;
  fail(error: unknown): void;
}

export async function showVersions(wish: VersionsWish): Promise<void> {
  const entries = await api.history(wish.name);
  const place = h("div", { class: "merge" });
  const heads = h("div", { class: "merge-heads", hidden: true }, h("span"), h("span", { t: "now" }));
  let view: MergeView | null = null;
  const look = async (entry: HistoryEntry, button: HTMLElement): Promise<void> => {
    const { text } = await api.oldText(wish.name, entry.id);
    view?.destroy();
    place.replaceChildren();
    const extensions = [reading(), grammar(wish.kind, wish.name), EditorState.readOnly.of(true)];
    view = new MergeView({ a: { doc: text, extensions }, b: { doc: wish.now(), extensions }, parent: place, gutter: true, collapseUnchanged: {} });
    heads.hidden = false;
    (heads.firstElementChild as HTMLElement).textContent = t("then", { time: timeOf(entry) });
    for (const other of list.querySelectorAll("[aria-current]")) other.removeAttribute("aria-current");
    button.setAttribute("aria-current", "true");
  };
  const restore = async (entry: HistoryEntry): Promise<void> => {
    wish.restore((await api.oldText(wish.name, entry.id)).text);
    dialog.close();
  };
  const list = h("ul", { class: "versions" }, ...entries.map((entry) => row(entry, look, restore, (error) => wish.fail(error))));
  const content = entries.length ? [list, heads, place] : [h("p", { class: "empty", t: "noHistory" })];
  const dialog = openDialog(t("historyOf", { name: wish.name }), "history", ...content);
  dialog.addEventListener("close", () => view?.destroy());
  list.querySelector<HTMLElement>("button")?.focus();
}

function row(
  entry: HistoryEntry,
  look: (entry: HistoryEntry, button: HTMLElement) => Promise<void>,
  restore: (entry: HistoryEntry) => Promise<void>,
  fail: (error: unknown) => void,
): HTMLElement {
  const view: HTMLButtonElement = h("button", { type: "button", class: "version", onclick: () => void look(entry, view).catch(fail) }, timeOf(entry));
  const size = h("span", { class: "size" }, sizeOf(entry.size));
  return h("li", {}, view, size, h("button", { type: "button", t: "restore", onclick: () => void restore(entry).catch(fail) }));
}

function timeOf(entry: HistoryEntry): string {
  const locale = language.value === "zh" ? "zh-CN" : "en-GB";
  return new Date(entry.time).toLocaleString(locale, { dateStyle: "medium", timeStyle: "medium" });
}

function sizeOf(bytes: number): string {
  return bytes < 1000 ? `${bytes} B` : `${(bytes / 1000).toFixed(1)} kB`;
}

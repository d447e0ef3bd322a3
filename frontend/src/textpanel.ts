/** The code editor in the side panel: choosing a file, saving, and what happens when it changes elsewhere. */

import { isolateHistory } from "@codemirror/commands";
import { EditorState, type Text } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { api } from "./api";
import { fixChange, lintAgain, positionOf, reading, spoken } from "./codemirror";
import { askConflict } from "./conflict";
import type { EditionState, FileEntry, FileKind, Fix, Place, Problem } from "./contract";
import { changeBetween, cursorAt, drafts, openText, saveText, type OpenText } from "./documents";
import { h, icon, iconButton } from "./dom";
import type { Notices } from "./notices";
import { showVersions } from "./versions";
import { t, type Word } from "./words";

const GROUPS: readonly (readonly [word: Word, kinds: readonly FileKind[]])[] = [
  ["manifests", ["manifest"]],
  ["manuscripts", ["manuscript"]],
  ["layoutFiles", ["layout", "style", "template"]],
];

export interface TextEvents {
  /** Show the place on its page. */
  showPlace(place: Place): void;
  openOutside(place: Place): void;
  notices: Notices;
}

export class TextPanel {
  readonly element: HTMLElement;
  private readonly view: EditorView;
  private readonly files = h("select", { class: "file-choice", label: "file" });
  private readonly dirtyMark = h("span", { class: "dirty-mark", role: "status" });
  private readonly saveButton = h("button", { type: "button", class: "primary save", label: "save", onclick: () => void this.save() }, icon("save"), h("span", { t: "save" }));
  private readonly bar = h("div", { class: "editor-bar", role: "alert", hidden: true });
  private readonly hint = h("p", { class: "empty", t: "chooseFile" });
  private readonly host = h("div", { class: "editor" });
  private readonly texts = new Map<string, OpenText>();
  private readonly opening = new Map<string, Promise<OpenText>>();
  private open: OpenText | null = null;
  private entries: readonly FileEntry[] = [];
  private found: readonly Problem[] = [];
  private edition = "";
  private draftTimer = 0;
  private asking = false;

  constructor(private readonly events: TextEvents) {
    this.view = new EditorView({ parent: this.host, state: EditorState.create({ extensions: reading() }) });
    this.host.hidden = true;
    this.files.addEventListener("change", () => void this.show({ file: this.files.value, line: 0, column: 0 }));
    const tools = h(
      "div",
      { class: "panel-bar" },
      this.files,
      this.dirtyMark,
      iconButton("page", "showOnPage", () => this.showLine()),
      iconButton("history", "history", () => void this.versions()),
      iconButton("outside", "openOutside", () => this.open && events.openOutside(this.cursorPlace())),
      this.saveButton,
    );
    this.element = h("div", { class: "text-panel" }, tools, this.bar, this.hint, this.host);
    window.addEventListener("beforeunload", (event) => {
      if (this.hasUnsaved()) event.preventDefault();
    });
    this.refresh();
  }

  /** Whether a file has changes that are not saved; of all files, where none is named. */
  hasUnsaved(name?: string): boolean {
    return [...this.texts.values()].some((text) => text.dirty.value && (name === undefined || text.file.name === name));
  }

  /** The files that there are. */
  list(state: EditionState): void {
    this.edition = state.edition;
    const texts = state.files.filter((file) => file.kind !== "picture");
    if (JSON.stringify(texts) === JSON.stringify(this.entries) && this.files.options.length) return;
    this.entries = texts;
    this.fillFiles();
  }

  fillFiles(): void {
    const groups = GROUPS.map(([word, kinds]) => {
      const files = this.entries.filter((file) => kinds.includes(file.kind));
      const options = files.map((file) => h("option", { value: file.name }, this.optionName(file)));
      return h("optgroup", { "aria-label": t(word) }, ...options);
    });
    groups.forEach((group, index) => (group.label = t(GROUPS[index]?.[0] ?? "file")));
    const none = this.open ? [] : [h("option", { value: "" }, "…")];
    this.files.replaceChildren(...none, ...groups.filter((group) => group.children.length));
    this.files.value = this.open?.file.name ?? "";
  }

  /** Another language. */
  speak(): void {
    this.fillFiles();
    this.view.dispatch({ effects: spoken(this.open?.file.name) });
    for (const text of this.texts.values()) if (text !== this.open) text.state = text.state.update({ effects: spoken(text.file.name) }).state;
    this.refresh();
  }

  /** Open a file at a line, and put the cursor there. */
  async show(place: Place, focus = true): Promise<boolean> {
    const file = this.entries.find((entry) => entry.name === place.file);
    if (!file) return false;
    try {
      this.switchTo(await this.text(file));
    } catch (error) {
      this.events.notices.fail(error);
      this.files.value = this.open?.file.name ?? "";
      return false;
    }
    if (place.line) {
      const position = positionOf(this.view.state.doc, place.line, place.column || 1);
      this.view.dispatch({ selection: cursorAt(position), effects: EditorView.scrollIntoView(position, { y: "center" }) });
    }
    if (focus) this.view.focus();
    return true;
  }

  /** Mend places of a file as one change that can be undone, and save; how many could be, null where there is no such file. */
  async mend(name: string, fixes: readonly Fix[]): Promise<{ count: number; saved: boolean } | null> {
    const file = this.entries.find((entry) => entry.name === name);
    if (!file) return null;
    const text = await this.text(file);
    this.switchTo(text);
    const clean = !text.dirty.value && text.writable;
    const changes = fixes.map((fix) => fixChange(this.view.state.doc, fix)).filter((made) => made !== null);
    if (!changes.length || !text.writable) return { count: 0, saved: false };
    this.view.dispatch({ changes, annotations: isolateHistory.of("full"), effects: EditorView.scrollIntoView(changes[0]?.from ?? 0, { y: "center" }) });
    if (clean) await this.save();
    return { count: changes.length, saved: clean && !text.dirty.value };
  }

  /** What proofreading found in all texts together is underlined in those that are open. */
  showTexts(texts: readonly Problem[]): void {
    this.found = texts;
    lintAgain(this.view);
  }

  /** The findings of a text that is as it was saved. */
  private findingsOf(name: string): readonly Problem[] {
    return this.hasUnsaved(name) ? [] : this.found.filter((problem) => problem.file === name && !problem.accepted && !problem.fixes?.length);
  }

  /** Save what is open; ask, where the file was changed elsewhere. */
  async save(): Promise<void> {
    const open = this.open;
    if (!open || !open.writable || open.saving || this.view.composing) return;
    if (open.newer.value) return this.resolve(open);
    if (!open.dirty.value) {
      this.events.notices.say(t("saved", { name: open.file.name }));
      return;
    }
    try {
      const conflict = await saveText(open, this.docOf(open), open.version);
      if (conflict) {
        this.events.notices.say(t("savingConflict"), "fault");
        await this.resolve(open);
      } else this.wasSaved(open);
    } catch (error) {
      this.events.notices.fail(error);
    }
  }

  /** A file is another one on disk now: take it over, or say so where there are unsaved changes. */
  async changedOnDisk(name: string, version: string): Promise<void> {
    const text = this.texts.get(name);
    if (!text || version === text.version || version === "") return;
    if (text.saving) {
      window.setTimeout(() => void this.changedOnDisk(name, version), 300);
      return;
    }
    try {
      const found = await api.file(name);
      if (found.version === text.version) return;
      if (text.dirty.value || (text === this.open && this.view.composing)) text.newer.set({ text: found.text, version: found.version });
      else {
        this.replace(text, found.text, found.version);
        if (text === this.open) this.events.notices.say(t("reloaded", { name }));
      }
      this.refresh();
    } catch (error) {
      this.events.notices.fail(error);
    }
  }

  showLine(): void {
    if (this.open) this.events.showPlace(this.cursorPlace());
  }

  private cursorPlace(): Place {
    const { doc, selection } = this.view.state;
    const line = doc.lineAt(selection.main.head);
    return { file: this.open?.file.name ?? "", line: line.number, column: selection.main.head - line.from + 1 };
  }

  private optionName(file: FileEntry): string {
    const short = file.name.split("/").slice(-2).join("/");
    const unsaved = this.texts.get(file.name)?.dirty.value ? " •" : "";
    return `${file.kind === "manifest" ? file.name.split("/").slice(1).join("/") : short}${unsaved}`;
  }

  private async text(file: FileEntry): Promise<OpenText> {
    const known = this.texts.get(file.name);
    if (known) return known;
    const asked = this.opening.get(file.name) ?? openText(file, () => this.edited(), () => undefined, () => this.findingsOf(file.name));
    this.opening.set(file.name, asked);
    try {
      const text = await asked;
      if (!this.texts.has(file.name)) {
        this.texts.set(file.name, text);
        text.dirty.listen(() => this.refresh());
        text.newer.listen(() => this.refresh());
      }
      return this.texts.get(file.name) ?? text;
    } finally {
      this.opening.delete(file.name);
    }
  }

  private switchTo(text: OpenText): void {
    if (text === this.open) return;
    if (this.open) this.open.state = this.view.state;
    this.open = text;
    this.view.setState(text.state);
    this.host.hidden = false;
    this.hint.hidden = true;
    this.fillFiles();
    this.refresh();
  }

  private docOf(text: OpenText): Text {
    return text === this.open ? this.view.state.doc : text.state.doc;
  }

  private edited(): void {
    const open = this.open;
    if (!open) return;
    open.state = this.view.state;
    open.refreshDirty();
    clearTimeout(this.draftTimer);
    this.draftTimer = window.setTimeout(() => {
      drafts.keep(this.edition, open.file.name, open.dirty.value ? this.docOf(open).toString() : null);
    }, 500);
  }

  private wasSaved(open: OpenText): void {
    drafts.keep(this.edition, open.file.name, null);
    if (open === this.open) open.state = this.view.state;
    open.refreshDirty();
    this.events.notices.say(t("saved", { name: open.file.name }));
    this.refresh();
  }

  /** Put another text into the editor as one change that can be undone. */
  private replace(text: OpenText, content: string, version: string | null): void {
    const change = changeBetween(this.docOf(text).toString(), content);
    if (text === this.open) {
      this.view.dispatch({ changes: change, annotations: isolateHistory.of("full") });
      text.state = this.view.state;
    } else text.state = text.state.update({ changes: change, annotations: isolateHistory.of("full") }).state;
    if (version !== null) {
      text.version = version;
      text.saved = text.state.doc;
      text.newer.set(null);
      drafts.keep(this.edition, text.file.name, null);
    }
    text.refreshDirty();
  }

  private async resolve(open: OpenText): Promise<void> {
    const theirs = open.newer.value;
    if (!theirs || this.asking) return;
    this.asking = true;
    const mine = this.docOf(open);
    const decision = await askConflict({ name: open.file.name, kind: open.file.kind, theirs: theirs.text, mine: mine.toString() });
    this.asking = false;
    if (decision.choice === "later") return;
    if (decision.choice === "theirs") {
      this.replace(open, theirs.text, theirs.version);
      return;
    }
    if (decision.choice === "merged") this.replace(open, decision.text, null);
    try {
      const again = await saveText(open, this.docOf(open), theirs.version);
      if (again) await this.resolve(open);
      else this.wasSaved(open);
    } catch (error) {
      this.events.notices.fail(error);
    }
  }

  private async versions(): Promise<void> {
    const open = this.open;
    if (!open) return;
    const restore = (text: string): void => {
      this.switchTo(open);
      this.replace(open, text, null);
      this.events.notices.say(t("restored"));
      this.view.focus();
    };
    const fail = (error: unknown): void => this.events.notices.fail(error);
    await showVersions({ name: open.file.name, kind: open.file.kind, now: () => this.docOf(open).toString(), restore, fail }).catch(fail);
  }

  private refresh(): void {
    const open = this.open;
    const dirty = open?.dirty.value ?? false;
    this.dirtyMark.textContent = dirty ? t("unsaved") : open && !open.writable ? t("readOnly") : "";
    this.dirtyMark.classList.toggle("dirty", dirty);
    this.saveButton.disabled = !open?.writable || !(dirty || open.newer.value);
    for (const option of this.files.options) {
      const file = this.entries.find((entry) => entry.name === option.value);
      if (file) option.textContent = this.optionName(file);
    }
    this.fillBar(open);
  }

  private fillBar(open: OpenText | null): void {
    const draft = open && !open.dirty.value ? drafts.find(this.edition, open.file.name) : null;
    const button = (word: Word, action: () => void): HTMLElement => h("button", { type: "button", t: word, onclick: action });
    this.bar.hidden = true;
    if (open?.newer.value) this.fill(t("changedOnDisk"), button("compare", () => void this.resolve(open)));
    else if (open && draft !== null && draft !== this.docOf(open).toString())
      this.fill(
        t("draftFound"),
        button("takeDraft", () => this.replace(open, draft, null)),
        button("dropDraft", () => {
          drafts.keep(this.edition, open.file.name, null);
          this.refresh();
        }),
      );
  }

  private fill(text: string, ...actions: HTMLElement[]): void {
    this.bar.hidden = false;
    this.bar.replaceChildren(h("span", {}, text), ...actions);
  }
}

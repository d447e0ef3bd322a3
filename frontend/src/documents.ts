/** The texts that are open: what is in the editor, which version of the file it began with, and saving it. */

import { EditorSelection, EditorState, Text, type ChangeSpec } from "@codemirror/state";
import { api } from "./api";
import { Cell } from "./cell";
import { editing } from "./codemirror";
import type { Conflict, FileEntry, Problem } from "./contract";

/** One open file. */
export class OpenText {
  readonly dirty = new Cell(false);
  /** What stands on disk, where it is another version than this text began with. */
  readonly newer = new Cell<Conflict | null>(null);
  saving = false;

  constructor(
    readonly file: FileEntry,
    public state: EditorState,
    public saved: Text,
    public version: string,
    readonly writable: boolean,
  ) {}

  refreshDirty(): void {
    this.dirty.set(!this.state.doc.eq(this.saved));
  }
}

/** Read a file; `onChange` is called at every change in the editor; `findings` tells what else is to be underlined. */
export async function openText(file: FileEntry, onChange: () => void, onCursor: () => void, findings: () => readonly Problem[]): Promise<OpenText> {
  const found = await api.file(file.name);
  const writable = found.writable;
  const extensions = editing({ name: file.name, kind: file.kind, writable, onChange, onCursor, findings });
  const state = EditorState.create({ doc: found.text, extensions });
  return new OpenText(file, state, state.doc, found.version, writable);
}

/** Write a text; the conflict, where the file is not the version any more that it began with. */
export async function saveText(open: OpenText, text: Text, base: string): Promise<Conflict | null> {
  open.saving = true;
  try {
    const written = await api.write(open.file.name, text.toString(), base);
    if ("conflict" in written) {
      open.newer.set(written.conflict);
      return written.conflict;
    }
    open.version = written.version;
    open.saved = text;
    open.newer.set(null);
    open.refreshDirty();
    return null;
  } finally {
    open.saving = false;
  }
}

/** The smallest change from one text to another, so that cursor, scroll and undo stay. */
export function changeBetween(before: string, after: string): ChangeSpec {
  let start = 0;
  const least = Math.min(before.length, after.length);
  while (start < least && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let end = 0;
  while (end < least - start && before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)) end++;
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) };
}

/** A cursor at a position. */
export function cursorAt(position: number): EditorSelection {
  return EditorSelection.single(position);
}

/** Unsaved texts outlive a closed tab or a crash of the browser's process, in this tab's own storage. */
export const drafts = {
  key: (edition: string, name: string): string => `typeset-draft:${edition}:${name}`,

  keep(edition: string, name: string, text: string | null): void {
    try {
      if (text === null) sessionStorage.removeItem(drafts.key(edition, name));
      else sessionStorage.setItem(drafts.key(edition, name), text);
    } catch {
      // storage is full or switched off: closing the window asks first all the same
    }
  },

  find(edition: string, name: string): string | null {
    try {
      return sessionStorage.getItem(drafts.key(edition, name));
    } catch {
      return null;
    }
  },
};

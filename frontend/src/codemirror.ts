/** CodeMirror, set up for manifests, manuscripts and a layout's files. */

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { css } from "@codemirror/lang-css";
import { html } from "@codemirror/lang-html";
import { markdown } from "@codemirror/lang-markdown";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { forceLinting, linter, lintGutter, lintKeymap, type Diagnostic } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, type Extension, type StateEffect, type Text, type Transaction } from "@codemirror/state";
import {
  dropCursor,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { api } from "./api";
import { manifestCompletion, manifestHover } from "./completion";
import { said, type FileKind, type Fix, type Problem, type Severity } from "./contract";
import { ManifestSchema, type Schema } from "./schema";
import { language, t } from "./words";

const NONCE = document.querySelector<HTMLMetaElement>('meta[name="typeset-nonce"]')?.content ?? "";

/** Colours are custom properties of app.css, so that light and dark need no other editor. */
const COLOURS = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName), tags.attributeName], color: "var(--code-key)" },
  { tag: [tags.string, tags.special(tags.string), tags.attributeValue], color: "var(--code-string)" },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: "var(--code-number)" },
  { tag: [tags.comment, tags.meta], color: "var(--code-comment)" },
  { tag: [tags.heading], color: "var(--code-key)", fontWeight: "600" },
  { tag: tags.strong, fontWeight: "700" },
  { tag: tags.emphasis, fontStyle: "italic" },
  { tag: [tags.link, tags.url], color: "var(--accent)" },
  { tag: [tags.punctuation, tags.separator, tags.processingInstruction, tags.quote], color: "var(--code-mark)" },
  { tag: [tags.keyword, tags.tagName], color: "var(--code-key)" },
]);

const PHRASES: Record<string, string> = {
  Find: "查找",
  Replace: "替换为",
  next: "下一个",
  previous: "上一个",
  all: "全选",
  "match case": "区分大小写",
  "by word": "整词",
  regexp: "正则",
  replace: "替换",
  "replace all": "全部替换",
  close: "关闭",
  "Go to line": "转到行",
  go: "转到",
  "No diagnostics": "没有问题",
  Diagnostics: "问题",
  Completions: "补全",
  "current match": "当前匹配",
  "on line": "在第几行：",
  "replaced $ matches": "替换了 $ 处",
  "replaced match on line $": "替换了第 $ 行的一处",
};

const words = new Compartment();

/** What the editor says in the language of the page. */
function spokenWords(name: string | undefined): Extension {
  const label = name ? EditorView.contentAttributes.of({ "aria-label": t("editorLabel", { name }), "aria-description": t("keyTab") }) : [];
  return [language.value === "zh" ? EditorState.phrases.of(PHRASES) : [], label];
}

/** The editor's words anew, after the language was switched. */
export function spoken(name?: string): StateEffect<unknown> {
  return words.reconfigure(spokenWords(name));
}

/** Extensions for any text that is shown: colours, wrapping, the nonce for style elements. */
export function reading(name?: string): Extension {
  return [
    EditorView.cspNonce.of(NONCE),
    EditorView.lineWrapping,
    syntaxHighlighting(COLOURS),
    highlightSpecialChars(),
    lineNumbers(),
    words.of(spokenWords(name)),
  ];
}

export function grammar(kind: FileKind, name: string): Extension {
  if (kind === "manifest" || name.endsWith(".yaml")) return yaml();
  if (kind === "manuscript") return name.endsWith(".txt") ? [] : markdown();
  if (kind === "style") return css();
  return kind === "template" ? html() : [];
}

export interface EditingWish {
  readonly name: string;
  readonly kind: FileKind;
  readonly writable: boolean;
  onChange(): void;
  onCursor(): void;
  /** What is known of the text as it was saved. */
  findings(): readonly Problem[];
}

/** Extensions for a file that is edited. */
export function editing(wish: EditingWish): Extension {
  const manifest = wish.kind === "manifest";
  return [
    reading(wish.name),
    grammar(wish.kind, wish.name),
    highlightActiveLineGutter(),
    highlightActiveLine(),
    history(),
    typedOverLines,
    dropCursor(),
    indentOnInput(),
    indentUnit.of("  "),
    bracketMatching(),
    manifest ? closeBrackets() : [],
    search({ top: true }),
    highlightSelectionMatches(),
    manifest ? [autocompletion({ override: [manifestCompletion(schemaFor(wish.name))] }), manifestHover(schemaFor(wish.name))] : [],
    manifest || wish.kind === "manuscript" ? [lintGutter(), linter((view) => check(view, wish), { delay: 400 })] : [],
    keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...completionKeymap, ...lintKeymap, indentWithTab]),
    EditorState.readOnly.of(!wish.writable),
    EditorView.contentAttributes.of({ spellcheck: "false" }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) wish.onChange();
      if (update.selectionSet || update.docChanged) wish.onCursor();
    }),
  ];
}

/** What is typed over several lines: Chromium would write style attributes, which the page's policy forbids, and complain. */
const typedOverLines = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { state } = view;
    const { ranges, main } = state.selection;
    const text = event.data;
    if (event.inputType !== "insertText" || !text || event.isComposing || view.composing || state.readOnly) return false;
    if (ranges.length > 1 || state.doc.lineAt(main.from).to >= main.to) return false;
    const insert = (): Transaction => state.update(state.replaceSelection(text), { userEvent: "input.type", scrollIntoView: true });
    const taken = state.facet(EditorView.inputHandler).some((handler) => handler(view, main.from, main.to, text, insert));
    if (!taken) view.dispatch(insert());
    return true;
  },
});

const schemas = new Map<boolean, Promise<ManifestSchema | null>>();

function schemaFor(name: string): () => Promise<ManifestSchema | null> {
  const publication = name.endsWith("publication.yaml");
  return () => {
    const known = schemas.get(publication);
    if (known) return known;
    const asked = api.schema(publication).then(
      (found) => new ManifestSchema(found as Schema),
      () => {
        schemas.delete(publication);
        return null;
      },
    );
    schemas.set(publication, asked);
    return asked;
  };
}

/** Files, titles or columns may be others now: ask again when somebody completes. */
export function forgetSchemas(): void {
  schemas.clear();
}

const SEVERITY: Record<Severity, Diagnostic["severity"]> = { error: "error", warning: "warning", notice: "info" };

async function check(view: EditorView, wish: EditingWish): Promise<readonly Diagnostic[]> {
  if (view.composing) return []; // what an input method has not committed is not the editor's text yet
  try {
    const problems = await api.check(wish.name, view.state.doc.toString());
    const known = new Set(problems.map(placeKey));
    const more = wish.findings().filter((problem) => !known.has(placeKey(problem)));
    return [...problems, ...more].map((problem) => diagnostic(view.state.doc, problem));
  } catch {
    return []; // not connected: the banner says so
  }
}

function diagnostic(text: Text, problem: Problem): Diagnostic {
  const from = positionOf(text, problem.line ?? 1, problem.column ?? 1);
  const line = text.lineAt(from);
  const to = problem.column ? from + units(line.text.slice(from - line.from), problem.length ?? 1) : line.to;
  const message = [said(problem.message, language.value), said(problem.hint, language.value)].filter(Boolean).join("\n");
  const [fix] = problem.fixes ?? [];
  const made = fix ? fixChange(text, fix) : null;
  const end = Math.max(from, Math.min(made ? made.to : to, text.length));
  const found: Diagnostic = { from, to: end, severity: SEVERITY[problem.severity], message };
  return made && problem.fixes?.length === 1 ? { ...found, actions: [fixAction(made)] } : found;
}

/** The button that mends what is underlined, where it still says what it said. */
function fixAction(made: FixChange): NonNullable<Diagnostic["actions"]>[number] {
  const apply = (view: EditorView, from: number): void => {
    const to = from + made.before.length;
    if (view.state.sliceDoc(from, to) === made.before) view.dispatch({ changes: { from, to, insert: made.insert } });
  };
  return { name: t("fixIt"), apply };
}

export interface FixChange {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
  readonly before: string;
}

/** A fix as a change of a text; null where the text does not say there what is to be mended. */
export function fixChange(text: Text, fix: Fix): FixChange | null {
  if (fix.line > text.lines) return null;
  const from = positionOf(text, fix.line, fix.column);
  const to = from + fix.before.length;
  return to <= text.length && text.sliceString(from, to) === fix.before ? { from, to, insert: fix.after, before: fix.before } : null;
}

function placeKey(problem: Problem): string {
  return `${problem.code}:${problem.line}:${problem.column}`;
}

/** Look again at what is open. */
export function lintAgain(view: EditorView): void {
  forceLinting(view);
}

/** The offset of a line and column, both from 1; columns count characters, not UTF-16 units. */
export function positionOf(text: Text, line: number, column: number): number {
  const found = text.line(Math.max(1, Math.min(text.lines, line)));
  return found.from + units(found.text, Math.max(0, column - 1));
}

function units(text: string, characters: number): number {
  return [...text].slice(0, characters).join("").length;
}

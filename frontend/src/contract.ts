/** What the server says: the JSON of its addresses, in millimetres from a page's trimmed top left corner. */

export type Language = "zh" | "en";
export type Side = "left" | "right";
export type Severity = "error" | "warning" | "notice";
export type BuildState = "building" | "ready" | "broken" | "crashed";
export type Box = readonly [x: number, y: number, width: number, height: number];

export interface Page {
  /** Content identity: an equal picture has an equal id, over rebuilds too. */
  readonly id: string;
  /** Physical page, from 1. */
  readonly number: number;
  /** Printed number, 0 if none. */
  readonly folio: number;
  readonly side: Side;
  readonly run: string;
  readonly type_area: Box;
  /** Top of the first line and the distance of lines. */
  readonly grid: readonly [first: number, pitch: number] | null;
  readonly changed: boolean;
}

export interface Geometry {
  readonly width: number;
  readonly height: number;
  readonly bleed: number;
}

export interface ArticleEntry {
  readonly id: string;
  readonly title: string;
  readonly heading: string;
  readonly folio: number;
  readonly number: number;
}

/** Words for the editor, in the server's language or in both. */
export type Said = string | Readonly<Record<Language, string>>;

export function said(words: Said | null | undefined, language: Language): string {
  return typeof words === "string" ? words : (words?.[language] ?? "");
}

/** A change that mends a finding: characters at a line and column become others. */
export interface Fix {
  readonly line: number;
  readonly column: number;
  readonly before: string;
  readonly after: string;
  /** The rule of clean-up. */
  readonly rule: Said;
}

export interface Problem {
  readonly id: string;
  readonly code: string;
  readonly severity: Severity;
  readonly message: Said;
  readonly hint: Said;
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly length: number | null;
  /** Physical page. */
  readonly page: number | null;
  readonly box: Box | null;
  /** Why and by whom it is let stand, if it is. */
  readonly accepted: { readonly reason: string; readonly by: string } | null;
  /** Who found it; the setting, where nothing is said. */
  readonly group?: "preflight" | "texts";
  readonly fixes?: readonly Fix[];
}

export type FileKind = "manifest" | "manuscript" | "picture" | "style" | "template" | "layout";

export interface FileEntry {
  readonly name: string;
  readonly kind: FileKind;
  readonly writable: boolean;
}

export interface CopyfitStep {
  readonly name: string;
  readonly chinese: string;
  readonly before: number;
  readonly after: number;
  readonly unit: string;
}

export interface CopyfitRun {
  readonly run: string;
  /** Ids of its articles. */
  readonly articles: readonly string[];
  readonly title: string;
  readonly start: number;
  readonly pages: number;
  readonly pages_wanted: number | null;
  /** Whether the manifest wants a number of pages; else the edition's total asked for it. */
  readonly asked: boolean;
  readonly lines_over: number;
  readonly lines_short: number;
  readonly steps: readonly CopyfitStep[];
  /** Lines taken, and all lines, of each page. */
  readonly fill: readonly (readonly [used: number, capacity: number])[];
  /** Pictures of which one alone would do, made so many mm lower; `page` counts from the run's first. */
  readonly picture_cuts: readonly {
    readonly file: string;
    readonly page: number;
    readonly height: number;
    /** What to type as its 裁切, in per cent. */
    readonly crop: { readonly top: number; readonly bottom: number };
  }[];
}

export interface CopyfitSaving {
  readonly run: string;
  readonly title: string;
  readonly pages: number;
  readonly lines: number;
}

export interface Copyfit {
  readonly pages: number;
  readonly pages_wanted: number | null;
  readonly fillers: number;
  readonly steps: readonly CopyfitStep[];
  readonly map: readonly { readonly run: string; readonly start: number; readonly pages: number; readonly articles: readonly string[] }[];
  readonly runs: readonly CopyfitRun[];
  /** A page less, the cheapest first. */
  readonly savings: readonly CopyfitSaving[];
  /** What saves the pages beyond whole sheets. */
  readonly sheet: { readonly pages: number; readonly cuts: readonly CopyfitSaving[] } | null;
}

export interface EditionState {
  readonly serial: number;
  readonly edition: string;
  readonly title: string;
  readonly language: Language;
  readonly state: BuildState;
  /** Why the renderer failed, if it did. */
  readonly message?: Said;
  /** Whether the renderer cannot be started. */
  readonly stopped: boolean;
  readonly geometry: Geometry | null;
  readonly binding: Side;
  readonly layers: readonly string[];
  readonly pages: readonly Page[];
  readonly articles: readonly ArticleEntry[];
  readonly problems: readonly Problem[];
  readonly seconds: number;
  /** Whether the print PDF was checked, and still is what was checked. */
  readonly preflight: "impossible" | "none" | "running" | "done" | "stale";
  readonly copyfit: Copyfit | null;
  readonly files: readonly FileEntry[];
}

export type LiveMessage =
  | ({ readonly type: "state" } & EditionState)
  | { readonly type: "building" }
  | { readonly type: "crashed"; readonly message: Said; readonly stopped: boolean }
  | { readonly type: "texts"; readonly findings: readonly Problem[] }
  | { readonly type: "file"; readonly name: string; readonly version: string };

export interface Spot {
  readonly box: Box;
  readonly source: string;
  readonly kind: string;
}

export interface SourceText {
  readonly name: string;
  readonly text: string;
  readonly version: string;
  readonly writable: boolean;
}

export interface Conflict {
  readonly text: string;
  readonly version: string;
}

export interface HistoryEntry {
  readonly id: string;
  readonly time: string;
  readonly size: number;
}

/** A proof (校样): what was frozen of the edition at a pass. */
export interface ProofEntry {
  readonly name: string;
  readonly heading: Said;
  readonly when: string;
  readonly by: string;
  readonly build: string;
  /** The article whose proof it is; empty for the whole edition. */
  readonly article: string;
  /** Physical pages. */
  readonly pages: readonly number[];
}

export interface ComparedProof extends ProofEntry {
  /** Width and height of each page. */
  readonly sizes: readonly (readonly [width: number, height: number])[];
}

export interface ChangeMark {
  readonly page: number;
  readonly box: Box;
}

export interface TextChange {
  readonly kind: "changed" | "inserted" | "deleted" | "moved";
  readonly what: Said;
  readonly file: string | null;
  readonly line: number | null;
  /** 0 for none. */
  readonly old_page: number;
  readonly new_page: number;
  readonly runs: readonly (readonly [kind: "same" | "deleted" | "inserted", text: string])[];
  /** Where it stands in the old proof, and in the new. */
  readonly old: readonly ChangeMark[];
  readonly new: readonly ChangeMark[];
}

export interface ChangedPage {
  readonly page: number;
  readonly kind: "changed" | "added" | "removed" | "moved";
  readonly came_from: number;
  /** Words stand elsewhere though they are the same. */
  readonly reflowed: boolean;
  readonly drawn: boolean;
  readonly margins: readonly (readonly [before: string, now: string])[];
  readonly texts: readonly TextChange[];
  /** What looks otherwise and is no change of words. */
  readonly areas: readonly Box[];
}

export interface Comparison {
  readonly old: ComparedProof;
  readonly new: ComparedProof;
  readonly pages: readonly ChangedPage[];
  readonly unchanged: readonly number[];
  readonly sources: readonly { readonly name: string; readonly what: "changed" | "added" | "removed" }[];
}

/** A comment on a marked-up proof, as comments.yaml has it. */
export interface Comment {
  readonly id: string;
  readonly page: number | null;
  readonly file: string | null;
  readonly line: number | null;
  readonly kind: string;
  /** The words that are marked. */
  readonly text: string;
  readonly comment: string;
  readonly by: string;
  readonly when: string;
  readonly from: string;
  readonly proof: string;
  readonly replies: readonly string[];
  readonly done: boolean;
}

export interface CommentList {
  readonly comments: readonly Comment[];
  /** What is to be said of the file that was read. */
  readonly problems: readonly Problem[];
  /** How many comments it has. */
  readonly read: number | null;
}

export type Path = readonly (string | number)[];

export interface FormPhoto {
  readonly path: Path;
  readonly file: string;
  readonly caption: string;
  readonly credit: string;
  readonly alt: string;
}

export interface FormArticle {
  readonly path: Path;
  /** The heading of its column. */
  readonly section: string;
  readonly kicker: string;
  readonly title: string;
  readonly subtitle: string;
  /** The pages that it should take; empty where nothing is said. */
  readonly pages: string;
  /** Each on one line: unit and post, a space, the name. */
  readonly authors: readonly string[];
  readonly photos: readonly FormPhoto[];
}

export interface FormSection {
  readonly path: Path;
  readonly heading: string;
}

export interface Form {
  readonly version: string;
  /** The pages that the edition should have; empty where nothing is said. */
  readonly pages: string;
  readonly articles: readonly FormArticle[];
  readonly sections: readonly FormSection[];
}

export type FormEdit =
  | { readonly path: Path; readonly key: string; readonly value: string | readonly string[] }
  | { readonly move: Path; /** Its path when all is done. */ readonly to: Path };

export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** "file:line:column", "file:line" or "file"; a file's name may hold colons. */
export function parsePlace(source: string): Place {
  const found = /^(.*?)(?::(\d+))?(?::(\d+))?$/.exec(source);
  return { file: found?.[1] ?? source, line: Number(found?.[2] ?? 0), column: Number(found?.[3] ?? 0) };
}

export function placeName(place: Place): string {
  return place.line ? `${place.file}:${place.line}` : place.file;
}

/** Where in a YAML text the cursor is: the keys and list items around it, read from the indentation.

A text that is being typed is seldom whole, so this looks at lines and not at a syntax tree. Braces and brackets are
understood where they are opened on the same line. */

import { scanFlow } from "./yamlflow";

export type Step = { readonly kind: "key"; readonly name: string } | { readonly kind: "item" };

interface Token {
  readonly column: number;
  readonly step: Step;
}

/** A text's lines, from 0. */
export interface Lines {
  readonly count: number;
  line(index: number): string;
}

export interface YamlPlace {
  /** What is around the key or value, from the outside in. */
  readonly around: readonly Step[];
  /** The key on the cursor's line, if the cursor stands in its value. */
  readonly key: string | null;
  /** Column where the key or value that is being typed begins. */
  readonly start: number;
  /** Keys that the mapping has already. */
  readonly siblings: ReadonlySet<string>;
  /** Inside braces or brackets. */
  readonly flow?: boolean;
}

const KEY = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#'"[\]{},&*!|>%@`-][^#:]*?|-[^\s#:][^#:]*?)\s*:(?=\s|$)/;

/** The list marks and the key with which a line begins. */
function tokens(line: string): Token[] {
  const found: Token[] = [];
  let column = line.length - line.trimStart().length;
  while (/^-(\s|$)/.test(line.slice(column))) {
    found.push({ column, step: { kind: "item" } });
    const rest = line.slice(column + 1);
    column += 1 + (rest.length - rest.trimStart().length);
  }
  const key = KEY.exec(line.slice(column));
  if (key?.[1]) found.push({ column, step: { kind: "key", name: unquoted(key[1]) } });
  return found;
}

function unquoted(written: string): string {
  return /^(["']).*\1$/.test(written) ? written.slice(1, -1) : written;
}

function isEmpty(line: string): boolean {
  return /^\s*(#|$)/.test(line);
}

/** Where the cursor is, or null in a comment or in a place of which nothing is known. */
export function placeAt(lines: Lines, index: number, column: number): YamlPlace | null {
  const line = lines.line(index);
  const before = line.slice(0, column);
  if (/(^|\s)#/.test(before) || inText(lines, index)) return null;
  const own = tokens(line).filter((token) => token.column < column || token.step.kind === "key");
  const key = own.find((token) => token.step.kind === "key");
  const items = own.filter((token) => token.step.kind === "item");
  const marks = /^[\s]*(?:-\s+)*/.exec(before)?.[0].length ?? 0;
  const value = key && key.step.kind === "key" ? /:\s+/.exec(line.slice(key.column)) : null;
  if (key && key.step.kind === "key" && value && column >= key.column + value.index + value[0].length) {
    const start = key.column + value.index + value[0].length;
    if (/^[[{]/.test(line.slice(start))) {
      const around = [...outward(lines, index, key.column, items), key.step];
      return flowPlace(line, start, column, around);
    }
    if (/^[|>"'&*]/.test(line.slice(start))) return null;
    return { around: outward(lines, index, key.column, items), key: key.step.name, start, siblings: new Set() };
  }
  const at = key?.column ?? marks;
  if (!key && /^[[{]/.test(line.slice(at))) return flowPlace(line, at, column, outward(lines, index, at, items));
  if (/[[\]{}"'|>]/.test(before.slice(at))) return null;
  return { around: outward(lines, index, at, items), key: null, start: at, siblings: siblings(lines, index, at) };
}

function flowPlace(line: string, from: number, column: number, around: readonly Step[]): YamlPlace | null {
  const { place } = scanFlow(line, from, column, around);
  return place && { ...place, flow: true };
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** Whether a line is part of a text that began with | or > further up. */
function inText(lines: Lines, index: number): boolean {
  const own = lines.line(index);
  let indent = own.trim() ? indentOf(own) : Infinity;
  for (let row = index - 1; row >= 0 && indent > 0; row--) {
    const line = lines.line(row);
    if (!line.trim() || indentOf(line) >= indent) continue;
    const marks = /^\s*(?:-\s+)*/.exec(line)?.[0].length ?? 0;
    if (/(^|[:-]\s+)[|>][-+0-9]*\s*(#.*)?$/.test(line) && marks < indent) return own.trim() !== "" || lines.line(index).length > indentOf(line);
    indent = indentOf(line);
  }
  return false;
}

/** The key at a column of a line, with what is around it. */
export function keyAt(lines: Lines, index: number, column: number): { around: readonly Step[]; name: string; from: number; to: number } | null {
  const line = lines.line(index);
  if (inText(lines, index)) return null;
  const own = tokens(line);
  const key = own.find((token) => token.step.kind === "key");
  const items = own.filter((token) => token.step.kind === "item");
  const brace = /^\s*(?:-\s+)*(?:[^{["'#]*?:\s+)?(?=[{[])/.exec(line)?.[0].length;
  if (brace !== undefined && column > brace) {
    const around = key ? [...outward(lines, index, key.column, items), key.step] : outward(lines, index, brace, items);
    return scanFlow(line, brace, line.length, around).keys.find((found) => found.from <= column && column <= found.to) ?? null;
  }
  if (!key || key.step.kind !== "key" || column < key.column || column > key.column + key.step.name.length) return null;
  return { around: outward(lines, index, key.column, items), name: key.step.name, from: key.column, to: key.column + key.step.name.length };
}

/** Steps from the outermost to the one just around `column`; `items` are the list marks on the line itself. */
function outward(lines: Lines, index: number, column: number, items: readonly Token[]): Step[] {
  const found: Step[] = [];
  let need = column;
  let last = "key" as Step["kind"];
  const take = (token: Token): void => {
    // A list may stand at the column of the key that it belongs to (YAML 1.2, 8.2.3).
    const fits = token.column < need || (last === "item" && token.step.kind === "key" && token.column === need);
    if (!fits) return;
    found.unshift(token.step);
    need = token.column;
    last = token.step.kind;
  };
  for (const token of [...items].reverse()) take(token);
  for (let row = index - 1; row >= 0 && (need > 0 || last === "item"); row--) {
    const line = lines.line(row);
    if (!isEmpty(line)) for (const token of tokens(line).reverse()) take(token);
  }
  return found;
}

function siblings(lines: Lines, index: number, column: number): Set<string> {
  const names = new Set<string>();
  const look = (row: number): boolean => {
    const line = lines.line(row);
    if (isEmpty(line)) return true;
    const own = tokens(line);
    const key = own.find((token) => token.step.kind === "key" && token.column === column);
    if (key?.step.kind === "key") names.add(key.step.name);
    return !own.some((token) => token.column < column) && line.length - line.trimStart().length >= column;
  };
  const startsItem = tokens(lines.line(index)).some((token) => token.step.kind === "item");
  for (let row = index - 1; !startsItem && row >= 0; row--) if (!look(row)) break;
  for (let row = index + 1; row < lines.count; row++) {
    if (tokens(lines.line(row)).some((token) => token.step.kind === "item" && token.column < column)) break;
    if (!look(row)) break;
  }
  return names;
}

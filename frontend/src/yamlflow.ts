/** Keys and values inside braces and brackets on one line: {文件: photos/a.jpg, 说明: …}. */

import type { Step } from "./yamlplace";

interface Frame {
  readonly map: boolean;
  readonly around: readonly Step[];
  readonly keys: Set<string>;
  /** The key whose value is being read, if it is one. */
  key: string | null;
  /** Where the key or value begins, blanks before it included. */
  start: number;
}

export interface FlowKey {
  readonly around: readonly Step[];
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

export interface FlowPlace {
  readonly around: readonly Step[];
  readonly key: string | null;
  readonly start: number;
  readonly siblings: ReadonlySet<string>;
}

interface Scan {
  readonly keys: readonly FlowKey[];
  readonly place: FlowPlace | null;
}

/** Read from the first brace or bracket at `from`; `place` is what is known of `column`. */
export function scanFlow(line: string, from: number, column: number, around: readonly Step[]): Scan {
  const keys: FlowKey[] = [];
  const frames: Frame[] = [];
  let here: { readonly frame: Frame; readonly key: string | null; readonly start: number } | null = null;
  const blank = (index: number): number => index + (line.slice(index).length - line.slice(index).trimStart().length);
  for (let at = from; at <= line.length; at++) {
    const frame = frames.at(-1);
    if (at === column && frame) here = { frame, key: frame.key, start: Math.min(blank(frame.start), column) };
    const char = line[at];
    if (char === undefined || (at > from && !frame) || (char === "#" && /\s/.test(line[at - 1] ?? ""))) break;
    if (char === "{" || char === "[") frames.push({ map: char === "{", around: inside(frame, around), keys: new Set(), key: null, start: at + 1 });
    else if (char === "}" || char === "]") frames.pop();
    else if (!frame) break;
    else if ((char === '"' || char === "'") && blank(frame.start) === at) {
      const end = line.indexOf(char, at + 1);
      if (end < 0 || (at < column && column <= end)) here = null;
      if (end < 0 || (at < column && column <= end)) break;
      at = end;
    } else if (char === ",") [frame.key, frame.start] = [null, at + 1];
    else if (char === ":" && frame.map && frame.key === null && /^(\s|$)/.test(line.slice(at + 1))) {
      const start = blank(frame.start);
      const name = line.slice(start, at).trim();
      frame.keys.add(name);
      keys.push({ around: frame.around, name, from: start, to: start + name.length });
      [frame.key, frame.start] = [name, at + 1];
    }
  }
  return { keys, place: here && placeOf(here.frame, here.key, here.start) };
}

function inside(frame: Frame | undefined, around: readonly Step[]): readonly Step[] {
  if (!frame) return around;
  if (!frame.map) return [...frame.around, { kind: "item" }];
  return frame.key === null ? frame.around : [...frame.around, { kind: "key", name: frame.key }];
}

function placeOf(frame: Frame, key: string | null, start: number): FlowPlace {
  if (!frame.map) return { around: [...frame.around, { kind: "item" }], key: null, start, siblings: new Set() };
  return { around: frame.around, key, start, siblings: frame.keys };
}

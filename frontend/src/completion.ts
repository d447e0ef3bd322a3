/** Completion and hover in manifests, from the schema. */

import { insertCompletionText, pickedCompletion, startCompletion, type Completion, type CompletionContext, type CompletionResult, type CompletionSource } from "@codemirror/autocomplete";
import type { Text } from "@codemirror/state";
import { hoverTooltip, type EditorView, type Tooltip } from "@codemirror/view";
import { h } from "./dom";
import { wordsOf, type ManifestSchema } from "./schema";
import { language, t } from "./words";
import { keyAt, placeAt, type Lines, type Step, type YamlPlace } from "./yamlplace";

const HAN = /[\u3400-\u9fff]/;
const MOST_VALUES = 8; // that a tooltip names

type SchemaAsked = () => Promise<ManifestSchema | null>;

function linesOf(text: Text): Lines {
  return { count: text.lines, line: (index) => text.line(index + 1).text };
}

export function manifestCompletion(asked: SchemaAsked): CompletionSource {
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const schema = await asked();
    if (!schema) return null;
    const line = context.state.doc.lineAt(context.pos);
    const place = placeAt(linesOf(context.state.doc), line.number - 1, context.pos - line.from);
    if (!place) return null;
    const from = line.from + place.start;
    if (!context.explicit && from === context.pos) return null;
    const after = line.text.slice(context.pos - line.from);
    const hasColon = place.flow ? /^[^,{}[\]]*:/.test(after) : line.text.includes(":");
    const values = place.key === null ? schema.itemValues(place.around) : schema.values(place.around, place.key);
    const chinese = hasChineseKeys(context.state.doc);
    const keys = place.key === null ? keyOptions(schema, place, chinese, hasColon) : [];
    const options = [...keys, ...values.map((value, index) => ({ ...valueOption(String(value)), boost: boost(String(value), chinese, index) }))];
    return options.length ? { from, options, validFor: /^[^\s:#]*$/ } : null;
  };
}

/** Keys that the mapping lacks; of a key's names, the ones in the manifest's own language come first. */
function keyOptions(schema: ManifestSchema, place: YamlPlace, chinese: boolean, hasColon: boolean): Completion[] {
  const { around, siblings, start, flow } = place;
  const options: Completion[] = [];
  for (const [name, value] of schema.keys(around)) {
    const words = wordsOf(value, language.value);
    if (words.names.some((other) => siblings.has(other)) || siblings.has(name)) continue;
    if (HAN.test(name) && words.names.length > 1 && words.names[0] !== name) continue; // its other names are understood, one is offered
    const scalar = schema.takesScalar(value) || flow;
    const text = hasColon ? name : scalar ? `${name}: ` : `${name}:\n${" ".repeat(start + 2)}`;
    const more = !hasColon && scalar && schema.values(around, name).length > 0;
    options.push({
      label: name,
      detail: words.text === name ? "" : words.text,
      type: "property",
      boost: boost(name, chinese, options.length),
      apply: more ? (view, completion, from, to) => write(view, completion, text, from, to) : text,
    });
  }
  return options;
}

/** In the order of the schema, those in the manifest's own language first; what is in neither, as files are, in order. */
function boost(label: string, chinese: boolean, index: number): number {
  return (HAN.test(label) === chinese ? 50 : 0) - Math.min(40, index);
}

/** Write a key, and offer its values. */
function write(view: EditorView, completion: Completion, text: string, from: number, to: number): void {
  view.dispatch({ ...insertCompletionText(view.state, text, from, to), annotations: pickedCompletion.of(completion) });
  startCompletion(view);
}

/** What YAML would take for something else stands in quotes. */
function valueOption(value: string): Completion {
  const plain = !/^[-?:,[\]{}#&*!|>'"%@`\s]|: |\s#|[,[\]{}]|:$|\s$/.test(value);
  return { label: value, type: "enum", apply: plain ? value : JSON.stringify(value) };
}

function hasChineseKeys(text: Text): boolean {
  return /^[\s-]*[\u3400-\u9fff]+:/m.test(text.sliceString(0, 4000));
}

export function manifestHover(asked: SchemaAsked) {
  return hoverTooltip(async (view, position): Promise<Tooltip | null> => {
    const schema = await asked();
    const line = view.state.doc.lineAt(position);
    const lines = linesOf(view.state.doc);
    const onKey = keyAt(lines, line.number - 1, position - line.from);
    const key = onKey ?? valueAt(lines, line.number - 1, position - line.from);
    const words = schema && key ? schema.words(key.around, key.name, language.value) : null;
    if (!key || !words) return null;
    const values = schema?.values(key.around, key.name).map(String) ?? [];
    if (!onKey && !values.length) return null; // words of the edition explain themselves
    const choice = values.length ? h("p", { class: "key-values" }, t("hoverValues", { values: shortList(values) })) : null;
    return {
      pos: line.from + key.from,
      end: line.from + key.to,
      above: true,
      create: () => ({
        dom: h("div", { class: "key-hover" }, h("strong", {}, words.names.join(" · ")), h("p", {}, words.text), choice),
      }),
    };
  });
}

/** The key in whose value a column stands, where it has one on its line. */
function valueAt(lines: Lines, index: number, column: number): { around: readonly Step[]; name: string; from: number; to: number } | null {
  const line = lines.line(index);
  if (column >= line.length) return null;
  const place = placeAt(lines, index, column);
  return place?.key ? { around: place.around, name: place.key, from: place.start, to: Math.max(place.start, column) } : null;
}

function shortList(values: readonly string[]): string {
  const shown = values.slice(0, MOST_VALUES).join(language.value === "zh" ? "、" : ", ");
  return values.length > MOST_VALUES ? `${shown} …` : shown;
}

/** Completion and hover in manifests, from the schema. */

import type { Completion, CompletionContext, CompletionResult, CompletionSource } from "@codemirror/autocomplete";
import type { Text } from "@codemirror/state";
import { hoverTooltip, type Tooltip } from "@codemirror/view";
import { h } from "./dom";
import { wordsOf, type ManifestSchema, type Schema } from "./schema";
import { language } from "./words";
import { keyAt, placeAt, type Lines } from "./yamlplace";

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
    const options =
      place.key === null
        ? keyOptions(schema, schema.keys(place.around), place.siblings, place.start, hasChineseKeys(context.state.doc), line.text.includes(":"))
        : schema.values(place.around, place.key).map((value) => ({ label: String(value), type: "enum" }));
    return options.length ? { from, options, validFor: /^[^\s:#]*$/ } : null;
  };
}

/** Keys that the mapping lacks; of a key's names, the ones in the manifest's own language come first. */
function keyOptions(schema: ManifestSchema, keys: Map<string, Schema>, siblings: ReadonlySet<string>, column: number, chinese: boolean, hasColon: boolean): Completion[] {
  const options: Completion[] = [];
  for (const [name, value] of keys) {
    const words = wordsOf(value, language.value);
    if (words.names.some((other) => siblings.has(other)) || siblings.has(name)) continue;
    const isChinese = /[\u3400-\u9fff]/.test(name);
    if (isChinese && words.names.length > 1 && words.names[0] !== name) continue; // its other names are understood, one is offered
    const scalar = schema.takesScalar(value);
    options.push({
      label: name,
      detail: words.text,
      type: "property",
      boost: isChinese === chinese ? 20 : 0,
      apply: hasColon ? name : scalar ? `${name}: ` : `${name}:\n${" ".repeat(column + 2)}`,
    });
  }
  return options;
}

function hasChineseKeys(text: Text): boolean {
  return /^[\s-]*[\u3400-\u9fff]+:/m.test(text.sliceString(0, 4000));
}

export function manifestHover(asked: SchemaAsked) {
  return hoverTooltip(async (view, position): Promise<Tooltip | null> => {
    const schema = await asked();
    const line = view.state.doc.lineAt(position);
    const key = keyAt(linesOf(view.state.doc), line.number - 1, position - line.from);
    const words = schema && key ? schema.words(key.around, key.name, language.value) : null;
    if (!key || !words) return null;
    return {
      pos: line.from + key.from,
      end: line.from + key.to,
      above: true,
      create: () => ({
        dom: h("div", { class: "key-hover" }, h("strong", {}, words.names.join(" · ")), h("p", {}, words.text)),
      }),
    };
  });
}

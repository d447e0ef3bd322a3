/** The manifest's JSON Schema: which keys and values a place may have, and what they mean. */

import type { Language } from "./contract";
import type { Step } from "./yamlplace";

/** The part of JSON Schema (draft 7) that the manifest's schema uses. */
export interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly examples?: readonly unknown[];
  readonly description?: string;
  readonly markdownDescription?: string;
  readonly definitions?: Readonly<Record<string, Schema>>;
}

export interface KeyWords {
  /** All names of the key: Chinese ones, then the English one. */
  readonly names: readonly string[];
  readonly text: string;
}

const MOST_DEPTH = 24;
const YES_AND_NO = ["是", "否", "yes", "no"] as const; // of all spellings that are understood

export class ManifestSchema {
  constructor(private readonly root: Schema) {}

  /** The keys that a mapping may have. */
  keys(around: readonly Step[]): Map<string, Schema> {
    const found = new Map<string, Schema>();
    for (const schema of this.at(around))
      for (const [name, value] of Object.entries(schema.properties ?? {})) if (!found.has(name)) found.set(name, value);
    return found;
  }

  /** The values among which a key chooses. */
  values(around: readonly Step[], key: string): unknown[] {
    const found = new Set<unknown>();
    const schemas = this.at([...around, { kind: "key", name: key }]);
    if (schemas.some((schema) => types(schema).length === 1 && types(schema)[0] === "boolean")) return [...YES_AND_NO];
    for (const schema of schemas) {
      for (const value of schema.enum ?? schema.examples ?? []) found.add(value);
      if (schema.const !== undefined) found.add(schema.const);
      for (const part of schema.items ? this.flat(schema.items) : []) for (const value of part.enum ?? []) found.add(value);
    }
    return [...found].filter((value) => typeof value !== "object");
  }

  /** The values among which an item of a list chooses. */
  itemValues(around: readonly Step[]): unknown[] {
    const key = around.findLast((step) => step.kind === "key");
    return key?.kind === "key" && around.at(-1)?.kind === "item" ? this.values(around.slice(0, around.lastIndexOf(key)), key.name) : [];
  }

  words(around: readonly Step[], key: string, language: Language): KeyWords | null {
    const schema = this.keys(around).get(key);
    return schema ? wordsOf(schema, language) : null;
  }

  /** Whether a key can have a plain value on its own line. */
  takesScalar(schema: Schema): boolean {
    return this.flat(schema).some((part) => part.enum || part.const !== undefined || types(part).some((type) => type !== "object" && type !== "array"));
  }

  private at(around: readonly Step[]): Schema[] {
    let here = this.flat(this.root);
    for (const step of around) {
      const next = here.flatMap((schema) => {
        if (step.kind === "item") return schema.items ? [schema.items] : [];
        const own = schema.properties?.[step.name];
        if (own) return [own];
        return typeof schema.additionalProperties === "object" ? [schema.additionalProperties] : [];
      });
      here = next.flatMap((schema) => this.flat(schema));
    }
    return here;
  }

  /** A schema and all that it refers to or combines, side by side. */
  private flat(schema: Schema, depth = 0): Schema[] {
    if (depth > MOST_DEPTH) return [];
    const name = schema.$ref?.replace("#/definitions/", "");
    const target = name === undefined ? undefined : this.root.definitions?.[name];
    const parts = [...(schema.allOf ?? []), ...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(target ? [target] : [])];
    return [schema, ...parts.flatMap((part) => this.flat(part, depth + 1))];
  }
}

function types(schema: Schema): readonly string[] {
  return typeof schema.type === "string" ? [schema.type] : (schema.type ?? []);
}

/** The description has a Chinese line and an English one; the names stand in bold and in code. */
export function wordsOf(schema: Schema, language: Language): KeyWords {
  const lines = (schema.description ?? "").split("\n").filter(Boolean);
  const text = (language === "zh" ? lines[0] : (lines[1] ?? lines[0])) ?? "";
  const heading = schema.markdownDescription?.split("\n")[0] ?? "";
  const chinese = /\*\*(.+?)\*\*/.exec(heading)?.[1]?.split("、") ?? [];
  const english = /`(.+?)`/.exec(heading)?.[1];
  return { names: english ? [...chinese, english] : chinese, text };
}

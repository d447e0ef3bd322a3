/** Asking the server. Every request goes to where the page came from. */

import type {
  CommentList,
  Comparison,
  Conflict,
  EditionState,
  Form,
  FormEdit,
  HistoryEntry,
  Language,
  Page,
  Place,
  Problem,
  ProofEntry,
  SourceText,
  Spot,
} from "./contract";
import { language, t } from "./words";

const TOKEN = document.querySelector<HTMLMetaElement>('meta[name="typeset-token"]')?.content ?? "";

/** A request that was not answered as wished; the message is for the editor. */
export class Failure extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

function address(path: string, query: Record<string, string | number>): string {
  const entries = Object.entries(query).map(([name, value]) => [name, String(value)]);
  return entries.length ? `${path}?${new URLSearchParams(entries)}` : path;
}

async function ask(path: string, query: Record<string, string | number> = {}, init?: RequestInit): Promise<Response> {
  try {
    return await fetch(address(path, query), init);
  } catch {
    throw new Failure(0, t("noAnswer"));
  }
}

async function failure(answer: Response): Promise<Failure> {
  try {
    const body = (await answer.json()) as { error?: Partial<Record<Language, string>>; hint?: Partial<Record<Language, string>> };
    const words = [body.error?.[language.value], body.hint?.[language.value]].filter(Boolean).join(" ");
    return new Failure(answer.status, words || answer.statusText);
  } catch {
    return new Failure(answer.status, answer.statusText || String(answer.status));
  }
}

async function json<T>(answer: Response): Promise<T> {
  if (!answer.ok) throw await failure(answer);
  return (await answer.json()) as T;
}

async function read<T>(path: string, query: Record<string, string | number> = {}): Promise<T> {
  return json<T>(await ask(path, query));
}

function writing(method: "PUT" | "POST", body: unknown): RequestInit {
  return {
    method,
    headers: { "Content-Type": "application/json", "X-Typeset-Token": TOKEN },
    body: JSON.stringify(body),
  };
}

export type Written = { readonly version: string } | { readonly conflict: Conflict };

export const api = {
  state: (): Promise<EditionState> => read("/api/state", { lang: language.value }),

  map: (id: string): Promise<readonly Spot[]> => read(`/api/map/${encodeURIComponent(id)}`),

  where: (file: string, line: number): Promise<{ number: number; box: readonly [number, number, number, number] }> =>
    read("/api/where", { file, line }),

  file: (name: string): Promise<SourceText> => read("/api/file", { name }),

  async write(name: string, text: string, base: string): Promise<Written> {
    const answer = await ask("/api/file", { name }, writing("PUT", { text, base }));
    if (answer.status === 409) return { conflict: (await answer.json()) as Conflict };
    return json<{ version: string }>(answer);
  },

  history: (name: string): Promise<readonly HistoryEntry[]> => read("/api/history", { name }),

  oldText: (name: string, id: string): Promise<{ text: string }> =>
    read(`/api/history/${encodeURIComponent(id)}`, { name }),

  /** The JSON Schema of the manifest, or of publication.yaml. */
  schema: (publication: boolean): Promise<unknown> => read("/api/schema", publication ? { publication: 1 } : {}),

  async check(name: string, text: string): Promise<readonly Problem[]> {
    const answer = await ask("/api/check", { lang: language.value }, writing("POST", { name, text }));
    return (await json<{ problems: readonly Problem[] }>(answer)).problems;
  },

  form: (): Promise<Form> => read("/api/form"),

  /** The new version, or null where the manifest is not `base` any more. */
  async edit(base: string, edits: readonly FormEdit[]): Promise<string | null> {
    const answer = await ask("/api/form", {}, writing("POST", { base, edits }));
    return answer.status === 409 ? null : (await json<{ version: string }>(answer)).version;
  },

  /** Check the print PDF; the findings come with the state. */
  async preflight(): Promise<void> {
    await json(await ask("/api/preflight", {}, writing("POST", {})));
  },

  async open(place: Place): Promise<void> {
    await json(await ask("/api/open", {}, writing("POST", place)));
  },

  proofs: (): Promise<readonly ProofEntry[]> => read("/api/proofs"),

  /** Freeze the edition as it is, to be compared with a proof. */
  async freeze(): Promise<ProofEntry> {
    return json(await ask("/api/proofs/now", {}, writing("POST", {})));
  },

  compareProofs: (old: string, now: string): Promise<Comparison> => read("/api/proofs/compare", { old, new: now }),

  /** A page of a proof; with `against`, that proof's page laid below it. */
  proofPicture: (proof: ProofEntry, page: number, scale: number, against?: ProofEntry): string =>
    address("/proof-page.png", { name: proof.name, build: proof.build, page, scale, ...(against ? { against: against.name } : {}) }),

  comments: (): Promise<CommentList> => read("/api/comments"),

  async tick(id: string, done: boolean): Promise<CommentList> {
    return json(await ask("/api/comments/tick", {}, writing("POST", { id, done })));
  },

  /** Read the comments of a marked-up PDF into the list. */
  async readComments(file: File): Promise<CommentList> {
    const init = { method: "POST", headers: { "Content-Type": "application/pdf", "X-Typeset-Token": TOKEN }, body: file };
    return json(await ask("/api/comments/read", { name: file.name }, init));
  },

  /** Let a problem stand: it is entered in the manifest. */
  async accept(id: string, reason: string, by: string): Promise<void> {
    await json(await ask("/api/accept", {}, writing("POST", { id, reason, by })));
  },

  picture: (page: Page, scale: number, layer: string, bleed: boolean): string =>
    address(`/page/${encodeURIComponent(page.id)}.png`, { scale, layer, bleed: bleed ? 1 : 0 }),
};

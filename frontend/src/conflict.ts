/** Two texts side by side, where a file was changed in two places: keep mine, take theirs, or merge by hand. */

import { MergeView } from "@codemirror/merge";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { grammar, reading } from "./codemirror";
import type { FileKind } from "./contract";
import { h } from "./dom";
import { t } from "./words";

export interface Sides {
  readonly name: string;
  readonly kind: FileKind;
  readonly theirs: string;
  readonly mine: string;
}

export type Decision =
  | { readonly choice: "mine" | "theirs" | "later" }
  | { readonly choice: "merged"; readonly text: string };

/** Ask what shall be done; Escape decides nothing, and nothing is lost. */
export function askConflict(sides: Sides): Promise<Decision> {
  return new Promise((resolve) => {
    const place = h("div", { class: "merge" });
    const view = new MergeView({
      a: { doc: sides.theirs, extensions: [side(sides), EditorState.readOnly.of(true), labelled(t("theirs"))] },
      b: { doc: sides.mine, extensions: [side(sides), history(), keymap.of([...defaultKeymap, ...historyKeymap]), labelled(t("mine"))] },
      parent: place,
      revertControls: "a-to-b",
      renderRevertControl: () => h("button", { type: "button", class: "take", label: "takeThis" }, "→"),
      gutter: true,
    });
    let decision: Decision = { choice: "later" };
    const decide = (made: Decision): void => {
      decision = made;
      dialog.close();
    };
    const button = (word: "keepMine" | "takeTheirs" | "saveMerged" | "decideLater", made: () => Decision): HTMLElement =>
      h("button", { type: "button", class: word === "saveMerged" ? "primary" : "", "data-choice": word, t: word, onclick: () => decide(made()) });
    const dialog = h(
      "dialog",
      { class: "dialog conflict", "aria-labelledby": "conflict-heading" },
      h("h2", { id: "conflict-heading" }, t("conflictTitle", { name: sides.name })),
      h("p", { t: "conflictExplain" }),
      h("div", { class: "merge-heads" }, h("span", { t: "theirs" }), h("span", { t: "mine" })),
      place,
      h(
        "div",
        { class: "dialog-actions" },
        button("decideLater", () => ({ choice: "later" })),
        button("takeTheirs", () => ({ choice: "theirs" })),
        button("keepMine", () => ({ choice: "mine" })),
        button("saveMerged", () => ({ choice: "merged", text: view.b.state.doc.toString() })),
      ),
    );
    dialog.addEventListener("close", () => {
      view.destroy();
      dialog.remove();
      resolve(decision);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

function side(sides: Sides) {
  return [reading(), grammar(sides.kind, sides.name)];
}

function labelled(name: string) {
  return EditorView.contentAttributes.of({ "aria-label": name });
}

/** Letting a problem stand: why, and who says so, are asked for and written into the manifest. */

import { api } from "./api";
import { said, type Problem } from "./contract";
import { openDialog } from "./dialogs";
import { h, say } from "./dom";
import type { Notices } from "./notices";
import { language, t } from "./words";

export interface AcceptEvents {
  notices: Notices;
  /** Whether the manifest has unsaved changes in the editor. */
  manifestIsDirty(): boolean;
}

export function askAcceptance(problem: Problem, events: AcceptEvents): void {
  if (events.manifestIsDirty()) {
    events.notices.say(t("dirtyManifest"), "fault");
    return;
  }
  const reason = h("textarea", { id: "accept-reason", rows: 2, required: true, maxlength: 500 });
  const by = h("input", { id: "accept-by", type: "text", required: true, maxlength: 100, autocomplete: "name" });
  const save = h("button", { type: "submit", class: "primary", t: "acceptDo" });
  const form = h(
    "form",
    { class: "accept-form" },
    h("p", { class: "accept-problem" }, said(problem.message, language.value)),
    h("p", { class: "accept-explain" }, t("acceptExplain")),
    h("label", { for: reason.id }, h("span", { t: "acceptReason" }), reason),
    h("label", { for: by.id }, h("span", { t: "acceptBy" }), by),
    save,
  );
  const dialog = openDialog(t("acceptTitle"), "accept", form);
  const cancel = dialog.querySelector<HTMLElement>(".dialog-actions button");
  if (cancel) {
    cancel.classList.remove("primary");
    say(cancel, "cancel");
    cancel.after(save);
  }
  save.setAttribute("form", (form.id = "accept-form"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save.disabled = true;
    void api.accept(problem.id, reason.value, by.value).then(
      () => {
        dialog.close();
        events.notices.say(t("acceptDone"));
      },
      (error: unknown) => {
        save.disabled = false;
        events.notices.fail(error);
      },
    );
  });
  reason.focus();
}

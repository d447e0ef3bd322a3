/** The page: its parts put together. */

import { askAcceptance } from "./accept";
import { api } from "./api";
import { ChangesPanel } from "./changes";
import { forgetSchemas } from "./codemirror";
import { CommentsPanel } from "./comments";
import { CompareView } from "./compareview";
import { CopyfitPanel } from "./copyfit";
import { parsePlace, placeName, type Fix, type FormArticle, type Page, type Place, type Problem, type Spot } from "./contract";
import { Desk } from "./desk";
import { showHelp, SourceCard } from "./dialogs";
import { h, translate } from "./dom";
import { FormPanel } from "./form";
import { listenForKeys } from "./keys";
import { Live } from "./live";
import { Notices } from "./notices";
import { SidePanel } from "./panel";
import { ProblemList } from "./problems";
import { supply } from "./queue";
import { ReviewPanel } from "./review";
import { change, onSettings, settings, type View } from "./settings";
import { forgetSpots } from "./spots";
import { TextPanel } from "./textpanel";
import { Thumbnails } from "./thumbnails";
import { Toolbar } from "./toolbar";
import { language, t } from "./words";

/** ms after the first state when the form asks for its content, at the latest: the picture of the first page goes before. */
const FORM_AFTER = 3000;

const VIEWS = { 1: "spreads", 2: "single", 3: "flatplan", 4: "proofs" } as const;

class App {
  private readonly live = new Live();
  private readonly notices = new Notices(this.live, () => this.openTab("problems"), (problem) => void this.openProblem(problem));
  private readonly card = new SourceCard((place) => void this.openOutside(place));
  private readonly desk = new Desk({
    onSpot: (spot, at) => void this.openSpot(spot, at),
    onProblem: (problem) => this.openProblemInList(problem),
    announce: (text) => this.notices.announce(text),
    onSeen: (ids) => this.live.seen(ids),
    onLooking: (pages) => this.live.looking(pages),
  });
  private readonly strip = new Thumbnails("strip", "thumbnails", { width: 62, titles: false, choose: (page) => this.choose(page) });
  private readonly flatplan = new Thumbnails("flatplan", "flatplan", { width: 132, titles: true, choose: (page) => this.choose(page) });
  private readonly problems = new ProblemList({
    choose: (problem) => void this.openProblem(problem),
    preflight: () => void api.preflight().catch((error: unknown) => this.notices.fail(error)),
    accept: (problem) => askAcceptance(problem, { notices: this.notices, manifestIsDirty: () => this.text.hasUnsaved(this.manifestName()) }),
    fix: (problem, fixes) => void this.mend(problem, fixes),
  });
  private readonly text = new TextPanel({
    showPlace: (place) => void this.showPlace(place, true),
    openOutside: (place) => void this.openOutside(place),
    notices: this.notices,
  });
  private readonly form = new FormPanel({
    notices: this.notices,
    manifestName: () => this.manifestName(),
    manifestIsDirty: () => this.text.hasUnsaved(this.manifestName()),
    showArticle: (article) => void this.showArticle(article),
  });
  private readonly copyfit = new CopyfitPanel({
    notices: this.notices,
    manifestIsDirty: () => this.text.hasUnsaved(this.manifestName()),
    showPage: (number) => this.showPage(number),
  });
  private readonly compare = new CompareView((text) => this.notices.announce(text));
  private readonly review = new ReviewPanel(
    new ChangesPanel(this.compare, { notices: this.notices, showSource: (place) => void this.showSource(place) }),
    new CommentsPanel({ notices: this.notices, show: (page, place) => void this.openComment(page, place) }),
  );
  private readonly toolbar = new Toolbar(this.live, this.desk, this.compare, {
    help: showHelp,
    showProblems: () => this.openTab("problems"),
    announce: (text) => this.notices.say(text),
  });
  private wanted: Place | null = placeInAddress();

  start(): void {
    this.build();
    this.follow();
    this.keys();
    this.live.connect();
  }

  private build(): void {
    const panel = new SidePanel([
      ["form", "articles", this.form.element],
      ["text", "text", this.text.element],
      ["copyfit", "copyfit", this.copyfit.element],
      ["problems", "problems", this.problems.element],
      ["review", "review", this.review.element],
    ]);
    const empty = h("p", { class: "desk-empty", t: "building" });
    const middle = h("main", { class: "middle" }, this.notices.banner, h("div", { class: "stage" }, empty, this.desk.element, this.flatplan.element, this.compare.element));
    const workplace = h("div", { class: "workplace" }, this.strip.element, middle, panel.element);
    document.body.append(this.toolbar.element, workplace, this.notices.toasts, this.notices.region, this.card.element);
    onSettings(["strip"], (value) => (this.strip.element.hidden = !value.strip));
    if (settings.value.view === "proofs") change({ view: "spreads" }); // no proofs have been chosen yet
    onSettings(["view"], (value) => this.showView(value.view));
    const dark = matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", () => this.paint(dark.matches));
    onSettings(["theme"], () => this.paint(dark.matches));
    this.live.edition.listen((state) => {
      empty.hidden = !!state?.pages.length;
      if (state) empty.textContent = t(state.state === "building" ? "building" : "emptyEdition");
    });
  }

  private paint(systemIsDark: boolean): void {
    const theme = settings.value.theme;
    document.documentElement.dataset["scheme"] = theme === "dark" || (theme === "auto" && systemIsDark) ? "dark" : "light";
  }

  private showView(view: View): void {
    const [flat, proofs] = [view === "flatplan", view === "proofs"];
    this.desk.element.hidden = flat || proofs;
    this.flatplan.element.hidden = !flat;
    this.compare.element.hidden = !proofs;
    const number = this.desk.current.value?.number;
    if (proofs) change({ panel: true, tab: "review" });
    else if (flat) this.flatplan.mark(number ?? 1);
    else if (number) requestAnimationFrame(() => this.desk.goTo(number));
    this.showCurrent();
  }

  private follow(): void {
    this.live.edition.listen((state, before) => {
      if (!state) return;
      if (!before) language.set(settings.value.language ?? state.language);
      if (state.serial !== before?.serial) {
        forgetSchemas();
        forgetSpots();
      }
      document.title = state.title ? `${state.title} – typeset` : "typeset";
      this.desk.show(state);
      this.strip.show(state, this.desk.unseen.value);
      this.flatplan.show(state, this.desk.unseen.value);
      this.problems.show(state);
      this.copyfit.show(state);
      this.text.list(state);
      if (!before) this.readManifestSoon(state.state === "broken" ? 0 : FORM_AFTER);
      if (this.wanted && state.pages.length) void this.goToWanted(this.wanted);
    });
    this.live.crash.listen((crash) => supply.set(crash === null));
    this.live.file.listen((file) => {
      if (!file) return;
      void this.text.changedOnDisk(file.name, file.version);
      this.review.changedOnDisk(file.name);
      if (file.name === this.manifestName()) this.readManifest();
    });
    this.live.texts.listen((texts) => {
      this.problems.showTexts(texts);
      this.text.showTexts(texts);
    });
    this.live.connection.listen((connection, before) => {
      if (connection === "online" && before === "offline") this.readManifest();
    });
    this.desk.current.listen(() => this.showCurrent());
    this.compare.current.listen(() => this.showCurrent());
    this.desk.unseen.listen((unseen) => {
      const state = this.live.edition.value;
      if (!state) return;
      this.strip.show(state, unseen);
      this.flatplan.show(state, unseen);
    });
    language.listen(() => this.speak());
    onSettings(["language"], (value) => value.language && language.set(value.language));
    this.speak();
  }

  /** Read it when the first picture of a page has come, or when `patience` (ms) is over. */
  private readManifestSoon(patience: number): void {
    const come = (event: Event): void => void (event.target instanceof HTMLImageElement && read());
    const read = (): void => {
      window.clearTimeout(timer);
      document.removeEventListener("load", come, true);
      this.readManifest();
    };
    const timer = window.setTimeout(read, patience);
    document.addEventListener("load", come, true); // which does not bubble
  }

  private readManifest(): void {
    void this.form.reload();
    void this.copyfit.reload();
  }

  /** Mark the page that is being looked at, on the desk or in the proofs. */
  private showCurrent(): void {
    const proofs = settings.value.view === "proofs";
    const page = (proofs ? this.compare : this.desk).current.value;
    if (!page) return;
    this.strip.mark(page.number);
    if (!proofs) this.flatplan.mark(page.number, false);
  }

  private speak(): void {
    document.documentElement.lang = language.value === "zh" ? "zh-CN" : "en";
    translate(document);
    const state = this.live.edition.value;
    this.text.speak();
    this.form.draw();
    this.compare.draw();
    this.review.draw();
    if (!state) return;
    this.desk.show(state);
    this.strip.show(state, this.desk.unseen.value);
    this.flatplan.show(state, this.desk.unseen.value);
    this.problems.show(state);
    this.copyfit.draw();
    void this.refreshWords();
  }

  /** The server's messages in the language that was switched to. */
  private async refreshWords(): Promise<void> {
    try {
      const state = await api.state();
      if (state.serial === this.live.edition.value?.serial) this.problems.show(state);
    } catch {
      // not connected: the messages come with the next state
    }
  }

  private keys(): void {
    const binding = (): string => this.live.edition.value?.binding ?? "left";
    const flat = (): boolean => settings.value.view === "flatplan";
    const proofs = (): boolean => settings.value.view === "proofs";
    listenForKeys({
      next: () => (proofs() ? this.compare.turn(1) : this.desk.step(1)),
      previous: () => (proofs() ? this.compare.turn(-1) : this.desk.step(-1)),
      change: (step) => {
        if (!proofs()) return false;
        this.compare.walk(step);
        return true;
      },
      arrow: (direction) => {
        if (flat()) return false;
        if (proofs()) {
          this.compare.turn(direction === "right" ? 1 : -1);
          return true;
        }
        this.desk.step((direction === "right") === (binding() === "left") ? 1 : -1);
        return true;
      },
      end: (which) => (proofs() ? this.compare.end(which) : this.desk.end(which)),
      goTo: () => this.toolbar.focusFolio(),
      fit: () => change({ zoom: settings.value.zoom === "page" ? "width" : "page" }),
      zoom: (step) => (step ? (proofs() ? this.compare : this.desk).zoomBy(step) : change({ zoom: "page" })),
      view: (which) => {
        change({ view: VIEWS[which] });
        if (flat()) this.flatplan.focus();
      },
      panel: () => change({ panel: !settings.value.panel }),
      strip: () => change({ strip: !settings.value.strip }),
      help: showHelp,
      save: () => void this.text.save(),
      showLine: () => this.text.showLine(),
    });
  }

  private manifestName(): string {
    return this.live.edition.value?.files.find((file) => file.kind === "manifest")?.name ?? "";
  }

  private openTab(tab: "problems" | "form" | "text"): void {
    change({ panel: true, tab });
  }

  private choose(page: Page): void {
    if (settings.value.view === "proofs" && this.compare.goTo(page.number)) {
      this.compare.focusPage();
      return;
    }
    if (settings.value.view === "flatplan" || settings.value.view === "proofs") change({ view: "spreads" });
    requestAnimationFrame(() => {
      this.desk.goTo(page.number);
      this.desk.focusPage();
    });
  }

  private async openSpot(spot: Spot, at: { x: number; y: number }): Promise<void> {
    const place = parsePlace(spot.source);
    this.openTab("text");
    this.card.show(spot, at, this.desk.element.getBoundingClientRect());
    this.notices.announce(placeName(place));
    await this.text.show(place);
  }

  private async openProblem(problem: Problem): Promise<void> {
    if (problem.page) this.showPage(problem.page, problem.box ?? undefined);
    else if (problem.file && problem.line) await this.showPlace({ file: problem.file, line: problem.line, column: 0 }, false);
    if (!problem.file) return;
    const place = { file: problem.file, line: problem.line ?? 0, column: problem.column ?? 0 };
    if (!this.live.edition.value?.files.some((file) => file.name === place.file && file.kind !== "picture")) return;
    this.openTab("text");
    await this.text.show(place);
  }

  /** Mend what proofreading found, and save it. */
  private async mend(problem: Problem, fixes: readonly Fix[]): Promise<void> {
    try {
      const done = await this.text.mend(problem.file ?? "", fixes);
      if (!done?.count) {
        this.notices.say(t("fixGone"), "fault");
        return;
      }
      const gone = new Set(fixes);
      const left = this.live.texts.value.map((item) => (item.id === problem.id ? { ...item, fixes: item.fixes?.filter((fix) => !gone.has(fix)) ?? [] } : item));
      this.live.texts.set(left.filter((item) => item.id !== problem.id || item.fixes?.length));
      this.notices.say(t(done.saved ? "fixed" : "fixedUnsaved", { count: done.count }));
    } catch (error) {
      this.notices.fail(error);
    }
  }

  private async showSource(place: Place): Promise<void> {
    if (!this.live.edition.value?.files.some((file) => file.name === place.file && file.kind !== "picture")) {
      this.notices.say(t("notOnPage"));
      return;
    }
    this.openTab("text");
    await this.text.show(place);
  }

  /** A comment's page as it is now, and its line in the editor. */
  private async openComment(page: number | null, place: Place | null): Promise<void> {
    if (settings.value.view === "proofs") change({ view: "spreads" });
    const known = place !== null && place.line > 0 && (await this.showPlace(place, false));
    if (!known && page) this.showPage(page);
    if (place) await this.showSource(place);
  }

  private openProblemInList(problem: Problem): void {
    this.openTab("problems");
    this.problems.reveal(problem);
  }

  private showPage(number: number, box?: readonly [number, number, number, number]): void {
    if (settings.value.view === "flatplan" || settings.value.view === "proofs") change({ view: "spreads" });
    requestAnimationFrame(() => this.desk.goTo(number, box));
  }

  /** Bring what a source line became into the window. */
  private async showPlace(place: Place, complain: boolean): Promise<boolean> {
    try {
      const found = await api.where(place.file, Math.max(1, place.line));
      this.showPage(found.number, found.box);
      return true;
    } catch {
      if (complain) this.notices.say(t("notOnPage"));
      return false;
    }
  }

  private async showArticle(article: FormArticle): Promise<void> {
    const title = article.title.replace(/\s+/g, "");
    const entry = this.live.edition.value?.articles.find((item) => item.title.replace(/\s+/g, "") === title);
    if (entry?.number) this.showPage(entry.number);
    else this.notices.say(t("notOnPage"));
  }

  private async goToWanted(place: Place): Promise<void> {
    this.wanted = null;
    history.replaceState(null, "", location.pathname);
    await this.showPlace(place, true);
    if (this.live.edition.value?.files.some((file) => file.name === place.file)) {
      this.openTab("text");
      await this.text.show(place, false);
    }
  }

  private async openOutside(place: Place): Promise<void> {
    try {
      await api.open({ ...place, line: place.line || 1, column: place.column || 1 });
      this.notices.say(t("openedOutside", { place: placeName(place) }));
    } catch (error) {
      this.notices.fail(error);
    }
  }
}

/** The place asked for as ?goto=file:line, or behind # so that it survives the entry with the token. */
function placeInAddress(): Place | null {
  const asked = new URLSearchParams(location.search).get("goto") ?? new URLSearchParams(location.hash.slice(1)).get("goto");
  return asked ? parsePlace(asked) : null;
}

new App().start();

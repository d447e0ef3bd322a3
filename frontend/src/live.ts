/** The live connection: what the edition is now, over rebuilds and over lost connections. */

import { Cell } from "./cell";
import { type EditionState, type LiveMessage, type Problem, type Said } from "./contract";
import { language } from "./words";

export type Connection = "connecting" | "online" | "offline";

const FIRST_WAIT = 500;
const LONGEST_WAIT = 5_000;

export class Live {
  readonly edition = new Cell<EditionState | null>(null);
  readonly connection = new Cell<Connection>("connecting");
  readonly building = new Cell(false);
  /** The message of a crash, or null while the renderer runs. */
  readonly crash = new Cell<Said | null>(null);
  /** Whether the renderer cannot be started: it is tried again at times, and when somebody asks for it. */
  readonly stopped = new Cell(false);
  /** A file's new version on disk. */
  readonly file = new Cell<{ name: string; version: string } | null>(null);

  /** What proofreading has to say, some moments after the pages. */
  readonly texts = new Cell<readonly Problem[]>([]);

  private socket: WebSocket | null = null;
  private wait = FIRST_WAIT;
  private timer = 0;
  private pages: readonly number[] = [];

  /** Connect, and again whenever the connection is lost. */
  connect(): void {
    clearTimeout(this.timer);
    this.socket?.close();
    const socket = new WebSocket(`ws://${location.host}/live?lang=${language.value}`);
    this.socket = socket;
    socket.addEventListener("open", () => {
      this.wait = FIRST_WAIT;
      this.connection.set("online");
      if (this.pages.length) this.looking(this.pages);
    });
    socket.addEventListener("message", (event) => this.receive(JSON.parse(String(event.data)) as LiveMessage));
    socket.addEventListener("close", () => {
      if (this.socket === socket) this.retry();
    });
  }

  /** Tell the server which pages were seen. */
  seen(ids: readonly string[]): void {
    this.send({ type: "seen", ids });
  }

  /** Tell the server which pages are in the window: when they change, they are drawn first. */
  looking(pages: readonly number[]): void {
    this.pages = pages;
    this.send({ type: "looking", pages });
  }

  /** Have the edition set again. */
  again(): void {
    this.send({ type: "again" });
  }

  private send(message: object): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  private retry(): void {
    this.connection.set("offline");
    this.building.set(false);
    this.timer = window.setTimeout(() => this.connect(), this.wait);
    this.wait = Math.min(this.wait * 1.6, LONGEST_WAIT);
  }

  private receive(message: LiveMessage): void {
    switch (message.type) {
      case "state":
        this.building.set(message.state === "building");
        this.stopped.set(message.stopped);
        if (message.state !== "crashed") this.crash.set(null);
        else this.crash.set(message.message ?? "");
        this.edition.set(message);
        break;
      case "building":
        this.building.set(true);
        break;
      case "crashed":
        this.building.set(false);
        this.stopped.set(message.stopped);
        this.crash.set(message.message);
        break;
      case "texts":
        this.texts.set(message.findings);
        break;
      case "file":
        this.file.set({ name: message.name, version: message.version });
        break;
    }
  }
}

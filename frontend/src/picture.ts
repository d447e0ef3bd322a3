/** A page's picture: the old one stays, scaled, until the one that is wanted is there. */

import { Cell } from "./cell";
import { h } from "./dom";
import { first } from "./queue";

/** Why there is no picture: it could not be drawn, or nobody is there to draw it. */
export type Lack = "failed" | "waits" | null;

/** Which picture of which page. */
export interface Wanted {
  readonly address: string;
  readonly id: string;
  readonly scale: number;
}

export class PagePicture {
  readonly element = h("div", { class: "picture" });
  private shown: HTMLImageElement | null = null;
  private wanted: Wanted | null = null;
  private pending: HTMLImageElement | null = null;
  private shownAddress = "";
  private retries = 0;
  private timer = 0;

  /** `onShown` is called whenever another picture stands on the page; `supply` tells whether there are pictures to be had. */
  constructor(
    private readonly name: () => string,
    private readonly onShown: (id: string) => void,
    private readonly onLack: (lack: Lack) => void,
    private readonly supply = new Cell(true),
  ) {}

  /** Show this picture as soon as it is there; nothing is asked for again that is shown or on its way. */
  want(wanted: Wanted): void {
    if (wanted.address === this.wanted?.address) return;
    this.cancel();
    this.retries = 0;
    this.wanted = wanted;
    if (wanted.address !== this.shownAddress) void this.fetch(wanted);
  }

  /** Let go of a large picture that is out of sight. */
  drop(): void {
    this.cancel();
    this.wanted = null;
    this.shownAddress = "";
    this.shown?.remove();
    this.shown = null;
  }

  get isEmpty(): boolean {
    return this.wanted === null;
  }

  /** The page's name may have changed: the language, or its number. */
  rename(): void {
    if (this.shown) this.shown.alt = this.name();
  }

  /** What is not wanted any more shall not keep others waiting. */
  private cancel(): void {
    clearTimeout(this.timer);
    this.pending?.removeAttribute("src");
    this.wait(null);
  }

  /** Whether another picture is on its way: a plate takes seconds. */
  private wait(image: HTMLImageElement | null): void {
    this.pending = image;
    this.element.classList.toggle("waiting", image !== null && this.shown !== null);
    this.element.setAttribute("aria-busy", String(image !== null));
  }

  private async fetch(wanted: Wanted): Promise<void> {
    const image = h("img", { class: "paper", alt: this.name(), draggable: "false" });
    image.decoding = "async";
    image.dataset["id"] = wanted.id;
    image.dataset["scale"] = String(wanted.scale);
    image.src = wanted.address;
    this.wait(image);
    try {
      const decoded = image.decode();
      first(decoded);
      await decoded;
    } catch {
      if (this.wanted === wanted) this.failed(wanted);
      return;
    }
    if (this.wanted !== wanted) return;
    this.wait(null);
    this.shown?.remove();
    this.shown = image;
    this.shownAddress = wanted.address;
    this.element.append(image);
    this.onLack(null);
    this.onShown(wanted.id);
  }

  /** A newer build may have other pages: try again for a while. While there are none to be had, be quiet until somebody wants it anew. */
  private failed(wanted: Wanted): void {
    if (!this.supply.value) {
      this.wait(null);
      this.wanted = null;
      this.onLack(this.shown ? null : "waits");
      return;
    }
    this.onLack(this.retries > 0 ? "failed" : null); // once is nothing to speak of: a newer state may be on its way
    if (this.retries++ < 6) this.timer = window.setTimeout(() => void this.fetch(wanted), 400 * 2 ** this.retries);
    else this.wanted = null;
  }
}

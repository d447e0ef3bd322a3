/** What stands where on a page, and the source line it came from: hovering, clicking, walking with the keyboard. */

import { api } from "./api";
import { parsePlace, placeName, type Geometry, type Place, type Spot } from "./contract";
import { h } from "./dom";
import { t, type Word } from "./words";

const maps = new Map<string, Promise<readonly Spot[]>>();
const MOST_MAPS = 400;
const AGAIN_AFTER = 5_000; // ms

/** The edition was set anew: lines may have moved, on pages that look as before too. */
export function forgetSpots(): void {
  maps.clear();
}

/** A page's source map, as the edition was set last. */
export function spotsOf(id: string): Promise<readonly Spot[]> {
  const known = maps.get(id);
  if (known) return known;
  const asked: Promise<readonly Spot[]> = api.map(id).catch(() => {
    window.setTimeout(() => maps.get(id) === asked && maps.delete(id), AGAIN_AFTER); // not at every move of the pointer
    return [] as readonly Spot[];
  });
  maps.set(id, asked);
  if (maps.size > MOST_MAPS) maps.delete(maps.keys().next().value ?? "");
  return asked;
}

const REACH = 3; // mm around a thing that still mean it, where nothing else is

/** The smallest thing at a point (mm), or else the nearest one close by. */
export function spotAt(spots: readonly Spot[], x: number, y: number): Spot | undefined {
  const away = ({ box }: Spot): number => Math.hypot(Math.max(box[0] - x, 0, x - box[0] - box[2]), Math.max(box[1] - y, 0, y - box[1] - box[3]));
  const size = ({ box }: Spot): number => box[2] * box[3];
  return spots
    .filter((spot) => away(spot) <= REACH)
    .sort((one, other) => away(one) - away(other) || size(one) - size(other))[0];
}

const KINDS: Record<string, Word> = {
  paragraph: "kindParagraph",
  title: "kindTitle",
  caption: "kindCaption",
  picture: "kindPicture",
  kicker: "kicker",
  subtitle: "subtitle",
  byline: "authors",
  opening: "kindOpening",
  subhead: "kindSubhead",
  note: "kindNote",
  footnote: "kindFootnote",
  table: "kindTable",
  quotation: "kindQuotation",
  list: "kindList",
  figure: "kindPicture",
  credit: "credit",
  section: "kindSection",
  intro: "kindIntro",
  entry: "kindEntry",
  source: "kindSource",
};

export function describeSpot(spot: Spot): string {
  return `${t(KINDS[spot.kind] ?? "kindOther")} · ${placeName(parsePlace(spot.source))}`;
}

/** The frame around the thing under the pointer, with its source; one to a sheet. */
export class SpotFrame {
  readonly element = h("div", { class: "spot", hidden: true }, h("span", { class: "spot-name" }));
  current: Spot | null = null;
  private walked = -1;

  show(spot: Spot | null, geometry: Geometry): void {
    if (spot === this.current) return;
    this.current = spot;
    this.element.hidden = spot === null;
    if (!spot) return;
    const [x, y, width, height] = spot.box;
    const style = this.element.style;
    style.left = `${(x / geometry.width) * 100}%`;
    style.top = `${(y / geometry.height) * 100}%`;
    style.width = `${(width / geometry.width) * 100}%`;
    style.height = `${(height / geometry.height) * 100}%`;
    const name = this.element.firstElementChild as HTMLElement;
    name.textContent = describeSpot(spot);
    name.classList.toggle("below", y < geometry.height * 0.05);
    name.classList.toggle("leftwards", x + width / 2 > geometry.width / 2);
  }

  /** The next thing in reading order of the source map, or the one before. */
  walk(spots: readonly Spot[], step: 1 | -1, geometry: Geometry): Spot | null {
    if (!spots.length) return null;
    this.walked = this.walked < 0 && step < 0 ? spots.length - 1 : (this.walked + step + spots.length) % spots.length;
    const spot = spots[this.walked] ?? null;
    this.show(spot, geometry);
    return spot;
  }

  leave(geometry: Geometry): void {
    this.walked = -1;
    this.show(null, geometry);
  }
}

export function placeOf(spot: Spot): Place {
  return parsePlace(spot.source);
}

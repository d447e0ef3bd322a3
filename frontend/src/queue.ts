/** Small pictures come after large ones: a browser asks for six things at a time, and somebody waits for the large. */

import { Cell } from "./cell";

const MOST = 2; // on their way at a time
const TRIES = 4;
const AGAIN_AFTER = 1_500;
const LONGEST_WAIT = 4_000; // ms that large pictures may keep small ones waiting

/** Whether pictures are to be had. While they are not, what failed waits until they are, and is not asked for again. */
export const supply = new Cell(true);

interface Wish {
  readonly image: HTMLImageElement;
  readonly address: string;
  readonly tries: number;
}

const waiting: Wish[] = [];
const held: Wish[] = [];
let underWay = 0;
let large = 0;
let timer = 0;

/** Ask for a small picture when its turn comes; where it fails, again a few times. */
export function later(image: HTMLImageElement, address: string, tries = 0): void {
  waiting.push({ image, address, tries });
  next();
}

/** A large picture is on its way, until the promise is settled. */
export function first(picture: Promise<unknown>): void {
  large++;
  const done = (): void => {
    large--;
    next();
  };
  picture.then(done, done);
}

function next(): void {
  clearTimeout(timer);
  if (large && waiting.length) timer = window.setTimeout(() => ask(), LONGEST_WAIT);
  else ask();
}

function ask(): void {
  while (underWay < MOST && waiting.length) {
    const wish = waiting.shift();
    if (wish) void fetchOne(wish);
  }
}

supply.listen((there) => {
  if (!there) return;
  waiting.push(...held.splice(0).filter(({ image }) => image.isConnected));
  next();
});

async function fetchOne({ image, address, tries }: Wish): Promise<void> {
  underWay++;
  const before = image.getAttribute("src");
  image.src = address;
  try {
    await image.decode();
  } catch {
    if (before) image.src = before;
    else image.removeAttribute("src"); // no picture rather than the mark of a broken one
    if (!supply.value) held.push({ image, address, tries: 0 });
    else if (tries < TRIES && image.isConnected) window.setTimeout(() => later(image, address, tries + 1), AGAIN_AFTER * (tries + 1));
  } finally {
    underWay--;
    next();
  }
}

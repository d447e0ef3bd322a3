/** Zoom: how many CSS pixels a millimetre takes, and which picture that needs. */

/** A percentage of the true size, or what shall fit into the window. */
export type ZoomWish = number | "page" | "width";

export const LEAST = 25;
export const MOST = 400;
const STEPS = [25, 33, 50, 67, 75, 100, 125, 150, 200, 250, 300, 400] as const;

/** CSS pixels of a millimetre at 100 % (CSS Values 4, 6.2: 96 px to the inch). */
export const TRUE_SIZE = 96 / 25.4;

/** The server draws no page of more pixels than this (some 500 dpi of an A4 page: 400 % on most screens). */
const MOST_PIXELS = 38_000_000;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** CSS pixels to the millimetre for a wish, where `content` (mm) shall fit into `room` (px). */
export function pixelsPerMm(wish: ZoomWish, content: Size, room: Size): number {
  if (typeof wish === "number") return (clampZoom(wish) / 100) * TRUE_SIZE;
  const width = room.width / content.width;
  const fit = wish === "width" ? width : Math.min(width, room.height / content.height);
  return Math.min(Math.max(fit, (LEAST / 200) * TRUE_SIZE), (MOST / 100) * TRUE_SIZE);
}

export function clampZoom(percent: number): number {
  return Math.min(MOST, Math.max(LEAST, percent));
}

export function percentOf(perMm: number): number {
  return (perMm / TRUE_SIZE) * 100;
}

/** The next of the usual steps, up (+1) or down (-1). */
export function nextStep(percent: number, direction: 1 | -1): number {
  const steps = direction > 0 ? STEPS : [...STEPS].reverse();
  return steps.find((step) => (step - percent) * direction > 0.5) ?? clampZoom(percent);
}

/** The scale to ask the server for: one pixel of the picture to one pixel of the screen. `size`: of the picture, mm. */
export function scaleFor(perMm: number, pixelRatio: number, size: Size): number {
  const most = Math.sqrt(MOST_PIXELS / (size.width * size.height));
  return Math.round(Math.max(0.2, Math.min(most, perMm * pixelRatio)) * 1000) / 1000;
}

/** A length in CSS pixels that ends on a pixel of the screen, so that the picture is not resampled. */
export function snapped(length: number, pixelRatio: number): number {
  return Math.max(1, Math.round(length * pixelRatio)) / pixelRatio;
}

/** Lines over a page: bleed, trim, type area, baseline grid, and where problems are. User units are millimetres. */

import { said, type Box, type Geometry, type Page, type Problem } from "./contract";
import { svg } from "./dom";
import type { Overlay } from "./settings";
import { language } from "./words";

export interface OverlayWish {
  readonly page: Page;
  readonly geometry: Geometry;
  readonly shown: readonly Overlay[];
  readonly problems: readonly Problem[];
  /** CSS pixels to the millimetre, for marks that keep their size. */
  readonly perMm: number;
}

/** The drawing for one page; it lies over the trimmed page and overflows into the bleed. */
export function overlay(wish: OverlayWish, onProblem: (problem: Problem) => void): SVGSVGElement {
  const { width, height, bleed } = wish.geometry;
  const drawing = svg("svg", { class: "overlay", viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none" });
  drawing.setAttribute("aria-hidden", "true");
  const shows = (name: Overlay): boolean => wish.shown.includes(name);
  if (shows("grid") && wish.page.grid) drawing.append(gridLines(wish.page.type_area, wish.page.grid));
  if (shows("typeArea")) drawing.append(rectangle(wish.page.type_area, "type-area"));
  if (shows("trim")) drawing.append(rectangle([0, 0, width, height], "trim"));
  if (shows("bleed")) drawing.append(rectangle([-bleed, -bleed, width + 2 * bleed, height + 2 * bleed], "bleed"));
  if (shows("marks")) drawing.append(...problemMarks(wish, onProblem));
  return drawing;
}

function rectangle([x, y, width, height]: Box, name: string): SVGRectElement {
  return svg("rect", { x, y, width, height, class: `line ${name}` });
}

function gridLines([x, y, width, height]: Box, [first, pitch]: readonly [number, number]): SVGPathElement {
  const lines: string[] = [];
  if (pitch > 0.5)
    for (let line = first; line <= y + height + 0.01 && lines.length < 500; line += pitch)
      lines.push(`M${x} ${line.toFixed(3)}h${width}`);
  return svg("path", { d: lines.join(""), class: "line grid" });
}

/** Problems with a box are framed; those known only by their page are flagged at its outer top corner. */
function problemMarks(wish: OverlayWish, onProblem: (problem: Problem) => void): SVGElement[] {
  const unit = 1 / wish.perMm;
  let flags = 0;
  return wish.problems.map((problem) => {
    const box = problem.box;
    const title = svg("title");
    title.textContent = [problem.message, problem.hint].map((words) => said(words, language.value)).filter(Boolean).join("\n");
    const flagX = wish.page.side === "left" ? 14 * unit : wish.geometry.width - 14 * unit;
    const at = box ? [box[0], box[1]] : [flagX, (14 + 22 * flags++) * unit];
    const mark = svg("g", { class: `mark ${problem.severity}${problem.accepted ? " accepted" : ""}`, "data-code": problem.code }, title);
    if (box) mark.append(svg("rect", { x: box[0], y: box[1], width: box[2], height: box[3], class: "frame" }));
    mark.append(
      svg("circle", { cx: at[0] ?? 0, cy: at[1] ?? 0, r: 8 * unit, class: "dot" }),
      svg("path", { d: `M${at[0]} ${(at[1] ?? 0) - 4 * unit}v${4.5 * unit}m0 ${3 * unit}v${0.6 * unit}`, class: "sign" }),
    );
    mark.addEventListener("click", (event) => {
      event.stopPropagation();
      onProblem(problem);
    });
    return mark;
  });
}

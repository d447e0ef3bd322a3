"""Breaking line by line: as much as fits, emergencies, and titles with lines of equal length."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from typeset.composer.breaks import FORCED, emergency_rank
from typeset.composer.classes import CJK
from typeset.composer.cost import LineCosts
from typeset.composer.layout import ROUNDING, Layout

_NARROWEST_CUT = 1  # em: in narrower lines a Latin word sticks out rather than fall apart into letters


def segment_end(layout: Layout, start: int) -> int:
    """The next forced break, or the paragraph's end."""
    penalty = layout.breaks.penalty
    for point in layout.points[bisect_right(layout.points, start) :]:
        if penalty[point] == FORCED:
            return point
    return len(layout.paragraph)


def fits(layout: Layout, start: int, end: int, width: float) -> bool:
    """Whether a line fits naturally, or with its last mark halved or hung."""
    line = layout.measure(start, end)
    return line.width - line.optional <= width + ROUNDING


def greedy_end(layout: Layout, start: int, width: float) -> int:
    """The end of a line that takes as much as fits."""
    points = layout.points
    index = bisect_right(points, layout.first_visible[start])
    best = None
    limit = layout.gaps.position[layout.first_visible[start]] + width
    for number in range(index, len(points)):
        point = points[number]
        if fits(layout, start, point, width):
            best = point
        elif layout.point_positions[number] > limit + 4 * layout.paragraph.em:
            break
        if layout.breaks.penalty[point] == FORCED:
            break
    return emergency_end(layout, start, width) if best is None else best


def emergency_end(layout: Layout, start: int, width: float) -> int:
    """Cut a run that is longer than the line; where that is not allowed, let it stick out to its first break."""
    points = layout.points
    first = layout.first_visible[start]
    index = bisect_right(points, first)
    legal = points[index] if index < len(points) else len(layout.paragraph)
    if first == len(layout.paragraph):  # nothing but spaces
        return first
    if not layout.breaks.emergency or not layout.paragraph.style[first].wraps:
        return legal
    anywhere = layout.paragraph.box.style["overflow_wrap"] != "normal"
    if not anywhere and width < _NARROWEST_CUT * layout.paragraph.em and layout.paragraph.cls[first] not in CJK:
        return legal
    position = layout.gaps.position
    stop = bisect_right(position, position[first] + width + layout.paragraph.em, first, legal)
    fitting = [cut for cut in range(first + 1, min(stop + 1, legal)) if fits(layout, start, cut, width)]
    for cut in fitting[-6:]:
        layout.cut_off(cut)
    fitting = [cut for cut in fitting if fits(layout, start, cut, width)] or [min(first + 1, legal)]
    # a mark dragged along must not be left alone: prefer a cut inside a word, then at a mark, never inside ——
    end = min(fitting[-6:], key=lambda cut: (emergency_rank(layout.paragraph, cut), -cut))
    layout.emergencies.add(end)
    return end


def greedy_ends(layout: Layout, start: int, widths: Sequence[float], final: int) -> list[int]:
    """The ends of all lines up to a forced break, each taking as much as fits."""
    ends: list[int] = []
    while start < final:
        start = greedy_end(layout, start, widths[min(len(ends), len(widths) - 1)])
        ends.append(start)
    return ends


def balanced_ends(layout: Layout, start: int, widths: Sequence[float]) -> list[int]:
    """text-wrap: balance. Lines as equal as their number, found greedily, allows; phrase penalties count."""
    final = segment_end(layout, start)
    ends = greedy_ends(layout, start, widths, final)
    count = len(ends)
    if count < 2 or count > 8 or len(set(widths)) > 1:
        return ends
    total = layout.measure(start, final).width
    target = min(total / count, widths[0])
    layers: list[dict[int, tuple[float, int]]] = [{start: (0.0, -1)}]
    for number in range(count):
        layer: dict[int, tuple[float, int]] = {}
        for begin, (cost, _) in layers[-1].items():
            for end, line_cost in _balanced_lines(layout, begin, widths[0], final, target, number == count - 1):
                if end not in layer or cost + line_cost < layer[end][0]:
                    layer[end] = (cost + line_cost, begin)
        layers.append(layer)
    if final not in layers[-1]:
        return ends
    path, position = [], final
    for layer in reversed(layers[1:]):
        path.append(position)
        position = layer[position][1]
    return path[::-1]


def _balanced_lines(
    layout: Layout, start: int, width: float, final: int, target: float, last: bool
) -> list[tuple[int, float]]:
    costs = LineCosts(layout)
    result = []
    for point in layout.points[bisect_right(layout.points, layout.first_visible[start]) :]:
        if point > final or (point == final) != last:
            if point > final:
                break
            continue
        line = layout.measure(start, point)
        if line.width - line.optional > width + ROUNDING:
            break
        short = costs.last_line(line.first, line.last) if last else 0.0
        slack = (line.width - target) / layout.paragraph.em
        result.append((point, slack * slack + 4 * max(layout.breaks.penalty[point], 0.0) + short))
    return result

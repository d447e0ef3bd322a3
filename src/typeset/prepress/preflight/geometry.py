"""Matrices and rectangles of PDF user space (ISO 32000-1, 8.3.3), in points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import hypot, sqrt

Matrix = tuple[float, float, float, float, float, float]
Rectangle = tuple[float, float, float, float]

IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)
MM = 25.4 / 72
_FAR = 1e9
EVERYWHERE: Rectangle = (-_FAR, -_FAR, _FAR, _FAR)
NOWHERE: Rectangle = (_FAR, _FAR, -_FAR, -_FAR)


def times(first: Matrix, second: Matrix) -> Matrix:
    """`first` applied before `second`."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def point(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """A point transformed, kept within what arithmetic bears."""
    a, b, c, d, e, f = matrix
    px, py = a * x + c * y + e, b * x + d * y + f
    if -_FAR < px < _FAR and -_FAR < py < _FAR:
        return px, py
    return bounded(px), bounded(py)


def bounded(value: float) -> float:
    """A coordinate within bounds; hostile files have others."""
    return min(max(value, -_FAR), _FAR) if value == value else 0.0


def around(points: Iterable[tuple[float, float]]) -> Rectangle:
    """The rectangle around points; an empty one where there are none."""
    found = list(points)
    if not found:
        return 0, 0, 0, 0
    xs, ys = [x for x, _ in found], [y for _, y in found]
    return min(xs), min(ys), max(xs), max(ys)


def transformed(matrix: Matrix, box: Rectangle) -> Rectangle:
    """The rectangle around a transformed rectangle."""
    left, bottom, right, top = box
    return around(point(matrix, x, y) for x in (left, right) for y in (bottom, top))


def lengths(matrix: Matrix) -> tuple[float, float]:
    """What one unit across and one unit up become."""
    a, b, c, d, _, _ = matrix
    return hypot(a, b), hypot(c, d)


def thinnest(matrix: Matrix) -> float:
    """The least factor by which a matrix scales a line's width, whatever the line's direction."""
    a, b, c, d, _, _ = matrix
    total, area = a * a + b * b + c * c + d * d, abs(a * d - b * c)
    root = sqrt(max(total * total / 4 - area * area, 0))
    most = sqrt(total / 2 + root)
    return area / most if most > 0 else 0.0  # as a difference of squares the least would be lost in rounding


def as_matrix(values: Sequence[float]) -> Matrix:
    """Six numbers as a matrix, the identity for anything else."""
    if len(values) != 6:
        return IDENTITY
    a, b, c, d, e, f = map(bounded, values)
    return a, b, c, d, e, f


def overlap(first: Rectangle, second: Rectangle) -> Rectangle | None:
    """What two rectangles share, None where they do not meet."""
    left, bottom = max(first[0], second[0]), max(first[1], second[1])
    right, top = min(first[2], second[2]), min(first[3], second[3])
    return (left, bottom, right, top) if left <= right and bottom <= top else None

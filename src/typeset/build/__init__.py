"""The pipeline of one edition."""

from typeset.build.make import Built, Checked, build_edition, check_edition, write_results
from typeset.build.pagination import Paginated, SetRun, paginate
from typeset.build.typesetter import Typesetter, font_set

__all__ = [
    "Built",
    "Checked",
    "Paginated",
    "SetRun",
    "Typesetter",
    "build_edition",
    "check_edition",
    "font_set",
    "paginate",
    "write_results",
]

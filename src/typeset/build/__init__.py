"""The pipeline of one edition."""

from typeset.build.make import Built, Checked, build_edition, check_edition
from typeset.build.pagination import Paginated, SetRun, paginate
from typeset.build.results import Written, write_results
from typeset.build.typesetter import Typesetter, font_set

__all__ = [
    "Built",
    "Checked",
    "Paginated",
    "SetRun",
    "Typesetter",
    "Written",
    "build_edition",
    "check_edition",
    "font_set",
    "paginate",
    "write_results",
]

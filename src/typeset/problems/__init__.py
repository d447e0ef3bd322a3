"""Problems: what is wrong, where, why, and how to mend it.

The currency of every stage. A stage never raises for bad content: it returns problems beside its result.
"""

from typeset.problems.data import problems_data, to_json
from typeset.problems.model import Acceptance, Giveup, Place, Problem, Report, Severity, problem
from typeset.problems.show import cells, format_problem

__all__ = [
    "Acceptance",
    "Giveup",
    "Place",
    "Problem",
    "Report",
    "Severity",
    "cells",
    "format_problem",
    "problem",
    "problems_data",
    "to_json",
]

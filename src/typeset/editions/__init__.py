"""Starting and keeping editions: a new publication (init), a new edition from the last one (new-issue)."""

from typeset.editions.following import NewIssue, Wanted, new_issue
from typeset.editions.numbering import EditionNumber, Kind, Span, next_number
from typeset.editions.starting import Question, Started, answer_problems, questions, start_publication

__all__ = [
    "EditionNumber",
    "Kind",
    "NewIssue",
    "Question",
    "Span",
    "Started",
    "Wanted",
    "answer_problems",
    "new_issue",
    "next_number",
    "questions",
    "start_publication",
]

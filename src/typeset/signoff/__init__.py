"""Sign-off of an edition: problems that somebody accepts, states and signatures, what changed after 付印."""

from typeset.signoff.accepting import OF_PAGES, OF_PREFLIGHT, Acceptances, fingerprint, where_of
from typeset.signoff.press import changed_after_press
from typeset.signoff.sources import SourceSums, changes_between, source_sums
from typeset.signoff.status import PASSES, ROLES, STATES, Status, StatusLine, append_lines, read_status

__all__ = [
    "OF_PAGES",
    "OF_PREFLIGHT",
    "PASSES",
    "ROLES",
    "STATES",
    "Acceptances",
    "SourceSums",
    "Status",
    "StatusLine",
    "append_lines",
    "changed_after_press",
    "changes_between",
    "fingerprint",
    "read_status",
    "source_sums",
    "where_of",
]

"""What leaves the editor's desk when an edition is 付印: counts for 稿费 and imprint, the parcel, the archive."""

from typeset.handover.counting import ArticleCount, Counts, PhotographerCount, count_edition, counts_data
from typeset.handover.making import HandedOver, hand_over, ready_for_press
from typeset.handover.names import readable_name, safe_name
from typeset.handover.spreadsheet import counts_csv, counts_xlsx

__all__ = [
    "ArticleCount",
    "Counts",
    "HandedOver",
    "PhotographerCount",
    "count_edition",
    "counts_csv",
    "counts_data",
    "counts_xlsx",
    "hand_over",
    "readable_name",
    "ready_for_press",
    "safe_name",
]

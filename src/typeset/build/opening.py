"""Opening an edition: its first pages alone, at once; all that they need is loaded, and nothing else.

A live edition goes on from here.
"""

from __future__ import annotations

import time
from dataclasses import replace
from hashlib import sha256

from typeset.build.checked import Checked, prepared
from typeset.build.kept import Kept
from typeset.build.live_pages import LivePages
from typeset.build.pagination import SetRun
from typeset.build.snapshot import SCREEN, Snapshot
from typeset.build.typesetter import Typesetter
from typeset.edition import folder_stamp
from typeset.layout import Pages, plan_runs
from typeset.problems import Giveup
from typeset.workspace import EditionFolder, Workspace

_PAINTED = (".css", ".html", ".jinja", ".j2", ".yaml")  # what these say shows in the content of pages


class OpenEdition:
    """One edition with what is kept of it between two looks at its files. For one thread.

    `setting` tells one layout and its fonts from another, `looks` what of them is not in the content of a page: fonts
    and the layout's pictures. `laid_out` counts the runs that were really laid out.
    """

    def __init__(self, folder: EditionFolder, workspace: Workspace) -> None:
        self.folder, self.workspace = folder, workspace
        self.kept = Kept()
        self.pages = LivePages(workspace)
        self.setting = self.looks = ""
        self._typesetter: Typesetter | None = None
        self._laid_out_before = 0

    @property
    def laid_out(self) -> int:
        """How many runs were laid out."""
        return self._laid_out_before + (self._typesetter.laid_out if self._typesetter else 0)

    def typesetter(self, checked: Checked) -> Typesetter:
        """The typesetter for an edition: the one known, unless layout or fonts are others now."""
        fonts = tuple(face.sha256 for face in checked.catalogue.faces)
        stamps = folder_stamp(checked.layout.folder)
        setting = sha256(repr((stamps, fonts)).encode()).hexdigest()
        if self._typesetter is None or setting != self.setting:
            self._laid_out_before = self.laid_out
            self._typesetter = Typesetter(checked.layout, checked.catalogue)
            self.pages.forget_fonts()
            self.setting = setting
            pictures = tuple(item for item in stamps if not item[0].endswith(_PAINTED))
            self.looks = sha256(repr((pictures, fonts)).encode()).hexdigest()
        return self._typesetter

    def first_pages(self) -> Snapshot | None:
        """The first pages alone, to have something to show while the rest is set; None where that fails.

        What they say of other pages is not known yet: the cover names no page numbers.
        """
        start = time.perf_counter()
        try:
            checked, _ = prepared(self.folder, self.workspace, self.kept)
            typesetter = self.typesetter(checked)
            run = plan_runs(checked.edition, checked.layout)[0]
            html = checked.templates.run_html(run, checked.edition, 1, Pages({}))
            item = SetRun(run, 1, typesetter.set_run(html, checked.edition))
            self.pages.take(checked, self.pages.facts_of(checked, typesetter, (item,), self.looks))
        except (Giveup, OSError, UnicodeError):
            return None  # whoever sets the rest will say why
        snapshot = self.pages.snapshot(checked, Pages({}), (SCREEN,), 1)
        return replace(snapshot, complete=False, seconds=time.perf_counter() - start)

"""What was delivered cut into pieces: an article's head with the text below it, or text that has lost its head."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from typeset.importing.drafts import EditorsWords, Guess, Head, Sure
from typeset.importing.heads import Looks, can_be_title, opens_article, read_head, title_score
from typeset.importing.model import Delivered, Image, Line, Rule
from typeset.importing.wording import is_credit, is_short, labelled_note, named_source, section_heading
from typeset.manuscript import han_count


@dataclass
class Piece:
    """A stretch of the source that belongs together; `own_section` says that its column heading stood above it."""

    section: str = ""
    own_section: bool = False
    head: Head | None = None
    blocks: list[Delivered] = field(default_factory=list)
    note_before: EditorsWords | None = None
    note_after: EditorsWords | None = None
    source: str = ""
    credit: str = ""
    guesses: list[Guess] = field(default_factory=list)

    @property
    def closed(self) -> bool:
        """Whether an article's end has been seen: a note after it, a source, a credit."""
        return bool(self.note_after or self.source or self.credit)

    @property
    def empty(self) -> bool:
        """Whether there is nothing in it."""
        return not (self.head or self.blocks or self.note_before or self.closed)

    @property
    def text(self) -> str:
        """All its words."""
        head = self.head
        words = (
            [head.kicker, head.title, head.subtitle, *(f"{item.unit}{item.name}" for item in head.authors)]
            if head
            else []
        )
        words += [block.text for block in self.blocks if isinstance(block, Line)]
        notes = [note.text for note in (self.note_before, self.note_after) if note]
        return "\n".join([*words, *notes, self.source, self.credit])

    @property
    def has_text(self) -> bool:
        """Whether it has more than a head."""
        return any(isinstance(block, Line) and len(block.text) > 20 for block in self.blocks)


@dataclass
class _Cutter:
    looks: Looks
    pieces: list[Piece] = field(default_factory=list)
    piece: Piece = field(default_factory=Piece)
    section: str = ""
    fresh: bool = False  # a column heading stands directly above
    repeated: list[tuple[str, int]] = field(default_factory=list)

    def flush(self) -> None:
        """End the piece that is being read."""
        if not self.piece.empty:
            self.pieces.append(self.piece)
        self.piece = Piece(self.section)

    def read(self, blocks: Sequence[Delivered]) -> None:
        index = 0
        while index < len(blocks):
            block = blocks[index]
            index = self.read_line(blocks, index, block) if isinstance(block, Line) else self.keep(block, index)
        self.flush()

    def keep(self, block: Delivered, index: int) -> int:
        if not (isinstance(block, Rule) and not self.piece.blocks):
            self.piece.blocks.append(block)
        return index + 1

    def read_line(self, blocks: Sequence[Delivered], index: int, line: Line) -> int:
        """Read a line, and with it what belongs to it; gives the index behind."""
        if heading := section_heading(line.text):
            self.open_section(heading, line)
            return index + 1
        if note := labelled_note(line.text):
            return self.read_note(blocks, index, line, note.label, note.text, before=note.before)
        if opens_article(blocks, index, self.looks, after_section=self.fresh, closed=self.piece.closed or self.new):
            fresh, pictures = self.fresh, self.pictures_above()
            before = self.piece.note_before if not self.piece.blocks and self.piece.head is None else None
            self.flush()
            self.piece.own_section, self.fresh = fresh, False
            self.piece.note_before = before
            head, index = read_head(blocks, index, self.looks)
            self.piece.head = head
            self.piece.guesses += head.guesses
            self.piece.blocks += pictures
            return index
        if self.read_end(blocks, index, line):
            return index + 1
        if self.piece.closed:
            self.flush()
        self.piece.own_section = self.piece.own_section or self.fresh
        self.fresh = False
        self.piece.blocks.append(line)
        return index + 1

    @property
    def new(self) -> bool:
        """Whether nothing has been read yet but pictures."""
        return (
            not self.pieces and not any(isinstance(block, Line) for block in self.piece.blocks) and not self.piece.head
        )

    def pictures_above(self) -> list[Delivered]:
        """Pictures that stand above the first title belong to its article."""
        if not self.new:
            return []
        pictures: list[Delivered] = [block for block in self.piece.blocks if isinstance(block, Image)]
        self.piece.blocks = []
        return pictures

    def open_section(self, heading: str, line: Line) -> None:
        if self.fresh and heading == self.section:
            self.repeated.append((heading, line.where))
        self.section = heading
        self.flush()
        self.fresh = True

    def read_note(
        self, blocks: Sequence[Delivered], index: int, line: Line, label: str, text: str, *, before: bool
    ) -> int:
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if not text and isinstance(following, Line):
            text, index = following.text, index + 1
        words = EditorsWords(label, text, line.where)
        if before and (self.piece.has_text or self.piece.closed):
            self.flush()
        if before:
            self.piece.note_before = words
        elif self.piece.note_after is None:
            self.piece.note_after = words
        else:
            self.piece.blocks.append(line)
        self.piece.guesses.append(Guess("note", f"{label}：{text}", line.where, Sure.HIGH))
        return index + 1

    def read_end(self, blocks: Sequence[Delivered], index: int, line: Line) -> bool:
        """Take a source or a credit at an article's end. In the midst of an article it stays where it is."""
        if (source := named_source(line.text)) and not self.piece.source:
            self.piece.source = source
            self.piece.guesses.append(Guess("source", line.text, line.where, Sure.HIGH))
            return True
        above = blocks[index - 1] if index else None
        if is_credit(line.text) and not self.piece.credit and self.piece.has_text and not isinstance(above, Image):
            self.piece.credit = line.text
            self.piece.guesses.append(Guess("credit", line.text, line.where, Sure.MEDIUM))
            return True
        return False


@dataclass(frozen=True)
class Cut:
    """The pieces of a document in its order; `repeated` are column headings that stand twice in a row."""

    pieces: tuple[Piece, ...]
    repeated: tuple[tuple[str, int], ...]


def cut(blocks: Sequence[Delivered], looks: Looks) -> Cut:
    """Cut a document into pieces, and find heads where the looks alone do not show them."""
    cutter = _Cutter(looks)
    cutter.read(blocks)
    pieces = cutter.pieces
    if pieces and not any(piece.head for piece in pieces):
        _promote(pieces[0], looks, anything=True)
    for piece in pieces:
        if piece.own_section or piece.source or piece.credit:
            _promote(piece, looks, anything=piece.own_section)
    return Cut(tuple(pieces), tuple(cutter.repeated))


def _promote(piece: Piece, looks: Looks, *, anything: bool) -> None:
    """Make the first line of a piece its title, if it can be one."""
    if piece.head is not None:
        return
    first = next((index for index, block in enumerate(piece.blocks) if isinstance(block, Line)), None)
    if first is None:
        return
    line = piece.blocks[first]
    assert isinstance(line, Line)
    if not can_be_title(line) or not is_short(line.text):
        return
    if not anything and title_score(line, looks) < 0:
        return
    if han_count(piece.text) > 8000 and not anything:
        return
    head, behind = read_head(piece.blocks, first, looks)
    if not head.title:
        return
    piece.head = head
    piece.guesses += head.guesses
    piece.blocks = [*piece.blocks[:first], *piece.blocks[behind:]]

"""comments.yaml of an edition: all comments that came back, each with a tick, for people to read and tick off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import yaml

from typeset.problems import Giveup, problem
from typeset.proofs.comments import Comment
from typeset.proofs.comments_pdf import KINDS, Reply
from typeset.signoff.sources import COMMENTS
from typeset.workspace import EditionFolder, Workspace, read_source, write_atomically

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_HEAD = (
    "# 校样上的批注。改好一条，把它的 done: no 改成 done: yes。 Comments on proofs; tick what is done: done: yes.\n"
    "# 由 typeset proof --comments 写入；再读一次只添新的，打过的勾都留着。 Reading again adds, and keeps the ticks.\n"
)
_DONE = {"yes", "true", "是", "done", "已改", "好", "x", "✓", "√", "y"}
_MOST_ENTRIES = 20_000


def comment_entries(folder: EditionFolder, workspace: Workspace) -> list[dict[str, Any]]:
    """What comments.yaml lists; nothing where there is none. Raises Giveup where it cannot be understood."""
    path = folder.path / COMMENTS
    if not path.is_file():
        return []
    try:
        data = yaml.load(read_source(path).decode("utf-8-sig"), _LOADER)
    except (yaml.YAMLError, UnicodeError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 0
        raise Giveup(problem("comments-list-broken", workspace.place(path, line))) from error
    if data is None:
        return []
    if not isinstance(data, list) or not all(isinstance(item, dict) for item in data[:_MOST_ENTRIES]):
        raise Giveup(problem("comments-list-broken", workspace.place(path)))
    return data[:_MOST_ENTRIES]


def is_done(entry: Mapping[str, Any]) -> bool:
    """Whether an entry is ticked: yes, true, 是, 已改 …"""
    done = entry.get("done")
    return done is True or str(done).strip().lower() in _DONE


def keep_comments(
    folder: EditionFolder, workspace: Workspace, comments: Iterable[Comment], source: str
) -> list[dict[str, Any]]:
    """Enter comments read from the file `source`, and give all that are listed now.

    Ticks and whatever a person wrote into an entry stay; comments known already get the place and the replies of now;
    none goes. Raises Giveup where the list cannot be understood: it stays as it is then.
    """
    old = comment_entries(folder, workspace)
    known = {str(item.get("id")): item for item in old}
    for comment in comments:
        entry = _entry(comment, source)
        if (before := known.get(comment.id)) is not None:
            before.update(entry | {"from": before.get("from", source), "done": before.get("done", False)})
        else:
            known[comment.id] = entry
            old.append(entry)
    _write(folder, old)
    return old


def tick_comment(folder: EditionFolder, workspace: Workspace, identity: str, *, done: bool) -> bool:
    """Tick an entry, or take its tick away; False where there is none of this id."""
    entries = comment_entries(folder, workspace)
    own = [item for item in entries if str(item.get("id")) == identity]
    for item in own:
        item["done"] = done
    if own:
        _write(folder, entries)
    return bool(own)


def _entry(comment: Comment, source: str) -> dict[str, Any]:
    zh, en = KINDS[comment.kind]
    entry: dict[str, Any] = {
        "page": comment.page,
        "where": comment.where,
        "kind": f"{zh} {en}",
        "text": comment.marked,
        "comment": comment.text,
        "by": comment.by,
        "when": comment.when,
        "replies": [_reply(reply) for reply in comment.replies],
        "from": source,
        "proof": comment.proof,
    }
    return {key: value for key, value in entry.items() if value not in ("", [])} | {"id": comment.id, "done": False}


def _reply(reply: Reply) -> str:
    when = f"（{reply.when}）" if reply.when else ""
    return f"{reply.by}{when}：{reply.text}"


class _Dumper(yaml.SafeDumper):
    """Ticks as yes and no, which people write."""


_Dumper.add_representer(
    bool, lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:bool", "yes" if value else "no")
)


def _write(folder: EditionFolder, entries: Sequence[Mapping[str, Any]]) -> None:
    blocks = [
        yaml.dump([dict(item)], Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000) for item in entries
    ]
    write_atomically(folder.path / COMMENTS, (_HEAD + "".join(f"\n{block}" for block in blocks)).encode())

"""The archive of an edition: all from which the same bytes can be made again, and those bytes.

Unpacked, it is a project of its own: `typeset make-issue EDITION` in it makes the PDFs below results/ again.
"""

from __future__ import annotations

import platform
from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import file_digest, sha256
from importlib import metadata
from pathlib import Path

import yaml

from typeset import __version__
from typeset.build import Built
from typeset.edition import Edition
from typeset.problems import Giveup, problem
from typeset.signoff.sources import files_below, shared_files
from typeset.workspace import EditionFolder, Workspace, shipped

RESULTS, SUMS, MADE_WITH, REQUIREMENTS = "results", "SHA256SUMS", "made-with.yaml", "requirements.txt"
_MOST_FILES = 20_000
_MOST_BYTES = 8 * 1024**3


def archive_files(
    built: Built, folder: EditionFolder, workspace: Workspace, outputs: Mapping[str, bytes], date: datetime | None
) -> dict[str, bytes | Path]:
    """The files of the archive by name: sources, layout, the project's own fonts, proofs, results, and how to rebuild.

    Raises Giveup where it would have too many files or bytes.
    """
    files: dict[str, bytes | Path] = {}
    for path in files_below(folder.path):
        files[f"issues/{folder.name}/{path.relative_to(folder.path).as_posix()}"] = path
    for path in _shared(built, workspace):
        files[workspace.name_of(path)] = path
    layout = built.checked.layout
    for path in files_below(layout.folder, {"example"}):
        files[f"layouts/{layout.name}/{path.relative_to(layout.folder).as_posix()}"] = path
    own = workspace.root / "fonts"
    if own.is_dir() and own.resolve() != shipped("fonts").resolve():
        files |= {f"fonts/{path.relative_to(own).as_posix()}": path for path in files_below(own)}
    size = sum(path.stat().st_size for path in files.values() if isinstance(path, Path))
    if len(files) > _MOST_FILES or size > _MOST_BYTES:
        raise Giveup(problem("handover-too-large", files=len(files), megabytes=size // 2**20))
    files |= {f"{RESULTS}/{name}": data for name, data in outputs.items()}
    pinned = pinned_dependencies()
    files[REQUIREMENTS] = "".join(f"{name}=={version}\n" for name, version in pinned.items()).encode()
    files[MADE_WITH] = _made_with(built, date, pinned)
    files["README.txt"] = _readme(built.edition, date)
    files[SUMS] = "".join(f"{_sum(files[name])}  {name}\n" for name in sorted(files)).encode()
    return files


def _shared(built: Built, workspace: Workspace) -> Iterator[Path]:
    """What lies beside the editions for all of them, and the printing house's profile wherever in the project it is."""
    yield from shared_files(workspace)
    profile = built.edition.profile
    if profile and profile.path.is_relative_to(workspace.root.resolve()):
        yield profile.path


def _sum(content: bytes | Path) -> str:
    if isinstance(content, bytes):
        return sha256(content).hexdigest()
    with content.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def pinned_dependencies() -> dict[str, str]:
    """The versions of typeset and of all libraries that it needs, as they are installed here, by name."""
    found: dict[str, str] = {}
    waiting = ["typeset"]
    while waiting:
        name = waiting.pop().lower().replace("_", "-")
        if name in found:
            continue
        try:
            own = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # for another system, or an extra that is not there
        found[name] = own.version
        waiting += [_bare_name(written) for written in own.requires or () if "extra ==" not in written]
    return dict(sorted(found.items()))


def _bare_name(requirement: str) -> str:
    end = next((at for at, sign in enumerate(requirement) if not (sign.isalnum() or sign in "-_.")), len(requirement))
    return requirement[:end]


def _made_with(built: Built, date: datetime | None, pinned: Mapping[str, str]) -> bytes:
    faces = sorted(built.checked.catalogue.faces, key=lambda face: (face.file.name, face.family))
    data = {
        "typeset": __version__,
        "python": platform.python_version(),
        "source_date_epoch": int(date.timestamp()) if date else None,
        "layout": built.checked.layout.name,
        "fonts": {
            face.file.name: {"family": face.family, "version": face.version, "sha256": face.sha256} for face in faces
        },
        "libraries": dict(pinned),
    }
    head = "# 排版所用的软件、程序库和字体。 What the edition was set with.\n"
    return (head + yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1000)).encode()


def _readme(edition: Edition, date: datetime | None) -> bytes:
    epoch = int(date.timestamp()) if date else 0
    setting = f"SOURCE_DATE_EPOCH={epoch} " if date else ""
    lines = (
        f"{edition.publication.title} {edition.name}",
        "",
        "本期的存档：文稿、图片、版式、校样和签字记录（issues、layouts），印出的文件（results），",
        "所用软件、程序库和字体的版本与校验和（made-with.yaml、requirements.txt）。",
        "重新排出同样的文件：解压，装好 made-with.yaml 所列版本的 typeset 和程序库，在这个文件夹里运行",
        f"    {setting}typeset make-issue {edition.name}",
        f"build/{edition.name} 里的 PDF 应与 results 里的逐字节相同；SHA256SUMS 是全部文件的校验和。",
        "",
        "The archive of this edition: sources, layout, proofs, signatures (issues, layouts), prints (results),",
        "and the versions and check sums of program, libraries and fonts (made-with.yaml, requirements.txt).",
        "To make the same files again: unpack, install typeset and libraries of the versions in made-with.yaml, run",
        f"    {setting}typeset make-issue {edition.name}",
        f"here. The PDFs in build/{edition.name} are those in results, byte for byte; SHA256SUMS has all check sums.",
    )
    return "\n".join((*lines, "")).encode("utf-8-sig")

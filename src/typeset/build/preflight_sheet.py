"""The preflight report for people, 印前检查报告: a sheet of A4 in HTML, or set as a PDF in the project's fonts."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib import resources
from typing import Any
from urllib.parse import urljoin

from jinja2 import Environment, StrictUndefined

from typeset.build.typesetter import font_set
from typeset.composer.fetching import BASE_URL, ClosedFetcher
from typeset.composer.rendering import lay_out, parse_css, write_pdf
from typeset.fonts import Catalogue
from typeset.prepress.preflight import BY_ID, GROUPS, Check, Finding, PageFacts, Preflight, Status
from typeset.problems import Severity

_TEMPLATE, _STYLE = "preflight_sheet.html", "preflight_sheet.css"
_MOST_THUMBNAILS = 24
_MOST_HEAT_PICTURES = 8
_MOST_FINDINGS = 60

VERDICTS = {
    Status.PASSED: ("可以付印", "Ready for press"),
    Status.WARNING: ("可以付印，有几处要看一看", "Ready for press; some points to look at"),
    Status.FAILED: ("不能付印", "Not for press"),
    Status.NOT_CHECKED: ("没有检查完", "Not wholly checked"),
}
STATUS_WORDS = {
    Status.PASSED: ("通过", "passed"),
    Status.WARNING: ("警告", "warning"),
    Status.FAILED: ("不通过", "failed"),
    Status.NOT_CHECKED: ("未查", "not checked"),
}
_CLASSES = {
    Status.PASSED: "passed",
    Status.WARNING: "warning",
    Status.FAILED: "failed",
    Status.NOT_CHECKED: "unchecked",
}
_MARKS = {"passed": "●", "warning": "■", "failed": "◆", "unchecked": "○"}

Address = Callable[[str, bytes], str]


@dataclass(frozen=True)
class SheetInput:
    """What the sheet says besides the preflight: the file's name and when it was checked, if that is told."""

    file: str
    date: datetime | None = None


def sheet_html(preflight: Preflight, told: SheetInput) -> bytes:
    """The report as one HTML file with its pictures inside."""

    def inside(_name: str, data: bytes) -> str:
        return f"data:image/png;base64,{base64.b64encode(data).decode()}"

    return _html(preflight, told, inside, _resource(_STYLE)).encode()


def sheet_pdf(preflight: Preflight, told: SheetInput, catalogue: Catalogue) -> bytes:
    """The report as a PDF of A4 sheets: one where all is well, findings and ink pictures on those that follow."""
    pictures: dict[str, bytes] = {}

    def beside(name: str, data: bytes) -> str:
        pictures[name] = data
        return urljoin(BASE_URL, name)

    html = _html(preflight, told, beside, "")
    fetcher = ClosedFetcher(data=pictures)
    fonts = font_set(catalogue)
    style, _ = parse_css(_resource(_STYLE), fetcher, fonts)
    rendering = lay_out(html, (style,), fonts, fetcher, {})
    pdf, _ = write_pdf(rendering, _no_pictures, pdf_variant="pdf/ua-1")
    return pdf


def _no_pictures(address: str, width: float, height: float) -> bytes:
    raise AssertionError(f"a report has no lazy picture: {address} {width} {height}")


def _resource(name: str) -> str:
    return (resources.files("typeset.build") / name).read_text("utf-8")


def _html(preflight: Preflight, told: SheetInput, address: Address, style: str) -> str:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(_resource(_TEMPLATE))
    zh, en = VERDICTS[preflight.status]
    findings = list(_findings(preflight))
    return template.render(
        style=style,
        file=told.file,
        date=told.date.strftime("%Y-%m-%d %H:%M") if told.date else "",
        stamp=told.date.strftime("%Y-%m-%dT%H:%M:%SZ") if told.date else "2000-01-01T00:00:00Z",
        verdict={"zh": zh, "en": en, "class": _CLASSES[preflight.status]},
        counts=[
            {
                "zh": words[0],
                "en": words[1],
                "class": _CLASSES[status],
                "mark": _MARKS[_CLASSES[status]],
                "count": preflight.count(status),
            }
            for status, words in STATUS_WORDS.items()
        ],
        facts=list(_facts(preflight)),
        columns=_columns(list(_groups(preflight))),
        messages=_messages(preflight),
        findings=findings[:_MOST_FINDINGS],
        more_findings=max(len(findings) - _MOST_FINDINGS, 0),
        thumbnails=list(_thumbnails(preflight, address)),
        more_pages=max(len(preflight.facts.pages) - _MOST_THUMBNAILS, 0) if preflight.thumbnails else 0,
        heat=list(_heat(preflight, address)),
        limit=f"{preflight.wanted.ink_limit:g}",
    )


def _messages(preflight: Preflight) -> dict[str, str]:
    errors, warnings = (preflight.messages(severity) for severity in (Severity.ERROR, Severity.WARNING))
    return {"zh": f"{errors} 个错误，{warnings} 个警告", "en": f"{errors} errors, {warnings} warnings"}


def _facts(preflight: Preflight) -> Iterator[dict[str, str]]:
    facts, wanted = preflight.facts, preflight.wanted
    first = facts.pages[0] if facts.pages else None
    rows = (
        ("标题", "Title", facts.title),
        ("标准", "Standard", f"{facts.standard or '—'}（PDF {facts.version or '?'}）"),
        ("输出条件", "Condition", facts.condition),
        ("特性文件", "Profile", facts.profile),
        ("页数", "Pages", str(len(facts.pages) or "—")),
        ("成品尺寸", "Trimmed size", _size(first)),
        ("出血", "Bleed", _bleed(first)),
        ("色版", "Separations", "、".join(facts.separations)),
        ("最大墨量", "Most ink", _ink(preflight)),
        ("图片", "Images", _images(preflight)),
        ("文件大小", "Size", _bytes(facts.size)),
        ("制作软件", "Producer", facts.producer),
        ("字体", "Fonts", "、".join(dict.fromkeys(font.name for font in facts.fonts))),
        ("按此检查", "Checked for", f"{wanted.standard.upper().replace('1A', '1a')}，出血 {wanted.bleed_mm:g} mm"),
    )
    yield from ({"zh": zh, "en": en, "value": value or "—"} for zh, en, value in rows)


def _bytes(size: int) -> str:
    return f"{size / 2**20:.2f} MB" if size >= 2**20 / 10 else f"{size / 1024:.0f} kB"


def _size(page: PageFacts | None) -> str:
    return f"{page.sheet.width:.1f} × {page.sheet.height:.1f} mm" if page else ""


def _bleed(page: PageFacts | None) -> str:
    if page is None or page.bleed is None:
        return ""
    sheet, bleed = page.sheet, page.bleed
    least = min(sheet.left - bleed.left, sheet.bottom - bleed.bottom, bleed.right - sheet.right, bleed.top - sheet.top)
    return f"{max(least, 0):.1f} mm"


def _ink(preflight: Preflight) -> str:
    most = max((page.ink.most for page in preflight.facts.pages if page.ink), default=None)
    limit = f"{preflight.wanted.ink_limit:g}"
    return f"{most:.0f} %（上限 {limit} %）" if most is not None else f"未测（上限 {limit} %）"


def _images(preflight: Preflight) -> str:
    images = [image for image in preflight.facts.images if image.dpi and min(image.pixels) > 2]
    if not images:
        return str(len(preflight.facts.images))
    return f"{len(preflight.facts.images)}，最低 {min(image.dpi for image in images):.0f} dpi"


def _groups(preflight: Preflight) -> Iterator[dict[str, Any]]:
    for group, (zh, en) in GROUPS.items():
        rows = [_row(check) for check in preflight.checks if BY_ID[check.rule].group == group]
        if rows:
            yield {"zh": zh, "en": en, "rows": rows}


def _columns(groups: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The groups in two columns of about one height, in their order; a head is worth two rows."""

    def height(some: list[dict[str, Any]]) -> int:
        return sum(len(group["rows"]) + 2 for group in some)

    cut = min(range(len(groups) + 1), key=lambda at: max(height(groups[:at]), height(groups[at:])))
    return groups[:cut], groups[cut:]


def _row(check: Check) -> dict[str, str]:
    rule = BY_ID[check.rule]
    zh, en = STATUS_WORDS[check.status]
    reference = check.reference or "惯例 practice"
    return {
        "zh": rule.zh,
        "en": rule.en,
        "reference": reference,
        "class": _CLASSES[check.status],
        "mark": _MARKS[_CLASSES[check.status]],
        "status_zh": zh,
        "status_en": en,
    }


def _findings(preflight: Preflight) -> Iterator[dict[str, Any]]:
    """What is to be mended or looked at, failed checks first."""
    order = {Status.FAILED: 0, Status.WARNING: 1, Status.NOT_CHECKED: 2, Status.PASSED: 3}
    for check in sorted(preflight.checks, key=lambda check: order[check.status]):
        for finding in check.findings:
            yield _finding(check, finding)


def _finding(check: Check, finding: Finding) -> dict[str, Any]:
    problem = finding.problem()
    rule = BY_ID[check.rule]
    severity = {"error": "failed", "warning": "warning"}.get(finding.severity.value, "unchecked")
    return {
        "class": severity,
        "mark": _MARKS[severity],
        "rule_zh": rule.zh,
        "rule_en": rule.en,
        "zh": problem.message("zh"),
        "en": problem.message("en"),
        "hint_zh": problem.hint("zh"),
        "hint_en": problem.hint("en"),
        "why_zh": rule.why_zh,
        "count": finding.count,
    }


def _thumbnails(preflight: Preflight, address: Address) -> Iterator[dict[str, str]]:
    wrong = {page for check in preflight.checks for finding in check.findings if finding.severity.value == "error"
             for page in finding.pages}  # fmt: skip
    for number, picture in enumerate(preflight.thumbnails[:_MOST_THUMBNAILS], start=1):
        source = address(f"page-{number}.png", picture) if picture else ""
        yield {"number": str(number), "source": source, "class": "wrong" if number in wrong else ""}


def _heat(preflight: Preflight, address: Address) -> Iterator[dict[str, str]]:
    """Pages that take too much ink, where."""
    shown = [page for page in preflight.facts.pages if page.ink and page.ink.picture][:_MOST_HEAT_PICTURES]
    for page in shown:
        if page.ink:
            source = address(f"ink-{page.number}.png", page.ink.picture)
            yield {"number": str(page.number), "source": source, "most": f"{page.ink.most:.0f}",
                   "area": f"{page.ink.over_mm2:.0f}"}  # fmt: skip

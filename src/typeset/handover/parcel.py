"""The parcel for the printing house: print PDF, 印前检查报告, 印制工单, check sums, under names to read."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from typeset.build import Built, font_set
from typeset.build.job_sheet import JobFacts, JobFile, job_pdf, job_sheet, job_yaml
from typeset.build.preflight_sheet import SheetInput, sheet_pdf
from typeset.handover.names import print_file_name, readable_name

SUMS = "校验和_SHA256SUMS.txt"


def parcel_files(built: Built) -> dict[str, bytes]:
    """The files of the parcel by name. The sheets name the print PDF as it is named there."""
    checked, printed = built.checked, built.printed
    assert printed is not None
    size = checked.layout.declaration.page
    trim = (size.width, size.height)
    name, base = print_file_name(built.edition, trim, built.paginated.total), readable_name(built.edition)
    facts = JobFacts(
        trim,
        built.paginated.total,
        printed.condition,
        (JobFile.of(name, printed.pdf, "印刷用 PDF，单页"),),
        printed.spots,
        accepted=built.report.accepted,
    )
    sheet = job_sheet(built.edition, facts)
    files = {
        name: printed.pdf,
        f"{base}_印前检查报告.pdf": sheet_pdf(printed.preflight, SheetInput(name, printed.date), checked.catalogue),
        f"{base}_印制工单.pdf": job_pdf(sheet, font_set(checked.catalogue)),
        f"{base}_印制工单.yaml": job_yaml(sheet),
    }
    return {**files, SUMS: check_sums(files)}


def check_sums(files: Mapping[str, bytes]) -> bytes:
    """SHA-256 of files, as `sha256sum -c` reads them."""
    return "".join(f"{sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)).encode()

"""A painted PDF made a PDF/X: output intent, boxes, blend space, metadata and identity.

Takes pages in DeviceCMYK, DeviceGray and Separation, with their bleed. PDF/X-4: ISO 15930-7; PDF/X-1a: ISO 15930-4.
The same input gives the same bytes: dates come from the caller, identities from the content.
"""

from __future__ import annotations

import hashlib
import io
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from typeset.color import PrintCondition
from typeset.prepress.boxes import set_boxes
from typeset.prepress.marks import PROCESS, add_marks

Standard = Literal["pdf/x-4", "pdf/x-1a"]
_NAMESPACE = uuid.UUID("6a8f7d0e-4a4c-5a0f-9a55-3f1f0d1c7b52")  # ours, for identities made from content


@dataclass(frozen=True)
class PrintJob:
    """What a print PDF says of itself.

    `bleed` in mm. Where `marks` are wanted they stand outside the bleed, with a line of `slugs` for every page, drawn
    in the shapes of the font file `font`, and with patches of the process inks and the spot colours `spots`.
    """

    condition: PrintCondition
    standard: Standard
    bleed: float
    title: str
    date: datetime
    marks: bool = False
    slugs: tuple[str, ...] = ()
    font: Path | None = None
    spots: tuple[str, ...] = ()


def finish_print(data: bytes, job: PrintJob) -> bytes:
    """The print PDF made of painted pages, as bytes."""
    with Pdf.open(io.BytesIO(data)) as pdf:
        _drop_interaction(pdf)
        if job.marks:
            inks = (*PROCESS, *job.spots)
            add_marks(pdf, bleed=job.bleed, slugs=job.slugs, font=job.font, separations=inks)
        else:
            set_boxes(pdf, job.bleed)
        _declare_blend_space(pdf, job.standard)
        _add_output_intent(pdf, job.condition)
        _describe(pdf, job, hashlib.sha256(data).hexdigest())
        written = io.BytesIO()
        old = job.standard == "pdf/x-1a"
        streams = pikepdf.ObjectStreamMode.disable if old else pikepdf.ObjectStreamMode.generate
        version = "1.4" if old else "1.6"
        pdf.save(written, deterministic_id=True, object_stream_mode=streams, force_version=version)
    return written.getvalue()


def _drop_interaction(pdf: Pdf) -> None:
    """Links and their targets: annotations inside the trim are forbidden (ISO 15930-7)."""
    for page in pdf.pages:
        if Name.Annots in page:
            del page.Annots
        if Name.Tabs in page:
            del page.Tabs
    for key in (Name.Names, Name.AcroForm, Name.OpenAction, Name.Dests):
        if key in pdf.Root:
            del pdf.Root[key]


def _declare_blend_space(pdf: Pdf, standard: Standard) -> None:
    """Say in which space transparency is blended; under PDF/X-1a, which has none, say nothing of it."""
    for page in pdf.pages:
        if standard == "pdf/x-4":
            page.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK, I=True)
        elif Name.Group in page:
            del page.Group
    if standard == "pdf/x-1a":
        for form in _forms(pdf):
            mask = Name.Group in form and form.Group.get(Name.CS) == Name.DeviceGray  # a soft mask is nothing without
            if Name.Group in form and not mask and not _is_transparent(form):
                del form.Group


def _forms(pdf: Pdf) -> Iterator[Any]:
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream) and item.get(Name.Subtype) == Name.Form:
            yield item


def _is_transparent(form: Any) -> bool:
    """Whether anything in a group needs the group: less than full opacity, a soft mask, a blend mode."""
    states = form.get(Name.Resources, Dictionary()).get(Name.ExtGState, Dictionary())
    for state in states.as_dict().values():
        opaque = all(float(state.get(key, 1)) == 1 for key in (Name.ca, Name.CA))
        plain = state.get(Name.SMask, Name("/None")) == Name("/None") and state.get(Name.BM, Name.Normal) == Name.Normal
        if not (opaque and plain):
            return True
    return False


def _add_output_intent(pdf: Pdf, condition: PrintCondition) -> None:
    """The printing condition, its profile embedded (ISO 15930-7)."""
    profile = pdf.make_stream(condition.profile.data, N=4, Alternate=Name.DeviceCMYK)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFX,
        OutputConditionIdentifier=String(condition.identifier or "Custom"),
        OutputCondition=String(condition.condition),
        Info=String(condition.profile.description or condition.condition),
        DestOutputProfile=profile,
    )
    if condition.registry:
        intent.RegistryName = String(condition.registry)
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])


def _describe(pdf: Pdf, job: PrintJob, content: str) -> None:
    """Document information and XMP, which must agree (ISO 15930-7)."""
    info = pdf.docinfo
    stamp = job.date.strftime("D:%Y%m%d%H%M%S+00'00'")
    info[Name.Title] = job.title
    info[Name.CreationDate] = info[Name.ModDate] = stamp
    info[Name.Creator], info[Name.Producer] = "typeset", f"typeset, pikepdf {pikepdf.__version__}"
    info[Name.Trapped] = Name("/False")
    version = {"pdf/x-4": "PDF/X-4", "pdf/x-1a": "PDF/X-1a:2003"}[job.standard]
    if job.standard == "pdf/x-1a":
        info[Name.GTS_PDFXVersion] = version
    iso = job.date.strftime("%Y-%m-%dT%H:%M:%S+00:00")
    identity = f"uuid:{uuid.uuid5(_NAMESPACE, content + repr(job.condition.profile.sha256) + stamp)}"
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        xmp.register_xml_namespace("http://www.npes.org/pdfx/ns/id/", "pdfxid")
        xmp["dc:title"], xmp["dc:format"] = job.title, "application/pdf"
        xmp["xmp:CreateDate"] = xmp["xmp:ModifyDate"] = xmp["xmp:MetadataDate"] = iso
        xmp["xmp:CreatorTool"], xmp["pdf:Producer"] = "typeset", str(info[Name.Producer])
        xmp["xmpMM:DocumentID"] = xmp["xmpMM:InstanceID"] = identity
        xmp["xmpMM:VersionID"], xmp["xmpMM:RenditionClass"] = "1", "default"
        xmp["pdf:Trapped"] = "False"
        xmp["pdfxid:GTS_PDFXVersion"] = version

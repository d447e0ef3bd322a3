"""HTML and CSS: WeasyPrint's classes, whose documents are composed."""

from __future__ import annotations

from typing import Any

from typeset.composer.libraries import direct_loading, late_subsetting

with direct_loading(), late_subsetting():
    import weasyprint
    from weasyprint import document as engine

from typeset.composer import seams
from typeset.composer.call_stack import with_room
from typeset.composer.cascade import composing
from typeset.composer.composition import ATTRIBUTE, Composition

seams.install()


class Document(engine.Document):  # type: ignore[misc] # WeasyPrint carries no types
    """A laid-out, composed document. `composition` tells what was composed and what was not."""

    composition: Composition | None = None

    @classmethod
    def _build_layout_context(cls, html: Any, *args: Any) -> Any:
        context = super()._build_layout_context(html, *args)
        html.composition = Composition()
        html.composition.style_for = context.style_for
        setattr(context, ATTRIBUTE, html.composition)
        return context


with composing():
    _UA_STYLESHEET = weasyprint.CSS(
        string="pre, code, kbd, samp, tt, textarea { text-autospace: no-autospace; text-spacing-trim: space-all }"
    )
"""Of CSS Text 4's default style sheet: no spacing in text that is set as it is typed."""


class HTML(weasyprint.HTML):  # type: ignore[misc]
    """WeasyPrint's HTML with composed lines: same arguments, `render()`, `write_pdf()`, `url_fetcher`.

    Style sheets given as objects should be this package's CSS, so that they know its properties.
    """

    composition: Composition | None = None

    def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
        return [*super()._ua_stylesheets(forms), _UA_STYLESHEET]

    def render(
        self, font_config: Any = None, counter_style: Any = None, color_profiles: Any = None, **options: Any
    ) -> Document:
        """Lay out the document. The result is a WeasyPrint Document, with `composition` beside its pages."""
        for unknown in sorted(set(options) - set(weasyprint.DEFAULT_OPTIONS)):
            weasyprint.LOGGER.error("Unknown rendering option: %s.", unknown)
        merged = {**weasyprint.DEFAULT_OPTIONS, **options}
        with composing():
            document: Document = with_room(Document._render, self, font_config, counter_style, color_profiles, merged)
        document.composition = self.composition
        return document


class CSS(weasyprint.CSS):  # type: ignore[misc]
    """WeasyPrint's CSS, with the properties of composition known."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        with composing():
            super().__init__(*args, **kwargs)

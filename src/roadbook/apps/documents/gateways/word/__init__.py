"""Plain blocks in, DOCX out (python-docx), for papers that somebody wants to change by hand.

The same blocks give the same bytes: times inside the archive are fixed, the properties carry the paper's date.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from importlib import metadata
from io import BytesIO
from typing import Any

FONT = "Calibri"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_SIZES = {1: 15, 2: 12, 3: 11}


def version() -> str:
    """What decides the bytes beside template and data."""
    return f"python-docx {metadata.version('python-docx')}; 1"


def render(blocks: Iterable[Mapping[str, Any]], *, company: Mapping[str, Any], title: str, dated_on: date) -> bytes:
    """The DOCX of the blocks of ``calc.markup.fill`` on the company's paper."""
    import docx

    document = docx.Document()
    _page(document, company, title, dated_on)
    _Writer(document).blocks(document, blocks)
    out = BytesIO()
    document.save(out)
    return _settled(out.getvalue())


def _page(document: Any, company: Mapping[str, Any], title: str, dated_on: date) -> None:
    from docx.shared import Mm, Pt

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin = Mm(18), Mm(20)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(10)
    style.paragraph_format.space_after = Pt(5)
    head = section.header.paragraphs[0]
    head.add_run(str(company["name"])).bold = True
    for line in (*company["lines"], *company["contact"]):
        head.add_run().add_break()
        head.add_run(str(line)).font.size = Pt(8)
    about, at = document.core_properties, datetime(dated_on.year, dated_on.month, dated_on.day, tzinfo=UTC)
    about.author = about.last_modified_by = str(company["name"])[:255]
    about.title, about.comments, about.revision = title[:255], "", 1
    about.created = about.modified = about.last_printed = at.replace(tzinfo=None)


class _Writer:
    def __init__(self, document: Any) -> None:
        self.document = document

    def blocks(self, into: Any, blocks: Iterable[Mapping[str, Any]]) -> None:
        writers = {
            "heading": self._heading,
            "paragraph": self._paragraph,
            "item": self._item,
            "table": self._table,
            "page": self._break,
            "sign": self._sign,
            "columns": self._columns,
            "qr": self._code,
        }
        for block in blocks:
            writers[block["kind"]](into, block)

    def _heading(self, into: Any, block: Mapping[str, Any]) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        paragraph = into.add_paragraph()
        paragraph.paragraph_format.space_before = Pt(8)
        paragraph.paragraph_format.keep_with_next = True
        if block["level"] == 1:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for run in _runs(paragraph, block["runs"]):
            run.bold, run.font.size = True, Pt(_SIZES[block["level"]])

    def _paragraph(self, into: Any, block: Mapping[str, Any]) -> None:
        paragraph = into.add_paragraph()
        for nth, line in enumerate(block["lines"]):
            if nth:
                paragraph.add_run().add_break()
            _runs(paragraph, line)

    def _item(self, into: Any, block: Mapping[str, Any]) -> None:
        from docx.shared import Mm

        paragraph = into.add_paragraph()
        paragraph.paragraph_format.left_indent = Mm(9)
        paragraph.paragraph_format.first_line_indent = Mm(-9)
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(9))
        paragraph.add_run(f"{block['label'] or '•'}\t")
        _runs(paragraph, block["runs"])

    def _table(self, into: Any, block: Mapping[str, Any]) -> None:
        rows = [*([block["head"]] if block["head"] else []), *block["rows"]]
        table = _table(into, len(rows), len(block["align"]))
        table.style = self.document.styles["Table Grid"]
        for nth, (row, cells) in enumerate(zip(table.rows, rows, strict=True)):
            for cell, runs, align in zip(row.cells, cells, block["align"], strict=True):
                _cell(cell, runs, align, bold=bool(block["head"]) and nth == 0)
        into.add_paragraph()

    def _sign(self, into: Any, block: Mapping[str, Any]) -> None:
        into.add_paragraph()
        table = _table(into, 2, len(block["cells"]))
        for line, said, runs in zip(table.rows[0].cells, table.rows[1].cells, block["cells"], strict=True):
            line.paragraphs[0].add_run("_" * 28)
            _runs(said.paragraphs[0], runs)

    def _columns(self, into: Any, block: Mapping[str, Any]) -> None:
        table = _table(into, 1, len(block["columns"]))
        for cell, blocks in zip(table.rows[0].cells, block["columns"], strict=True):
            self.blocks(cell, blocks)
            first = cell.paragraphs[0]
            if len(cell.paragraphs) > 1 and not first.text:
                first._p.getparent().remove(first._p)  # noqa: SLF001 - python-docx cannot remove a paragraph

    def _break(self, into: Any, block: Mapping[str, Any]) -> None:
        del block
        from docx.enum.text import WD_BREAK

        into.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def _code(self, into: Any, block: Mapping[str, Any]) -> None:
        import segno
        from docx.shared import Mm

        picture = BytesIO()
        segno.make(block["text"], error="m", micro=False).save(picture, kind="png", scale=6, border=2)
        picture.seek(0)
        into.add_paragraph().add_run().add_picture(picture, width=Mm(32))


def _table(into: Any, rows: int, columns: int) -> Any:
    return into.add_table(rows=rows, cols=columns)


def _cell(cell: Any, runs: Iterable[Any], align: str, *, bold: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = cell.paragraphs[0]
    paragraph.alignment = getattr(WD_ALIGN_PARAGRAPH, align.upper())
    for run in _runs(paragraph, runs):
        run.bold = bold or run.bold


def _runs(paragraph: Any, runs: Iterable[Any]) -> list[Any]:
    out = []
    for text, bold, italic in runs:
        run = paragraph.add_run(text)
        run.bold, run.italic = bold or None, italic or None
        out.append(run)
    return out


def _settled(content: bytes) -> bytes:
    """The same archive with its parts in order and one time for all."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as settled:
        for name in sorted(made.namelist(), key=lambda one: (one != "[Content_Types].xml", one)):
            part = zipfile.ZipInfo(name, _EPOCH)
            part.compress_type, part.external_attr, part.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 3
            settled.writestr(part, made.read(name))
    return out.getvalue()

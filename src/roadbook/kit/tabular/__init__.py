"""CSV and XLSX from people and for people: read with distrust, written so that spreadsheets understand them."""

from .encodings import LABELS as ENCODINGS
from .reading import Opened, detect, open_rows
from .texts import SEPARATORS
from .values import MAX_BYTES, MAX_ROWS, Cell, Detected, FileRefused, Reading, Row, SheetName
from .writing import CsvWriter, Writer, XlsxWriter, defused, undefused

__all__ = [
    "ENCODINGS",
    "MAX_BYTES",
    "MAX_ROWS",
    "SEPARATORS",
    "Cell",
    "CsvWriter",
    "Detected",
    "FileRefused",
    "Opened",
    "Reading",
    "Row",
    "SheetName",
    "Writer",
    "XlsxWriter",
    "defused",
    "detect",
    "open_rows",
    "undefused",
]

"""The one reader of XML. XML from outside is hostile: any document type is refused, nothing is fetched or expanded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

from lxml import etree

Element = Any


class XmlRefused(ValueError):  # noqa: N818 - reads as a sentence
    """The text is not XML, or holds a document type, an entity or a text that is too large."""


def elements(stream: IO[bytes], *tags: str) -> Iterator[Element]:
    """Elements with these local names as they end, one at a time; what was handed out before is forgotten.

    :raises XmlRefused: at the first thing that we do not read.
    """
    wanted = [f"{{*}}{tag}" for tag in tags]
    parser = etree.iterparse(
        stream,
        events=("end",),
        tag=wanted,
        load_dtd=False,
        no_network=True,
        resolve_entities=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    is_first = True
    try:
        for _event, element in parser:
            if is_first:
                _refuse_doctype(element)
                is_first = False
            yield element
            _forget(element)
    except etree.XMLSyntaxError as error:
        raise XmlRefused(str(error)) from error
    root = parser.root
    if is_first and root is not None:
        _refuse_doctype(root)


def name(element: Element) -> str:
    """The local name of an element."""
    found: str = etree.QName(element).localname
    return found


def _refuse_doctype(element: Element) -> None:
    if element.getroottree().docinfo.doctype:
        raise XmlRefused("a document type")


def _forget(element: Element) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]

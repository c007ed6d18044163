"""XML as WeChat writes it, safe in both directions.

Parsing refuses nothing that a person can type: characters that XML 1.0 forbids are dropped, `]]>`
in a reply is split over two CDATA sections, entities and document types are never expanded.
"""

import re
from collections.abc import Mapping
from xml.parsers.expat import ExpatError

import xmltodict  # type: ignore[import-untyped]

# Everything XML 1.0 forbids (production 2, "Char"), lone surrogates among them.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# The same characters written as references, e.g. `&#x1d;`: the parser dies on them too.
_REFERENCE = re.compile(r"&#(?:x([0-9a-fA-F]{1,8})|([0-9]{1,9}));")


def clean(text: str) -> str:
    """`text` without the characters that XML 1.0 forbids."""
    return _FORBIDDEN.sub("", text)


def cdata(text: str) -> str:
    """`text` for the inside of a CDATA section: clean, and unable to end it."""
    return clean(text).replace("]]>", "]]]]><![CDATA[>")


def parse(body: bytes) -> dict[str, str]:
    """The text fields of WeChat's flat `<xml>` element; `ValueError` when it is no such thing.

    A field that is empty becomes ""; one that has children or comes twice is dropped.
    """
    text = clean(body.decode("utf-8"))
    if "&#" in text:
        text = _REFERENCE.sub(_only_allowed, text)
    try:
        # the declared encoding is gone with decode(); expat is told what we hand over
        root = xmltodict.parse(text.encode("utf-8"), encoding="utf-8", disable_entities=True)
    except ExpatError as error:
        raise ValueError("not XML") from error
    fields = root.get("xml")
    if not isinstance(fields, Mapping):
        raise ValueError("no <xml> element")
    return {
        str(name): value or ""
        for name, value in fields.items()
        if value is None or isinstance(value, str)
    }


def _only_allowed(reference: re.Match[str]) -> str:
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    return reference[0] if code <= 0x10FFFF and clean(chr(code)) else ""

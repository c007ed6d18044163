"""XML as WeChat writes it, safe in both directions.

Parsing refuses nothing that a person can type. Characters that XML 1.0 forbids are dropped. The
platform does not escape a `]]>` that somebody typed: such a field reaches to the last end of its
element. A text that was cut within a character loses that character. In a reply, `]]>` is split
over two CDATA sections. Entities and document types are never expanded.
"""

import re
from xml.etree import ElementTree
from xml.sax.saxutils import escape

# Everything XML 1.0 forbids (production 2, "Char"), lone surrogates among them.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# The same characters written as references, e.g. `&#x1d;`: the parser dies on them too.
_REFERENCE = re.compile(r"&#(?:x([0-9a-fA-F]{1,8})|([0-9]{1,9}));")

_SPLIT = "]]]]><![CDATA[>"  # a `]]>` as a sender who knows about it writes it in CDATA
# A field as the platform writes nearly all: no sign in it that needs a parser to be understood.
_FIELD = (
    r"<(?P<name>[A-Za-z]{1,40})>(?:<!\[CDATA\[(?P<cdata>[^]<&\r]*)\]\]>|(?P<text>[^]<>&\r]*))"
    r"</(?P=name)>\s*"
)
_FIELDS = re.compile(_FIELD, re.ASCII)
_PLAIN_MESSAGE = re.compile(rf"\s*<xml>\s*(?:{_FIELD})+</xml>\s*", re.ASCII)
# The start of a field that holds what a person wrote.
_TYPED = re.compile(r"<(Content|Recognition|Title|Description|Label)><!\[CDATA\[")
# A character beyond the first 65,536 as CESU-8 writes it: each half of a surrogate pair by itself.
_CESU = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")


def clean(text: str) -> str:
    """`text` without the characters that XML 1.0 forbids."""
    return _FORBIDDEN.sub("", text)


def cdata(text: str) -> str:
    """`text` for the inside of a CDATA section: clean, and unable to end it."""
    text = _FORBIDDEN.sub("", text)
    return text.replace("]]>", _SPLIT) if "]]>" in text else text


def parse(body: bytes) -> dict[str, str]:
    """The text fields of WeChat's flat `<xml>` element; `ValueError` when it is no such thing.

    A field that is empty becomes ""; one that has attributes, children or comes twice is dropped.
    """
    text = clean(_decode(body))
    if _PLAIN_MESSAGE.fullmatch(text):
        found = _FIELDS.findall(text)
        fields = {name: (within or bare).strip() for name, within, bare in found}
        if len(fields) == len(found):
            return fields
    return _parsed(_escape_typed(text))


def _parsed(text: str) -> dict[str, str]:
    """The fields as a parser of XML reads them."""
    if "&#" in text:
        text = _REFERENCE.sub(_only_allowed, text)
    if "<!DOCTYPE" in text:  # entities are declared nowhere else; what people type is escaped
        raise ValueError("document type")
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 (no document type: nothing to expand)
    except ElementTree.ParseError as error:
        raise ValueError("not XML") from error
    if _name(root) != "xml" or not len(root):
        raise ValueError("no <xml> element with fields")
    names = [_name(field) for field in root]
    flat = len(set(names)) == len(names)
    return {
        name: (field.text or "").strip()
        for name, field in zip(names, root, strict=True)
        if not len(field) and not field.attrib and (flat or names.count(name) == 1)
    }


def _name(element: ElementTree.Element) -> str:
    """The name without its namespace."""
    return element.tag.rpartition("}")[2]


def _decode(body: bytes) -> str:
    """`body` as text: CESU-8 is understood, bytes that are no character are left out."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return _CESU.sub(_whole_character, body).decode("utf-8", "ignore")


def _whole_character(pair: re.Match[bytes]) -> bytes:
    halves = pair[0].decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass")
    return halves.decode("utf-16-le").encode()


def _escape_typed(text: str) -> str:
    """`text` with the fields that people write as escaped text instead of CDATA.

    Each reaches to the last end of its element: no message can close it and begin another one
    (a forged sender, say).
    """
    parts, at = [], 0
    while found := _TYPED.search(text, at):
        closing = f"]]></{found[1]}>"
        end = text.rfind(closing, found.end())
        if end < 0:
            break
        typed = text[found.end() : end].replace(_SPLIT, "]]>")
        parts += [text[at : found.start()], f"<{found[1]}>{escape(typed)}</{found[1]}>"]
        at = end + len(closing)
    return "".join([*parts, text[at:]])


def _only_allowed(reference: re.Match[str]) -> str:
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    return reference[0] if code <= 0x10FFFF and clean(chr(code)) else ""

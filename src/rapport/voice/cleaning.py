"""Cleaning: what did the person write, without quotes, signatures and the dress of e-mail?

clean(text) -> Cleaned: entities and markup read, Unicode normalised (NFKC), e-mail addresses
blanked, quoted replies and closing formulas with the names after them cut. Where each kept
character stood in the original is worked out only when it is asked for.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from html import unescape

from rapport.voice.closings import closing_spans, only_takes_leave

LONGEST = 20_000
"""Characters of a text that are read; the rest is left."""

TAG = (
    r"</?(?:p|br|div|span|a|b|i|u|em|strong|li|ul|ol|h\d|table|t[rdh]|body|html|font|img)\b[^<>]*>"
)
UNITS = re.compile(
    rf"(?P<tag>{TAG})|(?P<entity>&(?:\#\d{{1,7}}|\#x[0-9a-f]{{1,6}}|[a-z][a-z0-9]{{1,31}});)"
    r"|(?P<escape>\\u[0-9a-f]{4})|(?P<letter>[^\u0300-\u036f][\u0300-\u036f]*|[\u0300-\u036f]+)",
    re.IGNORECASE | re.DOTALL,
)
DRESS = re.compile(
    rf"{TAG}|&(?:\#\d{{1,7}}|\#x[0-9a-f]{{1,6}}|[a-z][a-z0-9]{{1,31}});|\\u[0-9a-f]{{4}}",
    re.IGNORECASE,
)
HOST = re.compile(r"@[\w-]{1,63}\.[\w-]")
ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")

QUOTED_LINE = re.compile(r"^[ \t]*>.*(?:\n|$)", re.MULTILINE)
HEADERS = re.compile(
    r"""
    -{2,}[ ]*(?:original[ ]message|message[ ](?:d['’]origine|original|transf[ée]r[ée])
        |forwarded[ ]message|urspr[üu]ngliche[ ]nachricht|mensaje[ ]original
        |messaggio[ ]originale|mensagem[ ]original|oorspronkelijk[ ]bericht)
    |^_{10,}[ ]*$
    |\ble[ ](?:\w{1,12}\.?,?[ ])?\d{1,2}[^\n]{1,40}\n?[^\n]{0,120}?\ba[ ][ée]crit[ ]*:
    |\bon[ ](?=[^\n]{0,40}\d)[^\n]{4,120}\n?[^\n]{0,80}?\bwrote[ ]*:
    |\bam[ ](?=[^\n]{0,30}\d)[^\n]{4,120}?\bschrieb\b[^\n]{0,80}:
    |\b(?:el|il)[ ](?=[^\n]{0,30}\d)[^\n]{4,120}?\b(?:escribi[óo]|ha[ ]scritto)[ ]*:
    |^(?:de|from|von|da|van)[ ]?:[^\n]{1,200}\n+(?:[^\n]{1,200}\n+)?
        (?:envoy[ée]|sent|date|[àa]|to|gesendet|enviado|inviato|verzonden|objet|subject)[ ]?:
    """,
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)
HEADER_WORDS = (
    "crit", "wrote", "schrieb", "scritto", "escribi", "rom", "De", "de :", "Von", "Da:", "Van",
    "essage", "essaggio", "ensaje", "ensagem", "achricht", "bericht", "____",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What is read of a text.

    `text` is made of pieces of `normal`, the normalised text; `pieces` tell where each begins:
    (place in `text`, place in `normal`). `is_courtesy`: all there is is a closing formula, kept
    so that the message is not empty.
    """

    text: str
    original: str
    normal: str
    pieces: tuple[tuple[int, int], ...]
    is_courtesy: bool = False

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]` stands in the original: start and end (excluded)."""
        first, last = self._in_normal(start), self._in_normal(max(end - 1, start)) + 1
        if self.normal == self.original[: len(self.normal)]:
            return first, max(last, first)
        return in_original(self.original, self.normal, first, last)

    def _in_normal(self, place: int) -> int:
        """Where a character of `text` stands in `normal`."""
        piece = bisect_right(self.pieces, (place, len(self.normal))) - 1
        begin, stands = self.pieces[max(piece, 0)]
        return stands + place - begin


def clean(text: str) -> Cleaned:
    """What is read of a text; any string will do."""
    original = text[:LONGEST] if len(text) > LONGEST else text
    normal = normalised(original)
    blanked = ADDRESS.sub(blank, normal) if HOST.search(normal) else normal
    kept = pieces_kept(blanked, quoted_spans(blanked))
    body = "".join(blanked[start:end] for start, end in kept)
    closings = closing_spans(body)
    if not closings:
        return whole(text, normal, blanked, kept)
    inner = pieces_kept(body, closings)
    if not any(part.isalnum() for start, end in inner for part in body[start:end]):
        return whole(text, normal, blanked, kept, only_takes_leave(body))
    return whole(text, normal, blanked, nested(kept, inner))


def whole(
    text: str, normal: str, blanked: str, kept: list[tuple[int, int]], is_courtesy: bool = False
) -> Cleaned:
    """The cleaned text that the kept pieces make."""
    pieces, place = [], 0
    for start, end in kept:
        pieces.append((place, start))
        place += end - start
    body = blanked if len(kept) == 1 and kept[0] == (0, len(blanked)) else None
    read = "".join(blanked[start:end] for start, end in kept) if body is None else body
    return Cleaned(read, text, normal, tuple(pieces) or ((0, 0),), is_courtesy)


def normalised(text: str) -> str:
    """Entities, escapes and markup read, then NFKC."""
    if text.isascii() and "&" not in text and "<" not in text and "\\u" not in text:
        return text
    if "&" in text or "<" in text or "\\u" in text:
        text = DRESS.sub(lambda found: undressed(found.group()), text)
    return text if unicodedata.is_normalized("NFKC", text) else unicodedata.normalize("NFKC", text)


def undressed(unit: str) -> str:
    """What an entity, an escape or a tag stands for."""
    if unit.startswith("<"):
        return "\n" if unit[:3].lower() in ("<br", "<p>", "</p", "<li", "<di", "</d") else " "
    if unit.startswith("\\"):
        return chr(int(unit[2:], 16))
    return unescape(unit)


def blank(found: re.Match[str]) -> str:
    """As many spaces as the match is long."""
    return " " * len(found.group())


def quoted_spans(text: str) -> list[tuple[int, int]]:
    """Where a text quotes another: lines that begin with >, and all below a reply's header.

    A header with nothing above it is left alone, and so are quotes that are all there is.
    """
    spans = []
    if ">" in text:
        spans = [found.span() for found in QUOTED_LINE.finditer(text)]
    if any(map(text.__contains__, HEADER_WORDS)):
        found = HEADERS.search(text)
        if found and text[: found.start()].strip():
            spans = [span for span in spans if span[1] <= found.start()]
            spans.append((found.start(), len(text)))
    left = sum(end - start for start, end in spans)
    if left and not any(text[a:b].strip() for a, b in pieces_kept(text, spans)):
        return []
    return spans


def pieces_kept(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """What is left of a text without spans (in order, apart), as spans."""
    if not spans:
        return [(0, len(text))]
    kept, place = [], 0
    for start, end in spans:
        if start > place:
            kept.append((place, start))
        place = end
    if place < len(text):
        kept.append((place, len(text)))
    return kept


def nested(outer: list[tuple[int, int]], inner: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans of the text that `outer` spans make when joined, as spans of the whole."""
    found, begin = [], 0
    for start, end in outer:
        for first, last in inner:
            low, high = max(first, begin), min(last, begin + end - start)
            if low < high:
                found.append((start + low - begin, start + high - begin))
        begin += end - start
    return found


def in_original(original: str, normal: str, start: int, end: int) -> tuple[int, int]:
    """Where `normal[start:end]` stands in the text before it was normalised, as near as can be."""
    place, first, size = 0, None, len(original)
    for found in UNITS.finditer(original):
        read = found.group()
        if found.lastgroup != "letter":
            read = undressed(read)
        elif not read.isascii():
            read = unicodedata.normalize("NFKC", read)
        place += len(read)
        if first is None and place > start:
            first = found.start()
        if place >= end:
            return (found.start() if first is None else first), found.end()
    return min(start if first is None else first, size), size

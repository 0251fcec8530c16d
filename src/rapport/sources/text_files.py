"""Text files: in which encoding do these bytes speak, and how do they become clean UTF-8?"""

from __future__ import annotations

import codecs
import gzip
import hashlib
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from rapport.core.errors import UnreadableFile
from rapport.core.phrase import Phrase, say

CHUNK = 4 * 1024 * 1024
"""Bytes read at a time; no file is ever whole in memory."""

_RATIO_CAP = 200
_RATIO_FROM = 256 * 1024 * 1024
"""A compressed file that has swollen beyond this many bytes may not exceed the ratio."""

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class CleanText:
    """A text file that is valid UTF-8 without NUL bytes: the told one, or a copy of it."""

    path: Path
    notes: tuple[Phrase, ...] = ()


def digest_of(path: Path) -> str:
    """BLAKE2b (16 bytes, hexadecimal) of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, lambda: hashlib.blake2b(digest_size=16)).hexdigest()


def copy_path(workshop: Path, suffix: str) -> Path:
    """A free place in the workshop for a converted copy."""
    workshop.mkdir(parents=True, exist_ok=True)
    return workshop / f"copy_{sum(1 for _ in workshop.iterdir())}{suffix}"


def unpack(path: Path, told_as: str, workshop: Path) -> Path:
    """Decompress a .gz file into the workshop; raises UnreadableFile (truncated, a bomb)."""
    target = copy_path(workshop, ".txt")
    cap = max(_RATIO_FROM, path.stat().st_size * _RATIO_CAP)
    written = 0
    try:
        with gzip.open(path, "rb") as packed, target.open("wb") as plain:
            while chunk := packed.read(CHUNK):
                written += len(chunk)
                if written > cap:
                    raise UnreadableFile(bomb(told_as))
                plain.write(chunk)
    except (OSError, EOFError, zlib.error) as cause:
        raise UnreadableFile(
            say(
                "{file} is a compressed file that is cut off or damaged: export it again",
                file=told_as,
            )
        ) from cause
    return target


def bomb(told_as: str) -> Phrase:
    """What is said of a file that swells beyond reason when unpacked."""
    return say(
        "{file} swells beyond reason when it is unpacked: unpack it yourself, "
        "and import what lies inside",
        file=told_as,
    )


def clean_text(path: Path, told_as: str, workshop: Path) -> CleanText:
    """Make sure of UTF-8: the file itself where it is clean, else a copy in the workshop.

    Raises UnreadableFile for empty and binary files.
    """
    with path.open("rb") as stream:
        head = stream.read(64 * 1024)
    encoding = _wide_encoding(head)
    if encoding is None:
        _refuse_binary(head, told_as)
        if _is_clean(path):
            return CleanText(path)
        encoding = _narrow_encoding(path)
    return _transcoded(path, encoding, workshop)


def _wide_encoding(head: bytes) -> str | None:
    """UTF-16 or UTF-32 by its mark, or by where its NUL bytes stand."""
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return encoding
    even, odd = head[0::2].count(0), head[1::2].count(0)
    few, half = len(head) // 100, len(head) * 3 // 10
    if half > 0 and odd > half and even <= few:
        return "utf-16-le"
    if half > 0 and even > half and odd <= few:
        return "utf-16-be"
    return None


def _refuse_binary(head: bytes, told_as: str) -> None:
    if not head.strip(b"\x00\t\r\n \xef\xbb\xbf"):
        raise UnreadableFile(
            say("{file} is empty: export it again, with its header row", file=told_as)
        )
    controls = sum(head.count(code) for code in (*range(1, 9), *range(14, 27), *range(28, 32)))
    if controls > len(head) // 50 or head.count(0) > len(head) // 10:
        raise UnreadableFile(
            say(
                "{file} is not a table (its bytes are no text): "
                "bring it as CSV, XLSX, Parquet or JSON lines",
                file=told_as,
            )
        )


def _is_clean(path: Path) -> bool:
    """Whether all bytes are UTF-8 without NUL."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    pending = False
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK // 4):
            if b"\0" in chunk:
                return False
            if pending or not chunk.isascii():
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError:
                    return False
                pending = decoder.getstate()[0] != b""
    return not pending


def _narrow_encoding(path: Path) -> str:
    """UTF-8 with a few broken bytes, or Windows-1252."""
    good = bad = 0
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            text = decoder.decode(chunk)
            if not text.isascii():
                broken = text.count("\ufffd")
                bad += broken
                good += len(text) - len(text.encode("ascii", "ignore")) - broken
            if good + bad > 1_000:
                break
    return "utf-8" if good >= 4 * bad else "cp1252"


def _transcoded(path: Path, encoding: str, workshop: Path) -> CleanText:
    """Copy a file as UTF-8, by chunks; NUL dropped, undecodable bytes replaced, both noted."""
    target = copy_path(workshop, ".txt")
    with path.open("rb") as source, target.open("wb") as copy:
        dropped, replaced = _pour(source, copy, encoding)
    notes = [say("read as {encoding}", encoding=encoding.upper())] if encoding != "utf-8" else []
    if dropped:
        notes.append(say("{n} NUL bytes were dropped", n=dropped))
    if replaced:
        notes.append(say("{n} unreadable bytes were replaced with �", n=replaced))
    return CleanText(target, tuple(notes))


def _pour(source: BinaryIO, copy: BinaryIO, encoding: str) -> tuple[int, int]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    dropped = replaced = 0
    final = False
    while not final:
        chunk = source.read(CHUNK)
        final = not chunk
        text = decoder.decode(chunk, final)
        if "\0" in text:
            dropped += text.count("\0")
            text = text.replace("\0", "")
        replaced += text.count("\ufffd")
        copy.write(text.encode("utf-8", "replace"))
    return dropped, replaced

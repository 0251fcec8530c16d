"""Masking: what must not leave the machine with a text, and what stands in its place?

Masked are e-mail addresses, links' inner parts, IBAN and card numbers (their checksums tell
them), telephone numbers, mentions, names after a title or "my name is", order and other long
numbers. A name that nothing announces cannot be told and stays: say so where texts are sent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

EMAIL = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
LINK = re.compile(r"(?:https?://|www\.)([^\s/?#]{1,253})[^\s]*", re.IGNORECASE)
MENTION = re.compile(r"(?<!\w)@\w{1,50}")
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){11,30}", re.IGNORECASE)
CARD = re.compile(r"(?<![\d])\d(?:[ -]?\d){12,18}(?!\d)")
PHONE = re.compile(r"(?<![\w])(?:\+|00)?\(?\d{1,4}\)?(?:[ .\-/]?\(?\d{1,4}\)?){3,7}(?!\w)")
ORDER = re.compile(
    r"(?i:\b(?:commandes?|order|dossier|facture|invoice|r[ée]f(?:[ée]rence)?|reference|ticket|client"
    r"|customer|contrat|contract|colis|parcel|tracking|suivi|n[°ºo]\.?|number|num[ée]ro|nr\.?|id))"
    r"[\s:#°º.no-]{0,8}((?=[\w/-]{0,30}\d)[A-Z0-9][\w/-]{2,30})"
)
NUMBER = re.compile(r"(?<![\w])#?[A-Z]{0,4}[-]?\d[\d/-]{3,}\w{0,4}\b", re.IGNORECASE)
NAME = re.compile(
    r"\b(?:(?i:monsieur|madame|mademoiselle|mme|mlle|mr|mrs|ms|dr|miss)\.?|M\."
    r"|(?i:je m['’]appelle|my name is|mein name ist|me llamo|mi chiamo|meu nome [ée]|mijn naam is))"
    r"\s+([A-ZÀ-Ý][\w'’-]+(?:\s[A-ZÀ-Ý][\w'’-]+){0,2})"
)
IBAN_LENGTHS = range(15, 35)
CARD_LENGTHS = range(13, 20)
PHONE_LENGTHS = range(8, 16)


@dataclass(frozen=True, slots=True)
class Personal:
    """One personal detail: its kind and the characters it takes, end excluded."""

    kind: str
    start: int
    end: int


def is_iban(text: str) -> bool:
    """Whether letters and digits are an IBAN: its remainder by 97 is 1 (ISO 13616).

    >>> is_iban("GB82 WEST 1234 5698 7654 32")
    True
    """
    plain = "".join(filter(str.isalnum, text)).upper()
    if len(plain) not in IBAN_LENGTHS or not plain.isascii():
        return False
    digits = "".join(str(int(character, 36)) for character in plain[4:] + plain[:4])
    return int(digits) % 97 == 1


def is_card(text: str) -> bool:
    """Whether digits are a card number: Luhn's sum ends in 0.

    >>> is_card("4111 1111 1111 1111")
    True
    """
    digits = [int(character) for character in text if character.isdecimal()]
    if len(digits) not in CARD_LENGTHS:
        return False
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def iban_end(found: re.Match[str]) -> int:
    """Where the IBAN that begins a match ends, 0 if none: words may run on after it."""
    text = found.group()
    for size in range(len(text), 14, -1):
        if text[size - 1].isalnum() and is_iban(text[:size]):
            return found.start() + size
    return 0


def personal(text: str) -> tuple[Personal, ...]:
    """The personal details of a text, in order, apart; the first kind that fits counts."""
    found: list[Personal] = []
    if "@" in text:
        found += [Personal("email", *one.span()) for one in EMAIL.finditer(text)]
    found += [Personal("link", one.end(1), one.end()) for one in LINK.finditer(text)]
    found += [Personal("user", *one.span()) for one in MENTION.finditer(text)]
    found += [Personal("name", *one.span(1)) for one in NAME.finditer(text)]
    found += numbers(text)
    return apart(found)


def numbers(text: str) -> list[Personal]:
    """IBAN, card, telephone, order and other long numbers; the surest first."""
    ibans = [(one.start(), iban_end(one)) for one in IBAN.finditer(text)]
    found = [Personal("iban", start, end) for start, end in ibans if end]
    cards = [one for one in CARD.finditer(text) if is_card(one.group())]
    found += [Personal("card", *one.span()) for one in cards]
    found += [Personal("order", *one.span(1)) for one in ORDER.finditer(text)]
    phones = [one for one in PHONE.finditer(text) if digits_of(one.group()) in PHONE_LENGTHS]
    found += [Personal("phone", *one.span()) for one in phones]
    return found + [Personal("number", *one.span()) for one in NUMBER.finditer(text)]


def digits_of(text: str) -> int:
    """How many digits a text holds."""
    return sum(character.isdecimal() for character in text)


def apart(found: list[Personal]) -> tuple[Personal, ...]:
    """The details that no earlier one of the list overlaps, in the order of the text."""
    kept: list[Personal] = []
    for one in found:
        if one.end > one.start and all(
            one.end <= other.start or one.start >= other.end for other in kept
        ):
            kept.append(one)
    return tuple(sorted(kept, key=lambda one: one.start))


def masked(text: str) -> str:
    """The text with each personal detail as its kind in square brackets.

    >>> masked("Call me on +33 6 12 34 56 78, order 4471-22.")
    'Call me on [phone], order [order].'
    """
    parts, place = [], 0
    for one in personal(text):
        parts += [text[place : one.start], f"[{one.kind}]"]
        place = one.end
    return "".join([*parts, text[place:]])

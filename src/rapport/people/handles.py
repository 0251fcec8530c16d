"""Handles: how is what was told about someone cleaned until equal means the same?

Each kind is cleaned twice with the same steps: as an SQL expression over a column (for the book)
and in Python (for one handle, in `clean`); a property test holds the two together. Patterns keep
to what both RE2 and Python's `re` understand alike: no `.` across lines, no `\\d`, no look-around.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from rapport.core.person import Handle, HandleKind
from rapport.people.phones import clean_phone

_BLANKS = "\x00-\x20\x7f-\xa0\xad\u200b-\u200f\u2028-\u202f\u2060\u3000\ufeff"
"""Spaces, control signs and signs that nobody sees."""

_BLANK = f"[{_BLANKS}]"
_ENDS = f"^(?:{_BLANK}|')+|{_BLANK}+$"
"""Blanks at both ends, and the apostrophe that some exports put before numbers."""

_NOTHING = (
    "",
    "-",
    "--",
    "?",
    "#n/a",
    "(blank)",
    "[deleted]",
    "anonyme",
    "anonymous",
    "aucun",
    "deleted",
    "facebook user",
    "guest",
    "inconnu",
    "instagram user",
    "n/a",
    "na",
    "nan",
    "nil",
    "none",
    "null",
    "undefined",
    "unknown",
    "utilisateur facebook",
    "utilisateur instagram",
)
"""Texts that say that nothing is known."""

_NO_CUSTOMER = (*_NOTHING, "0", "-1")
"""WooCommerce and others number every guest 0."""

_ADDRESS_IN_ANGLES = "<([^<>]*@[^<>]*)>"
_BEFORE_ADDRESS = "^[<'\"(]*(?:mailto:)?"
_AFTER_ADDRESS = "[>\"').,;:]+$"
_QUERY = "@([^?]*)[?].*$"
_PLUS_TAG = "^([^+@]+)[+][^@]*@"
_NAME_SIGN = f'[^@<>()\\[\\],;:"\\\\?{_BLANKS}]'
_HOST_SIGN = f"[^@<>()\\[\\],;:\"\\\\?./'{_BLANKS}]"
_ADDRESS = f"{_NAME_SIGN}+@(?:{_HOST_SIGN}+[.])+{_HOST_SIGN}{_HOST_SIGN}+"
_ORDINARY_ADDRESS = "[A-Za-z0-9_-]+(?:[.][A-Za-z0-9_-]+)*@(?:[A-Za-z0-9-]+[.])+[A-Za-z]{2,}"
_NOBODY = (
    "^(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|ne[-_.]?pas[-_.]?repondre|no[-_.]?e?mail|none"
    "|unknown|inconnu|anonymous|anonyme|aucun|sans[-_.]?e?mail|pas[-_.]?de[-_.]?e?mail)"
    "[0-9]*(?:[+][^@]*)?@"
    "|^(?:test|none|na|null|nil|e?mail|a|x+|aaa+)[0-9]*@"
    "(?:test|none|na|null|nil|no[-]?e?mail|e?mail|a|x+|aaa+)[.]"
    "|[.](?:invalid|localhost|test)$"
)
"""Addresses of nobody: what is written where an address was demanded and none was given."""

_ADDRESS_LENGTH = 254
"""Longest address that mail can carry (RFC 5321)."""

_PROFILE_HOST = "^(?:https?://)?(?:[a-z0-9-]+[.])*([a-z0-9-]+)[.][a-z]+/"
_PROFILE_PATH = "^(?:https?://)?(?:[a-z0-9-]+[.])+[a-z]+/(.*)$"
_PROFILE_NUMBER = "^(?:profile[.]php[?]id=|people/[^/]*/)([0-9]+)"
_PROFILE_NAME = "^(?:(?:in|company|school|channel|user|c|u|people|pages)/)?@*([^/?#]+)"

_NETWORKS = {
    "twitter": "x",
    "ig": "instagram",
    "insta": "instagram",
    "fb": "facebook",
    "yt": "youtube",
    "youtu": "youtube",
}
"""Other names of the same network."""


class PlusTags(StrEnum):
    """Whether `anne+shop@…` stays as told or is taken for `anne@…`."""

    KEEP = "keep"
    DROP = "drop"


def clean(
    kind: HandleKind,
    text: str,
    *,
    realm: str = "",
    region: str = "FR",
    plus_tags: PlusTags = PlusTags.KEEP,
) -> Handle | None:
    """The handle that a told text says, or None where it says none.

    `realm` is the source of a customer id, the network of an account; `region` reads phones told
    without their country.

    >>> clean(HandleKind.EMAIL, " Anne@Example.FR ").normalised
    'anne@example.fr'
    >>> clean(HandleKind.ACCOUNT, "https://instagram.com/Anne/")
    Handle(kind=<HandleKind.ACCOUNT: 'account'>, value='https://instagram.com/Anne/',
           normalised='anne', realm='instagram')
    >>> clean(HandleKind.PHONE, "0000000000") is None
    True
    """
    if kind is HandleKind.ACCOUNT:
        name, host = _account(text)
        realm = _network(realm) or host
    elif kind is HandleKind.EMAIL:
        name, realm = _email(text, plus_tags), ""
    elif kind is HandleKind.PHONE:
        name, realm = clean_phone(text, region) or "", ""
    else:
        name = _customer_id(text)
    return Handle(kind, text, name, realm) if name else None


@dataclass(frozen=True, slots=True)
class Cleaning:
    """How the engine cleans one kind: `text`, an SQL expression over the column as told, and
    `holds`, an SQL condition on its outcome `normalised`, without which nothing was told.
    """

    text: str
    holds: str


def email_sql(column: str, plus_tags: PlusTags) -> Cleaning:
    """How the engine cleans an e-mail address."""
    told = f"lower({_composed(column)})"
    inner = f"coalesce(nullif(regexp_extract({told}, {_q(_ADDRESS_IN_ANGLES)}, 1), ''), {told})"
    text = _replaced(inner, _BLANK, "", every=True)
    text = _replaced(text, _BEFORE_ADDRESS, "")
    text = _replaced(text, _AFTER_ADDRESS, "")
    text = _replaced(text, _QUERY, r"@\1")
    text = _replaced(text, _AFTER_ADDRESS, "")
    if plus_tags is PlusTags.DROP:
        text = _replaced(text, _PLUS_TAG, r"\1@")
    ordinary = f"regexp_full_match({column}, {_q(_ORDINARY_ADDRESS)})"
    return Cleaning(
        f"CASE WHEN {ordinary} THEN lower({column}) ELSE {text} END",
        f"length(normalised) <= {_ADDRESS_LENGTH} "
        f"AND (regexp_full_match(normalised, {_q(_ORDINARY_ADDRESS)}) "
        f"OR regexp_full_match(normalised, {_q(_ADDRESS)})) "
        f"AND NOT regexp_matches(normalised, {_q(_NOBODY)})",
    )


def customer_id_sql(column: str) -> Cleaning:
    """How the engine cleans a customer id."""
    text = _replaced(_composed(column), _ENDS, "", every=True)
    text = _replaced(text, "^([0-9]+)[.]0+$", r"\1")
    ordinary = f"regexp_full_match({column}, '[A-Za-z0-9_-]+')"
    return Cleaning(f"CASE WHEN {ordinary} THEN {column} ELSE {text} END", _something(_NO_CUSTOMER))


def account_sql(column: str) -> Cleaning:
    """How the engine cleans an account's name, or the URL of its profile."""
    text = _account_text_sql(column)
    path = f"regexp_extract({text}, {_q(_PROFILE_PATH)}, 1)"
    name = (
        f"CASE WHEN NOT regexp_matches({text}, {_q(_PROFILE_HOST)}) THEN {text} "
        f"WHEN regexp_matches({path}, {_q(_PROFILE_NUMBER)}) "
        f"THEN regexp_extract({path}, {_q(_PROFILE_NUMBER)}, 1) "
        f"ELSE regexp_extract({path}, {_q(_PROFILE_NAME)}, 1) END"
    )
    return Cleaning(_replaced(name, "^@+", ""), _something(_NOTHING))


def network_sql(network: str, account: str, source: str) -> str:
    """The SQL expression of where an account is unique: network, else its URL's, else source."""
    host = f"regexp_extract({_account_text_sql(account)}, {_q(_PROFILE_HOST)}, 1)"
    told = f"lower({_replaced(_composed(network), _ENDS, '', every=True)})"
    return f"coalesce(nullif({_renamed(told)}, ''), nullif({_renamed(host)}, ''), {source})"


def _account_text_sql(column: str) -> str:
    text = _replaced(f"lower({_composed(column)})", _ENDS, "", every=True)
    return _replaced(text, f"{_BLANK}+", " ", every=True)


def _composed(column: str) -> str:
    """One sign for a letter and its accent; NUL goes first, where the engine would stop short."""
    return f"nfc_normalize(replace({column}, chr(0), ''))"


def _something(nothing: tuple[str, ...]) -> str:
    """That the cleaned text does not say that nothing is known."""
    return f"lower(normalised) NOT IN ({', '.join(_q(word) for word in nothing)})"


def _replaced(text: str, pattern: str, by: str, *, every: bool = False) -> str:
    options = ", 'g'" if every else ""
    return f"regexp_replace({text}, {_q(pattern)}, {_q(by)}{options})"


def _renamed(text: str) -> str:
    branches = " ".join(f"WHEN {_q(other)} THEN {_q(name)}" for other, name in _NETWORKS.items())
    return f"CASE {text} {branches} ELSE {text} END"


def _q(text: str) -> str:
    """A constant of ours as an SQL text; blanks become escapes that the pattern reads."""
    shown = "".join(sign if sign.isprintable() else f"\\x{{{ord(sign):x}}}" for sign in text)
    return "'" + shown.replace("'", "''") + "'"


def _email(text: str, plus_tags: PlusTags) -> str:
    told = _lowered(text)
    inner = re.search(_ADDRESS_IN_ANGLES, told)
    address = re.sub(_BLANK, "", inner.group(1) if inner else told)
    address = re.sub(_BEFORE_ADDRESS, "", address, count=1)
    address = re.sub(_AFTER_ADDRESS, "", address, count=1)
    address = re.sub(_QUERY, r"@\1", address, count=1)
    address = re.sub(_AFTER_ADDRESS, "", address, count=1)
    if plus_tags is PlusTags.DROP:
        address = re.sub(_PLUS_TAG, r"\1@", address, count=1)
    if len(address) > _ADDRESS_LENGTH or not re.fullmatch(_ADDRESS, address):
        return ""
    return "" if re.search(_NOBODY, address) else address


def _customer_id(text: str) -> str:
    told = re.sub(_ENDS, "", _one_sign(text))
    told = re.sub("^([0-9]+)[.]0+$", r"\1", told)
    return "" if _lowered(told) in _NO_CUSTOMER else told


def _account(text: str) -> tuple[str, str]:
    """The account's name, and the network that its URL names ("" without one)."""
    told = re.sub(f"{_BLANK}+", " ", re.sub(_ENDS, "", _lowered(text)))
    name = told
    host = re.search(_PROFILE_HOST, told)
    path = re.search(_PROFILE_PATH, told)
    if host and path:
        found = re.search(_PROFILE_NUMBER, path.group(1)) or re.search(_PROFILE_NAME, path.group(1))
        name = found.group(1) if found else ""
    name = re.sub("^@+", "", name)
    return ("" if name in _NOTHING else name), _network(host.group(1) if host else "")


def _network(text: str) -> str:
    told = re.sub(_ENDS, "", _lowered(text))
    return _NETWORKS.get(told, told)


def _lowered(text: str) -> str:
    """Composed and in small letters, as the engine does it."""
    return _simple_lower(_one_sign(text))


def _one_sign(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\x00", ""))


def _simple_lower(text: str) -> str:
    """Small letters sign by sign, as the engine does it: no final sigma, no dot apart."""
    return "".join(map(str.lower, text.replace("\u0130", "i")))

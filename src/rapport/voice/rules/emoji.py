"""Which emoji and emoticons carry feeling, and how strongly, from −3 (worst) to 3 (best)?

An emoji is one token whatever its skin; an emoticon is a run of marks (`:-(`), or marks and a
letter or digit (`:D`, `<3`), which are looked up as idioms of two tokens.
"""

from __future__ import annotations

from collections.abc import Mapping

_EMOJI: tuple[tuple[float, str], ...] = (
    (3.0, "😍🥰😘🤩🥳❤♥💕💖💗💓💞💘💝💟🧡💛💚💙💜🤎🤍🖤💯🎉🎊🏆🥇👏🙌😻🫶🤗⭐🌟🔥👌💪"),
    (
        2.0,
        "😀😃😄😁😆😊☺🙂😇😋😎🤠😂🤣😌😉😙😗😚😸😺😹😽👍🤝✨💐🌹🌸🌷🌺🌻🌈☀🍀🎁✅✔🥂🍾🎈💎👑🚀😜😝😛🤙✌🤘💃🕺🥹☘",
    ),
    (1.0, "🙏💁👀"),
    (-1.0, "😐😑😶🙄😏😬🤔😕🫤🤨😒😮😯😲😳🥱😭😴😪🤷🤦⏳⌛🙃😅🫠🧐💤"),
    (-2.0, "😞😔😟🙁☹😣😖😫😩😢😥😓😰😨😧😦😿🙀😱😵🤕🤒😷🥺💔👎❌⛔🚫✖🚮🤥🤡🐌🙅😾🥶⚠🆘😤🥴💩"),
    (-3.0, "😠😡🤬👿😈🖕🤮🤢🗑"),
)

_EMOTICONS: tuple[tuple[float, str], ...] = (
    (2.0, ":) :-) :)) (: =) ;) ;-) ^^  :]"),
    (-2.0, ":( :-( :(( ): =( :'( :-(( >:( :["),
    (-1.0, ":/ :-/ :\\ :| :-| =/"),
)

_LETTERED: tuple[tuple[float, str], ...] = (
    (2.0, ": d|:- d|= d|; d|: p|:- p|; p|: o )|: 3"),
    (3.0, "< 3|: *|:- *"),
    (-2.0, "</ 3|- _ -"),
    (-1.0, ": s|:- s|: o|: x"),
)


def emoji() -> dict[str, float]:
    """Each emoji and emoticon that is one token, with its polarity."""
    found = {sign: polarity for polarity, signs in _EMOJI for sign in signs}
    for polarity, signs in _EMOTICONS:
        for sign in signs.split():
            for after in ("", ".", "!", "!!", ",", "?", ")"):
                found.setdefault(sign + after, polarity)
                found.setdefault(after + sign, polarity)
    return found


def lettered() -> dict[tuple[str, ...], float]:
    """Emoticons of several tokens, as rows of tokens, with their polarity."""
    rows = ((polarity, row) for polarity, many in _LETTERED for row in many.split("|"))
    return {tuple(row.split()): polarity for polarity, row in rows}


EMOJI: Mapping[str, float] = emoji()
"""Emoji or run of marks → polarity."""

EMOTICONS: Mapping[tuple[str, ...], float] = lettered()
"""2 or 3 tokens → polarity."""

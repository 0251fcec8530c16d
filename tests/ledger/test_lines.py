"""Are line ends and blank lines of a file seen?"""

from __future__ import annotations

import pytest

from rapport.ledger.lines import LineEnds, evened, find_line_ends


@pytest.mark.parametrize(
    ("content", "mixed", "blank"),
    [
        (b"a\nb\n", False, False),
        (b"a\r\nb\r\n", False, False),
        (b"a\r\nb\n", True, False),
        (b"a\nb\r\n", True, False),
        (b"a\n\nb\n", False, True),
        (b"a\r\n\r\nb\r\n", False, True),
        (b"", False, False),
    ],
)
def test_mixed_ends_and_blank_lines_are_found(content, mixed, blank, tmp_path):
    (tmp_path / "a.csv").write_bytes(content)
    assert find_line_ends(tmp_path / "a.csv") == LineEnds(
        mixed, blank, quoted=False, odd_spaces=False
    )


def test_ends_are_counted_right_where_pieces_meet(tmp_path, monkeypatch):
    monkeypatch.setattr("rapport.ledger.lines._CHUNK", 3)
    (tmp_path / "a.csv").write_bytes(b"ab\r\nc\r\n\r\ndd\r\n")
    assert find_line_ends(tmp_path / "a.csv") == LineEnds(
        mixed=False, blank=True, quoted=False, odd_spaces=False
    )
    (tmp_path / "b.csv").write_bytes(b"ab\r\nc\ndd\r\n")
    ends = find_line_ends(tmp_path / "b.csv")
    with evened(tmp_path / "b.csv", ends) as even:
        assert even.read_bytes() == b"ab\nc\ndd\n"
    assert not even.exists()


def test_a_quote_anywhere_is_found(tmp_path):
    (tmp_path / "a.csv").write_bytes(b'a\n"b"\n')
    assert find_line_ends(tmp_path / "a.csv").quoted


@pytest.mark.parametrize("content", [b"a\tb\n", "a\u00a0\n".encode()])
def test_tabs_and_no_break_spaces_are_found(content, tmp_path):
    (tmp_path / "a.csv").write_bytes(content)
    assert find_line_ends(tmp_path / "a.csv").odd_spaces

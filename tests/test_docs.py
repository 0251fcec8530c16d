"""The documents: is what they say run, made, or checked against the code?"""

from __future__ import annotations

import doctest
import re
import runpy
import shlex
import shutil
import tomllib
import unicodedata
from pathlib import Path

import pytest
from docs import excerpt, generate
from docs.commands import helps, run

import rapport
from rapport.core.card import Claim
from rapport.core.estimate import IntervalKind
from rapport.core.measure import Step
from rapport.core.person import HandleKind
from rapport.core.result import TIDY_COLUMNS
from rapport.core.units import Dimension
from rapport.faces.present.families import FAMILIES
from rapport.faces.present.terms import TERMS
from rapport.ledger.settings import RULES
from rapport.ledger.tables import RECORD_TABLES
from rapport.measures.catalog import CATALOG

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("examples/*/*.md")])
every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


def glossary() -> list[list[str]]:
    """The glossary's rows: term, French, meaning, source."""
    text = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    return [row for row in rows if row[0] not in {"term", "---"}]


def keys() -> set[str]:
    """Every key that the glossary explains."""
    return {key for row in glossary() for key in keys_of(row)}


def keys_of(row: list[str]) -> list[str]:
    """The keys of one row."""
    return re.findall(r"`([^`]+)`", row[0])


def plain(text: str) -> str:
    """A term as it is looked up: without its keys, accents and signs."""
    bare = unicodedata.normalize("NFKD", text.split(" `")[0]).casefold()
    return "".join(sign for sign in bare if sign.isalnum() or sign == " ")


def anchors(text: str) -> set[str]:
    """The anchors of a page's headings, as code hosts make them."""
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_made_pages_are_fresh():
    assert [path.name for path in generate.stale()] == [], "run make docs"


@pytest.mark.slow
def test_the_statement_in_the_readme_is_the_demonstrations_own():
    now = (ROOT / "README.md").read_text(encoding="utf-8")
    assert excerpt.fresh() == now, "run make docs"


@every_page
def test_links_lead_somewhere(page):
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        place, _, anchor = target.partition("#")
        if place.startswith(("http:", "https:", "mailto:")):
            continue
        found = (page.parent / place).resolve() if place else page
        assert found.exists(), target
        assert not anchor or anchor in anchors(found.read_text(encoding="utf-8")), target


@every_page
def test_examples_in_documents_run(page, tmp_path, monkeypatch):
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    failed, _ = doctest.testfile(str(page), module_relative=False, optionflags=flags)
    assert failed == 0


@pytest.mark.parametrize("script", sorted(ROOT.glob("examples/*/*.py")), ids=lambda one: one.name)
def test_example_scripts_run(script, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", [str(script), str(tmp_path)])
    runpy.run_path(str(script), run_name="__main__")
    assert "0 rows refused" in capsys.readouterr().out


def test_the_readme_shows_every_file_it_speaks_of_and_both_languages():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert {"make demo", "make test"} <= set(re.findall(r"^make \w+", text, re.MULTILINE))
    assert "simulated" in text
    assert "simulées" in text


def test_every_command_is_documented():
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert len(helps()) >= 8
    assert re.findall(r"^## (.+)$", page, re.MULTILINE) == list(helps())


@pytest.mark.slow
def test_commands_of_the_readme_run_as_they_stand(tmp_path):
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    shutil.copytree(ROOT / "examples" / "small_shop", tmp_path / "exports")
    lines = re.findall(r"^(rapport .+)$", text.split("## Your own files")[1], re.MULTILINE)
    told = [run(*shlex.split(line, comments=True)[1:], folder=tmp_path) for line in lines]
    assert len(told) >= 5
    assert [one.stderr for one in told if one.returncode] == []
    assert (tmp_path / "report.html").exists()


@pytest.mark.parametrize("heading", ["Adding a measure", "Adding a source"])
def test_adding_something_takes_at_most_eight_steps(heading):
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    steps = re.findall(r"^\d+\. ", text.split(f"## {heading}\n")[1].split("\n## ")[0], re.MULTILINE)
    assert 1 < len(steps) <= 8


def test_the_glossary_is_alphabetic_and_says_each_word_once():
    terms = [plain(row[0]) for row in glossary()]
    assert terms == sorted(terms)
    assert len(set(terms)) == len(terms) > 100


def test_every_term_has_french_a_meaning_and_a_source():
    assert [row[0] for row in glossary() if len(row) != 4 or not all(row)] == []


def test_the_glossary_knows_every_measure_by_key_and_name():
    rows = {key: " ".join(row).casefold() for row in glossary() for key in keys_of(row)}
    cards = [measure.card for measure in CATALOG]
    assert [one.key for one in cards if str(one.name).casefold() not in rows.get(one.key, "")] == []


def test_the_glossary_knows_every_segment_and_every_column_of_an_answer():
    segments = {name for measure in CATALOG for name in measure.card.segments}
    assert (segments | set(TIDY_COLUMNS)) - keys() == set()


def test_the_glossary_knows_every_word_that_a_report_explains():
    known = {plain(row[0]) for row in glossary()}
    told = [re.sub(r" \(.*\)", "", term.word) for term in TERMS]
    assert [word for word in told if plain(word) not in known] == []


def test_the_glossary_knows_every_family_claim_dimension_and_kind_of_interval():
    words = {family.key for family in FAMILIES} | set(Claim) | set(Dimension) | set(IntervalKind)
    assert {str(word) for word in words} - keys() == set()


def test_the_glossary_knows_every_setting_table_and_handle():
    tables = {table.name for table in RECORD_TABLES} | set(generate.ROWS)
    assert (set(RULES) | tables | set(HandleKind)) - keys() == set()


def test_the_glossary_knows_every_line_of_the_statement(tmp_path):
    with rapport.open(tmp_path / "empty.rapport", create=True) as house:
        lines = {line.key for line in house.returns().all_lines}
    assert lines - keys() == set()


def told_relations() -> dict[str, set[str]]:
    """Relations and their columns as docs/relations.md tells them."""
    text = (ROOT / "docs" / "relations.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \| ([^|]+) \|$", text, re.MULTILINE)
    bare = {name: re.sub(r"\([^)]*\)", "", columns) for name, columns in rows}
    return {name: set(re.findall(r"\b\w+\b", columns)) for name, columns in bare.items()}


@pytest.mark.parametrize("relation", sorted(told_relations()))
def test_relations_have_the_columns_that_are_told(relation, tmp_path):
    with rapport.open(tmp_path / "empty.rapport", create=True) as house:
        read = house.snapshot().read(Step("all_columns", f"SELECT *\nFROM {relation}", (relation,)))
    assert set(read) == told_relations()[relation]


@pytest.mark.parametrize(
    "record", sorted(ROOT.glob("docs/decisions/0*.md")), ids=lambda one: one.stem
)
def test_every_decision_tells_context_choice_and_cost_and_is_listed(record):
    text = record.read_text(encoding="utf-8")
    assert [word for word in ("Context", "Choice", "Cost") if f"**{word}.**" not in text] == []
    assert f"({record.name})" in (record.parent / "README.md").read_text(encoding="utf-8")


def test_every_package_that_is_needed_has_its_reason():
    record = (ROOT / "docs" / "decisions" / "0009-dependencies.md").read_text(encoding="utf-8")
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = [re.split(r"[><=\[ ]", one)[0] for one in told["dependencies"]]
    assert [name for name in names if not re.search(rf"\b{re.escape(name)}\b", record)] == []


def test_the_changelog_has_a_place_for_what_comes_next():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "## [Unreleased]" in text
    assert rapport.__version__ == "0.1.0" or f"## [{rapport.__version__}]" in text

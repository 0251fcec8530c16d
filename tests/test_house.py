"""The house: do its walls stand, floor by floor and file by file?"""

from __future__ import annotations

import ast
import builtins
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from rapport.core import errors
from rapport.measures.catalog import CATALOG
from rapport.sources.catalog import SOURCES

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "rapport"
SKIPPED = {".git", "__pycache__", "dist", "build", "node_modules"}
MADE = {"requirements.lock", "rapport.po", "rapport.pot", "commands.md"}
TEXTS = {".py", ".md", ".toml", ".lock", ".j2", ".css", ".sh", ".json", ".po", ".pot", ".cfg", ""}
BANNED = {"utils", "util", "helpers", "helper", "misc", "base", "common", "tools", "stuff"}
MACHINE = re.compile(r"(?<![\w.>])/(?:" + "|".join(["work", "home", "root", "tmp"]) + r")/")
LATER = re.compile("|".join(f"\\b{word}\\b" for word in ("TO" + "DO", "FIX" + "ME", "XX" + "X:")))
CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("date", "today"), ("time", "time")}
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
OURS = ("src", "tests", "docs", "examples", "benchmarks")


def files(*suffixes: str) -> list[Path]:
    """Every file of the project that is or may be committed, in order."""
    told = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    walked = (path for path in ROOT.rglob("*") if not SKIPPED & set(path.parts))
    listed = [ROOT / name for name in told.stdout.split("\0") if name] or list(walked)
    kept = [path for path in listed if path.is_file() and ".venv" not in path.parts]
    return sorted(path for path in kept if path.suffix in (suffixes or TEXTS))


def tree(path: Path) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(path.read_text(encoding="utf-8"))


def name(path: Path) -> str:
    """A path as the project knows it."""
    return path.relative_to(ROOT).as_posix()


PROGRAMS = [path for path in files(".py") if path.relative_to(ROOT).parts[0] in OURS]
ROOMS = [path for path in PROGRAMS if path.is_relative_to(PACKAGE)]


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function, its docstring left out."""
    first = function.body[0]
    told = ast.get_docstring(function, clean=False) is not None
    docstring = (first.end_lineno or 0) - first.lineno + 1 if told else 0
    return (function.end_lineno or 0) - function.lineno + 1 - docstring


def public(node: ast.Module | ast.ClassDef, place: str) -> Iterator[tuple[str, ast.AST]]:
    """Public classes, functions and methods under a node, with their full names."""
    for child in node.body:
        if isinstance(child, (*DEFINITIONS, ast.ClassDef)) and not child.name.startswith("_"):
            yield f"{place}: {child.name}", child
            if isinstance(child, ast.ClassDef):
                yield from public(child, f"{place}: {child.name}")


def test_every_file_stays_under_400_lines():
    sizes = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in files()
             if path.name not in MADE}  # fmt: skip
    assert {place: lines for place, lines in sizes.items() if lines >= 400} == {}


def test_every_function_stays_within_40_lines():
    sizes = {
        f"{name(path)}: {node.name}": body_lines(node)
        for path in PROGRAMS
        for node in ast.walk(tree(path))
        if isinstance(node, DEFINITIONS)
    }
    assert {place: lines for place, lines in sizes.items() if lines > 40} == {}


def test_every_test_stays_within_15_lines():
    sizes = {
        f"{name(path)}: {node.name}": body_lines(node)
        for path in PROGRAMS
        for node in tree(path).body
        if isinstance(node, DEFINITIONS) and node.name.startswith("test_")
    }
    assert {place: lines for place, lines in sizes.items() if lines > 16} == {}


def test_every_module_begins_with_the_question_it_answers():
    firsts = {
        name(path): (ast.get_docstring(tree(path)) or "").split("\n\n")[0]
        for path in PROGRAMS
        if "tests" not in path.parts or path.name.startswith("test_")
    }
    assert {place: text for place, text in firsts.items() if not text.endswith("?")} == {}


def test_every_public_name_has_a_docstring():
    named = [pair for path in ROOMS for pair in public(tree(path), name(path))]
    assert len(named) > 300
    assert [place for place, node in named if not ast.get_docstring(node)] == []


def test_no_file_is_named_after_nothing():
    assert [name(path) for path in PROGRAMS if path.stem in BANNED] == []


def test_nothing_is_put_off_in_a_comment():
    texts = {name(path): path.read_text(encoding="utf-8") for path in files()}
    assert [place for place, text in texts.items() if LATER.search(text)] == []


def test_no_file_tells_where_it_was_written():
    texts = {name(path): path.read_text(encoding="utf-8") for path in files()}
    assert {place: found.group() for place, text in texts.items()
            if (found := MACHINE.search(text))} == {}  # fmt: skip


def test_no_template_fetches_from_outside():
    pages = [path for path in files(".j2", ".css", ".html") if path.is_relative_to(PACKAGE)]
    fetch = re.compile(r"""(?:src|href)\s*=\s*["']https?:|url\(\s*["']?https?:|@import""")
    assert pages
    assert [name(path) for path in pages if fetch.search(path.read_text(encoding="utf-8"))] == []


def test_the_lock_file_has_hashes_and_names_no_host():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert not re.search(r"https?:|index-url|find-links|trusted-host", lock)
    pinned = re.findall(r"^\S+==\S+.*\\\n    --hash=sha256:", lock, re.MULTILINE)
    assert len(pinned) == len(re.findall(r"^[a-z]", lock, re.MULTILINE)) > 20


def drawn_errors() -> dict[str, str | None]:
    """Each error of the drawing in core/errors.py with the one it hangs on."""
    above: list[str] = []
    parents: dict[str, str | None] = {}
    for line in (errors.__doc__ or "").splitlines():
        found = re.match(r"^([│├└─ ]*)([A-Z]\w+)(?:  |$)", line)
        if found:
            del above[len(found[1]) // 4 :]
            parents[found[2]] = above[-1] if above else None
            above.append(found[2])
    return parents


def error_classes(path: Path, known: set[str]) -> list[str]:
    """Classes of a module that are exceptions, by the names of their bases."""
    roots = known | {key for key, value in vars(builtins).items()
                     if isinstance(value, type) and issubclass(value, BaseException)}  # fmt: skip
    classes = [node for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef)]
    return [node.name for node in classes
            if any(ast.unparse(one).split(".")[-1] in roots for one in node.bases)]  # fmt: skip


def test_the_tree_of_errors_is_the_one_that_is_drawn():
    real = {key: value for key, value in vars(errors).items()
            if isinstance(value, type) and issubclass(value, Exception)}  # fmt: skip
    parents = {key: value.__base__.__name__ for key, value in real.items()}
    assert drawn_errors() == parents | {"RapportError": None}
    assert 1 < len(real) <= 20


def test_no_error_grows_outside_the_tree():
    known = set(drawn_errors())
    strangers = {name(path): error_classes(path, known) for path in ROOMS}
    assert {place for place, found in strangers.items() if found} == {"src/rapport/core/errors.py"}


def test_nothing_below_the_windows_asks_the_clock():
    asked = {
        f"{name(path)}: {ast.unparse(node)}"
        for path in ROOMS
        if "faces" not in path.parts and path != PACKAGE / "__init__.py"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute)
        and (ast.unparse(node.value).split(".")[-1], node.attr) in CLOCKS
    }
    assert asked == set()


def test_no_function_takes_arguments_without_names():
    takers = [f"{name(path)}: {node.name}" for path in ROOMS for node in ast.walk(tree(path))
              if isinstance(node, DEFINITIONS) and node.args.kwarg
              and node.args.kwarg.arg == "kwargs"]  # fmt: skip
    assert takers == []


def test_values_are_frozen():
    thawed = [
        f"{name(path)}: {node.name}"
        for path in ROOMS
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
        for one in map(ast.unparse, node.decorator_list)
        if "dataclass" in one and "frozen=True" not in one
    ]
    assert thawed == []


@pytest.mark.slow
def test_imports_only_go_down():
    run = "from importlinter.cli import lint_imports_command as run; run()"
    told = subprocess.run([sys.executable, "-c", run, "--no-cache"], cwd=ROOT, capture_output=True,
                          text=True, check=False)  # fmt: skip
    assert told.returncode == 0, told.stdout + told.stderr


@pytest.mark.parametrize("measure", CATALOG, ids=lambda measure: measure.card.key)
def test_every_measure_lives_in_a_file_of_its_own_name(measure):
    card = measure.card
    assert type(measure).__module__ == f"rapport.measures.{card.family}.{card.key}"


def test_every_measure_that_is_written_is_in_the_catalog():
    written = {path.stem for path in ROOMS for node in ast.walk(tree(path))
               if "measures" in path.parts and isinstance(node, ast.ClassDef)
               and {"card", "measure"} <= {one.name for one in node.body
                                           if isinstance(one, ast.FunctionDef)}}  # fmt: skip
    assert written == {measure.card.key for measure in CATALOG}


def test_every_source_that_is_written_is_in_the_catalog():
    written = {node.name for path in ROOMS for node in ast.walk(tree(path))
               if "sources" in path.parts and isinstance(node, ast.ClassDef)
               and "recognise" in {one.name for one in node.body
                                   if isinstance(one, ast.FunctionDef)}}  # fmt: skip
    assert written == {type(source).__name__ for source in SOURCES}


def settings() -> dict[str, object]:
    """The import contracts as pyproject.toml tells them."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts: dict[str, object] = told["tool"]["importlinter"]
    return contracts


def test_the_picture_of_the_house_shows_the_floors_of_the_contract():
    layers = settings()["contracts"][0]["layers"]
    page = (ROOT / "docs" / "house.md").read_text(encoding="utf-8")
    picture = page.split("<!-- floors -->")[1]
    drawn = [re.findall(r"rapport(?:\.\w+)+", line) for line in picture.splitlines()]
    assert [line for line in drawn if line] == [re.findall(r"rapport[.\w]+", one) for one in layers]


def test_the_page_of_the_house_names_every_contract():
    page = (ROOT / "docs" / "house.md").read_text(encoding="utf-8")
    assert [one["name"] for one in settings()["contracts"] if one["name"] not in page] == []


def test_the_page_of_the_house_names_every_room_and_no_other():
    page = (ROOT / "docs" / "house.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| `([\w/]+?)(?:\.py|/)` \|", page, re.MULTILINE))
    rooms = {path.parent.relative_to(PACKAGE).as_posix() for path in ROOMS
             if path.stem == "__init__"} - {".", "faces"}  # fmt: skip
    assert told == rooms | {path.stem for path in PACKAGE.glob("*.py")} - {"__init__"}

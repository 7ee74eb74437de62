"""The house rules (design, CONTRIBUTING.md) hold: arrows, sizes, pins, nothing of any one machine."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import tomllib

import pytest

from tests.arrows import ALLOWED, forbidden_imports, reaches_outside
from tests.tree import ROOT, files, functions, package_of, product, sources, text

LONGEST_FILE = 250
LONG_FILES: dict[str, str] = {}
"""Files over the limit, each with its reason; one that was split leaves this list."""

LONGEST_FUNCTION = 40
LONG_FUNCTIONS: dict[str, str] = {}
MOST_PARAMETERS = 5
GREEDY_FUNCTIONS: dict[str, str] = {}
"""Functions over a limit from before the rule was enforced; nobody adds to these."""
TARGETS = "help install demo test nightly lint serve lock assets".split()
VAGUE = {"utils.py", "helpers.py", "common.py", "misc.py"}

EXCUSE = re.compile(r"#\s*(?:type: ignore|no" + r"qa)")
NAMED_EXCUSE = re.compile(EXCUSE.pattern + r"(?:\[[\w, -]+\]|: ?[A-Z]+\d+)")
REASONED = re.compile(NAMED_EXCUSE.pattern + r"\s+(?:#|-) ?\w")

# Pieces are joined so that this file does not hold what it looks for.
HOSTS = [
    "registry." + "npmjs",
    "pypi" + ".org",
    "python" + "hosted",
    "npm" + "mirror",
    "yarn" + "pkg",
]
MACHINE = re.compile(r"(?<![\w/.:}>])/(?:ro" + r"ot|tm" + r"p|home/\w+|Us" + r"ers/\w+)(?![\w.-])")


def test_imports_go_one_way() -> None:
    assert [wrong for file in sources(*ALLOWED) for wrong in forbidden_imports(*file)] == []


def test_every_package_has_its_arrows() -> None:
    packages = {package_of(name) for name, _ in product()}

    assert packages - set(ALLOWED) == set()


@pytest.mark.parametrize(
    ("path", "source", "is_forbidden"),
    [
        ("homework/days.py", "from models.database.base import Base", True),
        ("homework/days.py", "import flask", True),
        ("homework/days.py", "from clock import Clock", True),
        ("homework/days.py", "from homework.school import school_year", False),
        ("wechat/client.py", "from homework.days import day_words", True),
        ("wechat/client.py", "import clock", True),
        ("wechat/client.py", "import requests", False),
        ("models/reporting/reports.py", "from wechat.account import Account", True),
        ("models/reporting/reports.py", "from clock import Clock", False),
        ("handlers/webhook.py", "from scheduler.jobs import tick", True),
        ("handlers/webhook.py", "from settings import Settings", True),
        ("handlers/webhook.py", "def f():\n    from commands import demo", True),
        ("handlers/webhook.py", "import importlib\nimportlib.import_module('settings')", True),
        ("handlers/pages/hall/display.py", "from ...context import Context", False),
        ("handlers/pages/hall/display.py", "from ....settings import Settings", True),
        ("scheduler/jobs/tick.py", "from settings import Settings", True),
        ("scheduler/command.py", "from settings import read_settings", False),
        ("handlers/webhook.py", "from context import Context", False),
        ("handlers/webhook.py", "from opening import open_context", True),
        ("context.py", "from handlers.webhook import bp", True),
        ("bench/webhook.py", "from simulator.crypto import seal", True),
        ("commands/demo.py", "import simulator.server", True),
        ("commands/demo.py", "from tests.people import Cast", True),
        ("simulator/server.py", "from homework.report import Report", True),
        ("app.py", "from handlers.webhook import bp", False),
        ("app.py", "from simulator import server", True),
        ("install.py", "import requests", True),
        ("clock.py", "from settings import Settings", True),
    ],
)
def test_a_forbidden_import_is_found(path: str, source: str, is_forbidden: bool) -> None:
    assert bool(forbidden_imports(path, source)) is is_forbidden


def test_homework_asks_neither_the_clock_nor_the_world() -> None:
    assert [wrong for file in sources("homework") for wrong in reaches_outside(*file)] == []


@pytest.mark.parametrize(
    "source",
    ["import os", "from pathlib import Path", "datetime.now()", "date.today()", "open('x')"],
)
def test_a_pure_file_that_reaches_outside_is_found(source: str) -> None:
    assert reaches_outside("homework/days.py", source) != []


def test_no_file_is_long_without_a_reason() -> None:
    long = {name for name, source in product() if source.count("\n") > LONGEST_FILE}

    assert long - set(LONG_FILES) == set()


def test_no_function_is_long() -> None:
    long = {
        f"{name} {node.name}"
        for name, source in product()
        for node in functions(source)
        if _length(node) > LONGEST_FUNCTION
    }

    assert long - set(LONG_FUNCTIONS) == set()


def test_nine_functions_in_ten_fit_in_twenty_lines() -> None:
    lengths = [_length(node) for _, source in product() for node in functions(source)]

    assert sum(length <= 20 for length in lengths) >= 0.9 * len(lengths)


def test_no_function_takes_many_parameters() -> None:
    greedy = {
        f"{name} {node.name}"
        for name, source in product()
        for node in functions(source)
        if _parameters(node) > MOST_PARAMETERS
    }

    assert greedy - set(GREEDY_FUNCTIONS) == set()


def test_every_module_says_what_it_is_about() -> None:
    silent = [name for name, source in product() if source.strip() and not _docstring(source)]

    assert silent == []


def test_no_file_has_a_vague_name() -> None:
    assert [name for name in files() if name.rpartition("/")[2] in VAGUE] == []


def test_every_folder_of_tests_is_a_package() -> None:
    folders = {name.rpartition("/")[0] for name, _ in sources("tests")}

    # Without it tests/homework would stand before homework on the path.
    assert [folder for folder in sorted(folders) if f"{folder}/__init__.py" not in files()] == []


def test_nothing_names_a_registry_or_a_place_on_one_machine() -> None:
    own = str(ROOT) + "/" if len(ROOT.parts) > 2 else None
    found = [
        f"{name}: {word}"
        for name in files()
        for word in [*HOSTS, *([own] if own else []), *MACHINE.findall(text(name) or "")]
        if word in (text(name) or "")
    ]

    assert found == []


@pytest.mark.parametrize("line", ["cd /" + "tmp/x", '"/ro' + 'ot/a"', "see /home/" + "li/x"])
def test_a_place_on_one_machine_is_found(line: str) -> None:
    assert MACHINE.search(line)


def test_requirements_are_pinned_by_hash_and_name_no_index() -> None:
    locks = [name for name in files() if re.fullmatch(r"requirements/\w+\.txt", name)]

    assert len(locks) >= 4
    for name in locks:
        content = text(name) or ""
        # A pin and its hashes are one logical line.
        pins = re.findall(r"^\w.*", content.replace("\\\n", " "), re.MULTILINE)
        assert pins, name
        assert [pin for pin in pins if "==" not in pin or "--hash=sha256:" not in pin] == []
        assert not re.search(r"^\s*(-i|--(extra-)?index-url|--find-links)|://", content, re.M), name


def test_the_npm_lock_names_no_address_and_pins_by_hash() -> None:
    content = text("package-lock.json") or ""
    packages = json.loads(content)["packages"]

    assert "://" not in content
    assert [name for name, entry in packages.items() if name and "integrity" not in entry] == []


def test_every_dependency_has_its_line_of_why() -> None:
    reasons = text("docs/decisions/0002-dependencies.md") or ""
    lines = [
        line
        for part in ("run", "test", "bench", "node")
        for line in (text(f"requirements/{part}.in") or "").splitlines()
        if line and not line.startswith(("#", "-r"))
    ]
    names = {re.split(r"[\[<>=]", line)[0] for line in lines}
    names |= set(json.loads(text("package.json") or "")["dependencies"])

    assert len(names) > 20
    assert {name for name in names if f"| {name} |" not in reasons} == set()


def test_every_ignored_rule_has_its_reason_beside_it() -> None:
    ignored = re.search(r"\nignore = \[\n(.*?)\n\]", text("pyproject.toml") or "", re.DOTALL)
    assert ignored
    bare = [line for line in ignored[1].splitlines() if not re.search(r'",\s+# \w+', line)]
    bare += [wrong for name, source in product() for wrong in _unreasoned(name, source)]

    assert bare == []


@pytest.mark.parametrize(
    ("source", "is_reasoned"),
    [
        ("x = 1  # type: ignore[misc]  # the library says Any", True),
        ("# The library says Any.\nx = 1  # type: ignore[misc]", True),
        ("x = 1  # type: ignore[misc]", False),
        ("# The library says Any.\nx = 1  # type: ignore", False),
    ],
)
def test_an_excuse_without_a_rule_or_a_reason_is_found(source: str, is_reasoned: bool) -> None:
    assert (_unreasoned("x.py", source) == []) is is_reasoned


def test_make_help_lists_every_target() -> None:
    if shutil.which("make") is None:
        pytest.skip("make is not on this machine")
    said = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)

    assert [target for target in TARGETS if f"make {target} " not in said.stdout] == []


def test_the_version_is_said_once() -> None:
    project = tomllib.loads(text("pyproject.toml") or "")["project"]

    assert f"## {project['version']} " in (text("CHANGELOG.md") or "")
    assert json.loads(text("package.json") or "")["version"] == project["version"]


def _unreasoned(name: str, source: str) -> list[str]:
    """Excuses in the code that name no rule, or have no comment of why on or beside their line."""
    lines = source.splitlines()
    return [
        f"{name}:{number}"
        for number, line in enumerate(lines, start=1)
        if EXCUSE.search(line) and not _has_reason(lines[max(0, number - 3) : number + 1], line)
    ]


def _has_reason(around: list[str], line: str) -> bool:
    beside = any(neighbour.lstrip().startswith("# ") for neighbour in around)
    return bool(NAMED_EXCUSE.search(line)) and (beside or bool(REASONED.search(line)))


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from `def` to the end, the docstring not counted."""
    first = node.body[0]
    doc = ast.get_docstring(node) is not None
    docstring_lines = (first.end_lineno or 0) - first.lineno + 1 if doc else 0
    return (node.end_lineno or 0) - node.lineno + 1 - docstring_lines


def _parameters(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    return sum(argument.arg not in ("self", "cls") for argument in arguments)


def _docstring(source: str) -> str | None:
    return ast.get_docstring(ast.parse(source))

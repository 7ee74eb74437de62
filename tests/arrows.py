"""Which package may import which: the arrows of the house, checked on source text."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

VALUES = {"homework", "models", "paper", "wechat"}
"""What everything above the libraries may build on."""

ALLOWED: dict[str, set[str]] = {
    "app": VALUES
    | {
        "commands",
        "context",
        "failures",
        "handlers",
        "opening",
        "scheduler",
        "settings",
    },
    "handlers": VALUES | {"context", "handlers"},
    "scheduler": VALUES | {"context", "scheduler"},
    "commands": VALUES | {"commands", "context", "failures", "opening", "settings"},
    "opening": VALUES | {"context", "failures", "settings"},
    "failures": {"models"},
    "context": VALUES,
    "models": {"homework", "models"},
    "migrations": {"homework", "migrations", "models"},
    "settings": {"homework", "settings", "wechat"},
    "wechat": {"wechat"},
    "homework": {"homework"},
    "paper": {"homework", "paper"},
    "simulator": {"simulator"},
    "clock": set(),
    "failpoints": set(),
    "install": set(),
}
# A bench measures the product from outside; it starts the simulator as a process.
ALLOWED["bench"] = set(ALLOWED) - {"simulator", "install"} | {"bench"}
"""Package → what it may import of ours. `clock` and `failpoints` come on top, except for those named below."""

WITHOUT_CLOCK = {"homework", "wechat", "simulator", "install", "clock", "failpoints"}
STANDARD_LIBRARY_ONLY = {"homework", "install", "clock", "failpoints"}
MAY_ALSO = {"scheduler/command.py": {"opening", "settings"}}
"""The scheduler's entry reads the settings; the jobs receive values."""

OUTSIDE = {
    "asyncio",
    "http",
    "logging",
    "multiprocessing",
    "os",
    "pathlib",
    "shutil",
    "socket",
    "sqlite3",
    "subprocess",
    "tempfile",
    "threading",
    "time",
    "urllib",
}
"""Modules by which a pure package would reach the world or the clock."""

CLOCK_CALLS = {"now", "today", "utcnow"}
WORLD_CALLS = {"open", "print", "input"}
ENTRIES = {"homework/reading/__main__.py"}
"""Command lines of pure packages, which read and write for them."""


@dataclass(frozen=True, slots=True)
class Import:
    """One module that a file imports, and where."""

    module: str
    line: int

    @property
    def package(self) -> str:
        return self.module.partition(".")[0]


def forbidden_imports(path: str, source: str) -> list[str]:
    """What a file may not import, one sentence each; `path` is relative to the repository."""
    package = PurePosixPath(path).parts[0].removesuffix(".py")
    allowed = ALLOWED[package] | MAY_ALSO.get(path, set())
    if package not in WITHOUT_CLOCK:
        allowed = allowed | {"clock", "failpoints"}
    tree = ast.parse(source)
    return [
        f"{path}:{found.line} imports {found.module}"
        for found in _imports(tree, path)
        if _is_forbidden(found, package, allowed)
    ]


def reaches_outside(path: str, source: str) -> list[str]:
    """Where a pure file asks the clock or the world, one sentence each."""
    if path in ENTRIES:
        return []
    tree = ast.parse(source)
    modules = [
        f"{path}:{found.line} imports {found.module}"
        for found in _imports(tree, path)
        if found.package in OUTSIDE
    ]
    calls = [
        f"{path}:{call.lineno} calls {_called(call)}"
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and _called(call) in CLOCK_CALLS | WORLD_CALLS
    ]
    return modules + calls


def _is_forbidden(found: Import, package: str, allowed: set[str]) -> bool:
    if found.package in ALLOWED or found.package == "tests":
        return found.package not in allowed
    return package in STANDARD_LIBRARY_ONLY and found.package not in sys.stdlib_module_names


def _imports(tree: ast.AST, path: str) -> Iterator[Import]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield Import(_absolute(node, path), node.lineno)
        elif isinstance(node, ast.Call) and _called(node) in ("import_module", "__import__"):
            name = node.args[0] if node.args else None
            if isinstance(name, ast.Constant) and isinstance(name.value, str):
                yield Import(name.value, node.lineno)


def _absolute(node: ast.ImportFrom, path: str) -> str:
    """The module's full name, also where dots climb up from the file's own package."""
    if not node.level:
        return node.module or ""
    parents = PurePosixPath(path).parts[: -node.level]
    return ".".join([*parents, node.module] if node.module else parents)


def _called(call: ast.Call) -> str:
    if isinstance(call.func, ast.Name):
        return call.func.id
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""

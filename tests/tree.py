"""The repository's files as the house tests see them: tracked or about to be, never what is ignored."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
SKIPPED = {".venv", ".git", "node_modules", "vendor", "var", "data", "__pycache__"}


@cache
def files() -> tuple[str, ...]:
    """Paths relative to the repository, without what .gitignore names."""
    if (ROOT / ".git").exists():
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
        names = listed.stdout.decode().split("\0")
    else:  # an unpacked archive
        names = [path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*")]
    return tuple(sorted(name for name in names if name and _counts(name)))


def _counts(name: str) -> bool:
    path = ROOT / name
    return path.is_file() and not SKIPPED & set(path.relative_to(ROOT).parts)


@cache
def text(name: str) -> str | None:
    """A file's text, or None where it is none (a picture)."""
    try:
        return (ROOT / name).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def sources(*packages: str) -> list[tuple[str, str]]:
    """Path and text of every Python file; of some packages only, where they are named."""
    return [
        (name, text(name) or "")
        for name in files()
        if name.endswith(".py") and (not packages or package_of(name) in packages)
    ]


def package_of(name: str) -> str:
    """The top-level package or module that a file belongs to."""
    return name.partition("/")[0].removesuffix(".py")


def product() -> list[tuple[str, str]]:
    """Path and text of the product's own Python files: not tests, not generated migrations."""
    return [
        (name, source)
        for name, source in sources()
        if not name.startswith(("tests/", "migrations/versions/"))
    ]


def functions(source: str) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a file, methods and inner ones too."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for node in ast.walk(ast.parse(source)) if isinstance(node, kinds)]

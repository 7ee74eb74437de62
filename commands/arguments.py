"""What was typed wrong on the command line (参数), said in a school's language."""

from __future__ import annotations

import argparse
import os
import re
import socket
import sys
from collections.abc import Iterable
from datetime import date
from typing import Any, NoReturn

from opening import NotReady

_TYPES = {
    "day_of": "要写成日期,如 2026-11-30",
    "int": "要写成整数",
    "workers": "要写成整数",
    "seconds": "要写成数字",
}
_SAID = (
    (r"argument (.+?): invalid choice: (.+) \(choose from (.+)\)", r"\1 没有 \2 这一种,可以写:\3"),
    (r"argument (.+?): expected one argument", r"\1 后面要写一个值"),
    (r"argument (.+?): expected at least one argument", r"\1 后面至少要写一个值"),
    (r"argument (.+?): ignored explicit argument (.+)", r"\1 后面不写值,不要写 \2"),
    (r"argument (.+?): not allowed with argument (.+)", r"\1 和 \2 只能写一个"),
    (r"one of the arguments (.+) is required", r"这几个要写一个:\1"),
    (r"the following arguments are required: (.+)", r"还要写:\1"),
    (r"unrecognized arguments: (.+)", r"没有这样的参数:\1"),
    (r"ambiguous option: (.+) could match (.+)", r"\1 可以是 \2,请写全"),
    (r"argument (.+?): (.+)", r"\1:\2"),
)
"""argparse's own sentences, in ours; the last one is for what our own readers of a value say."""
_PLACES = {
    "account": "公众号",
    "action": "做什么",
    "count": "个数",
    "data": "文件夹",
    "file": "文件",
    "grade": "年级",
    "homeroom": "班级",
    "host": "地址",
    "keep": "几份",
    "lease": "秒",
    "name": "称呼",
    "number": "问卷号",
    "plot": "文件",
    "port": "端口",
    "role": "角色",
    "school": "学校",
    "seed": "整数",
    "slug": "班级",
    "slugs": "班级",
    "teaches": "班级",
    "template": "问卷模板",
    "tick": "秒",
    "workers": "个数",
} | dict.fromkeys(("day", "opens", "since", "until"), "日期")
"""What stands in the usage for a value whose argument names none itself."""
_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_LONGEST_NAME = 40


class _Usage(argparse.HelpFormatter):
    """argparse's help with its own words in Chinese."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],  # argparse's own private kind
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "用法:python " if prefix is None else prefix)

    def _get_default_metavar_for_optional(self, action: argparse.Action) -> str:
        return _PLACES.get(action.dest, "值")

    def _get_default_metavar_for_positional(self, action: argparse.Action) -> str:
        return _PLACES.get(action.dest, action.dest)


class Parser(argparse.ArgumentParser):
    """A parser that speaks Chinese, and answers what it cannot read with exit status 2."""

    def __init__(self, **options: Any) -> None:  # argparse's own, passed on
        super().__init__(**options, add_help=False, formatter_class=_Usage)
        self._positionals.title = "要写的"
        self._optionals.title = "可以写的"
        self.add_argument("-h", "--help", action="help", help="显示这份说明")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and where the usage stands."""
        said = in_chinese(self._with_our_names(message))
        print(f"{said}。用法:python {self.prog} --help", file=sys.stderr)
        raise SystemExit(2)

    def _with_our_names(self, message: str) -> str:
        """argparse's sentence with its names of places replaced by what a person may write there."""
        required = "the following arguments are required: "
        if message.startswith(required):
            names = message.removeprefix(required).split(", ")
            return required + "、".join(self._choice(name) for name in names)
        found = re.match(r"argument (\w+): ", message)
        return message if found is None else message.replace(found[1], _place(found[1]), 1)

    def _choice(self, name: str) -> str:
        """What to write at a place that must not stay empty; 命令 are too many to be named."""
        for action in self._actions:
            is_here = not action.option_strings and name in (action.dest, action.metavar)
            if is_here and action.choices is not None and action.dest != "command":
                return "、".join(map(str, action.choices)) + " 之一"
        return _place(name)


def _place(name: str) -> str:
    return _PLACES.get(name, name)


def in_chinese(message: str) -> str:
    """One of argparse's sentences as a school reads it; one we do not know stays as it is."""
    wrong = re.fullmatch(r"argument (.+?): invalid (\w+) value: (.+)", message)
    if wrong:
        what = _TYPES.get(wrong[2], "写得不对")
        return f"{wrong[1]} {what},写的是 {wrong[3]}"
    for pattern, words in _SAID:
        if re.fullmatch(pattern, message, re.DOTALL):
            return re.sub(pattern, words, message, flags=re.DOTALL)
    return f"参数写得不对({message})"


def day_of(text: str) -> date:
    """A day that a school could mean; for `type=`."""
    found = date.fromisoformat(text)
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise argparse.ArgumentTypeError(
            f"年份要在 {_FIRST_YEAR} 到 {_LAST_YEAR} 之间,写的是 {text}"
        )
    return found


def person_name(text: str) -> str:
    """What a person is called; for `type=`."""
    said = text.strip()
    if not 1 <= len(said) <= _LONGEST_NAME or not said.isprintable():
        raise argparse.ArgumentTypeError(f"称呼要写 1 到 {_LONGEST_NAME} 个字")
    return said


def grade_number(text: str) -> int:
    """One of a school's grades; for `type=`."""
    if not text.isdecimal() or not 1 <= int(text) <= 12:
        raise argparse.ArgumentTypeError(f"年级要写 1 到 12 的整数,写的是 {text}")
    return int(text)


def workers(text: str) -> int:
    """How many web processes this machine can bear; for `type=`."""
    cores = os.cpu_count() or 1
    most = max(8, 2 * cores)
    number = int(text)
    if not 1 <= number <= most:
        raise argparse.ArgumentTypeError(
            f"要在 1 到 {most} 之间(这台机器有 {cores} 个核心,一个核心一个就够),写的是 {text}"
        )
    return number


def port(text: str) -> int:
    """A port of this machine with another beside it; for `type=`."""
    if not text.isdecimal() or not 1 <= int(text) <= 65534:
        raise argparse.ArgumentTypeError(f"端口要写 1 到 65534 的整数,写的是 {text}")
    return int(text)


def require_port(host: str, number: int) -> None:
    """Say before anything is started that it could not listen there; raises NotReady."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        if sys.platform != "win32":  # there it would mean: share what is in use
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, number))
        except PermissionError:
            raise NotReady(f"没有权限用端口 {number}。请换 1024 以上的:--port 8000") from None
        except socket.gaierror:
            raise NotReady(f"没有主机 {host}。--host 写这台机器的地址,如 127.0.0.1") from None
        except OSError:
            raise NotReady(
                f"{host} 的端口 {number} 用不了:多半有别的程序在用(也许已经开着一个)。"
                f"先停掉它,或换一个:--port {number + 1}"
            ) from None

"""What was typed wrong on the command line (参数), said in a school's language."""

from __future__ import annotations

import argparse
import re
import socket
import sys
from typing import NoReturn

from opening import NotReady

_TYPES = {
    "fromisoformat": "要写成日期,如 2026-11-30",
    "int": "要写成整数",
    "float": "要写成数字",
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


class Parser(argparse.ArgumentParser):
    """A parser that answers what it cannot read in Chinese, with exit status 2."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and where the usage stands."""
        print(f"{in_chinese(message)}。用法:python {self.prog} --help", file=sys.stderr)
        raise SystemExit(2)


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

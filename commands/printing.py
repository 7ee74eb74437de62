"""What commands print (打印件): files that are written whole, and sheets that a browser prints."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader

from opening import NotReady
from paper.fonts import FontMissing, register_fonts

_TEMPLATES = Path(__file__).resolve().parent.parent / "templates" / "print"
_THIS_MACHINE = {"127.0.0.1", "localhost", "::1", "0.0.0.0"}
_OWNER_ONLY = 0o600
_ANYBODY = 0o644


def print_sheet(template: str, **values: object) -> str:
    """Fill in one of the print templates."""
    environment = Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True)
    return environment.get_template(template).render(values)


def require_fonts() -> None:
    """Say before anything is made that a PDF could not be; raises NotReady."""
    try:
        register_fonts()
    except FontMissing as missing:
        raise NotReady(str(missing)) from None


def require_folder(folder: Path, option: str = "--out") -> None:
    """Make a folder to print into; raises NotReady where that or writing into it is impossible."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NotReady(f"建不了文件夹 {folder}({_reason(error)})。请换一个地方:{option}") from None
    if not os.access(folder, os.W_OK):
        raise NotReady(f"写不进文件夹 {folder}(没有写入权限)。请换一个地方:{option}")


def require_writable(path: Path, option: str = "--out") -> None:
    """Say before links are made that their file could not be; what stands there is left alone."""
    require_folder(path.parent, option)
    is_new = not path.exists()
    try:
        path.open("ab").close()
        if is_new:
            path.unlink()
    except OSError as error:
        raise NotReady(f"写不了 {path}({_reason(error)})。请换一个地方:{option}") from None


def remind_of_address(base_url: str) -> None:
    """Say before anything is hung up that no phone could open what was printed."""
    if urlsplit(base_url).hostname in _THIS_MACHINE:
        print(
            f"提醒:二维码里的网址是 {base_url},只有这台机器自己打得开。"
            "把配置里 [site] base_url 改成学校的网址,再印一次。",
            file=sys.stderr,
        )


def save(path: Path, content: bytes, *, is_secret: bool = False) -> None:
    """Replace a file whole, for its owner alone where it is secret; raises NotReady."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        handle = os.open(draft, flags, _OWNER_ONLY if is_secret else _ANYBODY)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise NotReady(f"写不了 {path}({_reason(error)})。请换一个地方:--out") from None


def _reason(error: OSError) -> str:
    known = {
        FileExistsError: "这个名字是一个文件",
        IsADirectoryError: "这个名字是一个文件夹",
        NotADirectoryError: "路径中间是一个文件",
        PermissionError: "没有写入权限",
    }
    if error.errno == errno.ENOSPC:
        return "磁盘满了"
    return known.get(type(error), error.strerror or type(error).__name__)

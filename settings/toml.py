"""Reading a TOML file (配置文件) that a person wrote in Notepad, with a Chinese sentence when it is broken."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from settings.table import Mistake, Notebook

PLACE = re.compile(r"line (\d+), column (\d+)")


def read_toml(path: Path, name: str, notebook: Notebook) -> dict[str, object]:
    """The file's tables; empty, with a mistake noted under `name`, where it cannot be read."""
    try:
        # Notepad's UTF-8 begins with a byte-order mark, which TOML does not allow.
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        reason = "找不到这个文件;先把 config.example.toml 复制成它,再改"
    except OSError as error:
        reason = f"打不开这个文件({error.strerror})"
    except UnicodeDecodeError:
        reason = "不是 UTF-8 文本;请在记事本里“另存为”,编码选 UTF-8"
    except tomllib.TOMLDecodeError as error:
        reason = _explain(str(error))
    notebook.mistakes.append(Mistake(name, reason))
    return {}


def _explain(error: str) -> str:
    """Where it went wrong; the parser's English is not repeated, it may quote a secret's line."""
    place = PLACE.search(error)
    where = f"第{place[1]}行第{place[2]}个字符附近" if place else "文件末尾附近"
    if "overwrite" in error or "twice" in error or "declare" in error:
        return f"{where}:同一项或同一节写了两次"
    if "escape" in error.lower() or "\\" in error:
        return f"{where}:路径里的 \\ 请改成 /"
    if place is None:  # the parser ran on to the end
        return "有一处引号或方括号没有成对"
    return f"{where}写法有误:请检查引号是否成对、是否用了中文引号、等号两边是否完整"

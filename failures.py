"""What keeps a command from going on (故障): each as a Chinese sentence that says what to do."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path

from sqlalchemy.exc import DBAPIError, OperationalError

from models.database.schema import NewerSchema
from models.database.writer import NotCommitted

_DATABASE = (
    (r"database \S+ does not exist", "数据库服务器上没有这个库。先建一个:createdb 库名"),
    (
        r"role \S+ does not exist|authentication failed|no password supplied",
        "数据库不认这个用户名或密码。请改 [database] url",
    ),
    (
        r"refused|resolve host|translate host|timeout expired|No route|unreachable|starting up",
        "连不上数据库服务器。请看它是否在运行、主机和端口是否写对、防火墙是否放行",
    ),
    (
        r"permission denied",
        "数据库用户没有建表、改表的权限。请让它做这个库的主人:ALTER DATABASE 库名 OWNER TO 用户",
    ),
    (
        r"too many (clients|connections)|connection slots",
        "数据库的连接用完了。请调大 PostgreSQL 的 max_connections(算法见 docs/scaling.md)",
    ),
    (r"file is not a database", "这个文件不是 SQLite 数据库。请检查 [database] url 和 data_dir"),
    (r"unable to open database file", "打不开数据库文件:它的文件夹不存在,或者没有权限"),
    (r"disk is full|No space left|could not extend", "磁盘满了,这一次没有记下。请清理后再运行一次"),
    (
        r"disk I/O error",
        "磁盘读写不了,多半是满了。请清理后再运行一次;还不行,看系统日志里这块盘有没有坏",
    ),
    (
        r"readonly database|read-only",
        "数据库只能读、不能写。请用安装时的用户运行(例如 sudo -u zuoye),或把 data 文件夹改归它",
    ),
    (r"malformed", "数据库文件坏了。请停下服务,用最近的备份恢复:python app.py restore"),
)
"""What the stores' drivers say, and what a school should do; passwords stand in no sentence."""

_DATABASE_ERROR = "数据库出错了。请看数据库的日志,再运行 python app.py doctor"


def sentence_of(error: BaseException) -> str | None:
    """The sentence for a failure of the machine or the database; None where it is our mistake."""
    if isinstance(error, NewerSchema):
        return "数据库已被更新版本的程序升级过,这个版本不能用它。请换回那个新版本(git pull,make install)"
    if isinstance(error, NotCommitted):
        cause = error.__cause__
        return (cause and sentence_of(cause)) or (
            "这一次没有记下:数据库迟迟没有轮到。运行 python app.py doctor 看是谁占着"
        )
    if isinstance(error, DBAPIError):
        known = _of_database(str(error.orig))
        return known or (_DATABASE_ERROR if isinstance(error, OperationalError) else None)
    if isinstance(error, OSError):
        return _of_machine(error)
    return None


def _of_database(said: str) -> str | None:
    for pattern, sentence in _DATABASE:
        if re.search(pattern, said, re.IGNORECASE):
            return sentence
    return None


def _of_machine(error: OSError) -> str | None:
    """Only what a school can put right; a lost connection of ours is no business of these words."""
    path = error.filename
    if error.errno == errno.ENOSPC:
        return f"磁盘满了{f',写不下 {path}' if path else ''}。请清理后再运行一次"
    if error.errno == errno.EROFS:
        return f"{path} 所在的磁盘只能读。请换一个能写的地方"
    if isinstance(error, PermissionError) and path:
        return (
            f"没有权限读写 {path}{_owner_words(Path(os.fsdecode(path)))}。"
            "请用安装时的用户运行(例如 sudo -u zuoye …),或把文件夹改归现在的用户(chown -R)"
        )
    return None


def _owner_words(path: Path) -> str:
    """(它是 root 的): of the nearest folder that can be looked at."""
    for place in (path, *path.parents):
        try:
            return f"({place} 是用户 {place.owner()} 的)"
        except (OSError, KeyError, NotImplementedError):
            continue
    return ""

"""What whoever acts too fast on their own data reads (点得太快)."""

from __future__ import annotations

TITLE = "请稍等一下"
BACK_TO_MINE = "回到我填过的"


def acted_too_fast(seconds: int, *, is_shared: bool) -> str:
    """An act on one's own data that was not done: that nothing changed, and when to try again."""
    why = "同一个网络里正在操作的人很多" if is_shared else "刚才点得太快"
    return f"{why},这次没有执行,您填过的都没有变。请等{seconds}秒,再从下面进去点一次。"

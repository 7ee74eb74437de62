"""Words at the console's door (控制台门口): when a session ended, and where a page does not open."""

from __future__ import annotations

SIGNED_OUT = "登录已到期,刚才那一步没有做。重新登录后回到原来的页面,写好的字还在。"
ERRORS = {
    400: ("这一步没有完成", "页面可能放得太久了。请回到今日待办,再做一次。"),
    403: ("您不能打开这一页", "它不归您的职务管。需要的话,请与教导处联系。"),
    404: ("没有这一页", "编号可能不对,或者不在您能看的范围里。"),
}
"""What the console says instead of what a parent is told to do: a title, and a sentence."""
ENDED = ("登录已过期", "刚才那一步没有做。写的字在下面,可以复制;重新登录后贴回原来的页面。")
REFUSED = "这一步没有做"
TYPED = "您写的(只在这一页,没有保存)"
SIGN_IN = "重新登录"
BACK = "回到这件事"
HOME = "回今日待办"


def too_long(signs: int, most: int) -> str:
    """More was written than is kept; nothing is cut."""
    return f"写了{signs}个字,最多{most}个字。请缩短后再提交。"

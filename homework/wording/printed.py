"""What posters, slips and article pictures say (印在纸上的话)."""

from __future__ import annotations

from datetime import date

ASK = "今天的作业写了多久?"
WHOLE_SCHOOL = "各班家长"
WHOLE_SCHOOL_CELL = "全校(扫了选班级)"
ASK_LINES = ("今天的作业", "写了多久?")
HOW = "家长用微信扫一扫,十秒填完;太多了,学校会去核实。"
HOW_SCHOOL = "家长用微信扫一扫,选好班级,十秒填完;太多了,学校会去核实。"
HOW_FOLLOW = "家长扫码关注,说一句作业和分钟数;太多了,学校会去核实。"
PRIVACY = "不问姓名、电话、学号,班级老师看不到是谁填的。"
PRIVACY_FOLLOW = "班级老师看不到是谁填的。发文字时,公众号管理员可能看到您的昵称头像。"
IN_ARTICLE = "长按识别,十秒填完"
COVER_HOW = "找到您的班级,长按识别,十秒填完"
INDEX_TITLE = "各班二维码与链接"
INDEX_NOTE = "给教导处存档、发链接用。二维码与海报上的相同,班级升年级不用换。"

SLIP_HOW = "微信扫一扫,十秒反馈今天的作业时间。全家最多三部手机,合起来算一户。"
SLIP_PRIVACY = "不记姓名,班级老师看不到是谁填的。请自家用,不要转发。"
SLIP_CODE = "家庭码(条子被人拍过,凭它找教导处换新)"
SLIP_CHAT = "也可以在公众号里发送"


def slip_until(day: date) -> str:
    """有效期到2027年8月31日。"""
    return f"有效期到{day.year}年{day.month}月{day.day}日"


def chat_words(code: str) -> str:
    """绑定 k7m2 xq4p: what a parent sends to the account."""
    return f"绑定 {spaced(code)}"


def spaced(code: str) -> str:
    """A short code in fours, as people read it out."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))

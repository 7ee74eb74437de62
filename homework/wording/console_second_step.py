"""What the pages of the second step say (两步验证)."""

from __future__ import annotations

TITLE = "两步验证"
WRONG = "这六位数不对,或刚才已经用过。请等验证器换出新的一组再输。"
WAIT = "输错太多次,请十五分钟后再试。手机不在身边,请学校管理员取消:python app.py staff second-step --off 姓名"
ON = "两步验证已启用。以后登录都要再输一次验证器上的六位数。"
OFF = "两步验证已关闭。"
MUST_STAY = "学校要求您的角色使用两步验证,不能关闭。"
ASK = "请输验证器 App 上“{school}”的六位数。"
REQUIRED = "学校要求您的角色登录时多验一步。请先在手机上设好,只做这一次。"
OPTIONAL = "登录控制台时,除了公众号口令,再输一次手机验证器上的六位数。别人拿到口令也进不来。"
HOW = "用手机上的验证器 App(多数手机的“密码”应用、微软或谷歌验证器都可以)扫下面的码:"
BY_HAND = "扫不了就手工输入密钥:"
FIRST_CODE = "扫好后,输入 App 上显示的六位数:"
LOST = "换手机前请先在这里关闭;手机丢了,请学校管理员取消。"
IS_ON = "已启用。"

CHAT_MUST_ENROL = "学校要求您的职务使用两步验证。请先在控制台的“两步验证”里设好,再办这一步。"


def chat_asks(words: str) -> str:
    """A word that decides a case, without the code that this person owes."""
    return f"请在后面加上验证器上的六位数再发一次,例如:{words} 123456。也可以在控制台办。"


def issuer(school_name: str) -> str:
    """Under which name the authenticator lists it."""
    return f"作业秤 {school_name}"

"""What each return code of the platform (返回码) means for us, and in words for the operator."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ErrorKind(StrEnum):
    """What is to be done about a refused call."""

    RETRY = "retry"  # later, the same call
    TOKEN = "token"  # with a fresh access token
    PERMANENT = "permanent"  # never to this recipient on this channel
    QUOTA = "quota"  # not before midnight in Shanghai
    CONFIGURATION = "configuration"  # the operator has to act
    BAD_REQUEST = "bad_request"  # our content is at fault
    ALREADY_DONE = "already_done"  # the same message was taken before
    RESTART = "restart"  # send the person through OAuth again


@dataclass(frozen=True, slots=True)
class Errcode:
    kind: ErrorKind
    words: str


_K = ErrorKind
_TABLE: dict[ErrorKind, dict[int, str]] = {
    _K.RETRY: {
        -1: "微信系统繁忙,稍后自动重试",
        45011: "本分钟调用过多,稍后自动重试",
        45066: "发送间隔太短,一分钟后自动重试",
        43117: "给这位收件人发得太密,稍后自动重试",
    },
    _K.TOKEN: {
        40001: "接口凭据无效,或 AppSecret 不对",
        40014: "接口凭据无效",
        42001: "接口凭据已过期",
    },
    _K.PERMANENT: {
        40003: "收件人的 OpenID 无效(换过公众号,或账号已注销)",
        43004: "收件人没有关注公众号",
        50005: "收件人没有关注公众号",
        43019: "收件人在公众号的黑名单里",
        48002: "收件人关闭了接收消息",
        43101: "收件人没有订阅,或订阅次数已用完",
        45015: "收件人 48 小时内没有和公众号说话,客服消息发不出去",
        45047: "给收件人的客服消息条数已用完,要等他再说一句话",
        46004: "收件人不存在",
    },
    _K.QUOTA: {
        45009: "今天的接口调用次数已用完,明天零点恢复",
        45028: "群发次数已用完",
    },
    _K.CONFIGURATION: {
        40002: "凭据类型不对,请升级程序",
        41002: "没有填 AppID",
        41004: "没有填 AppSecret",
        40013: "AppID 不对",
        40125: "AppSecret 不对,请在微信开发者平台重新取一次",
        40243: "AppSecret 已被冻结,请在微信开发者平台解冻",
        40164: "服务器的 IP 不在白名单里",
        61004: "服务器的 IP 不在白名单里",
        50002: "公众号的接口被限制,请看公众平台的通知",
        50004: "公众号被禁止使用接口凭据",
        50007: "公众号已被冻结",
        89501: "此 IP 调用接口要管理员在微信里确认",
        89503: "此 IP 调用接口要管理员在微信里确认",
        89506: "管理员拒绝了此 IP,24 小时内不能再试",
        89507: "管理员拒绝了此 IP,1 小时内不能再试",
        40037: "模板编号无效:不是本公众号的模板,或类目变更后模板已删除",
        45109: "这个接口已经下线,请升级程序",
        48001: "公众号没有这个接口的权限",
        48003: "没有同意群发协议,请登录公众平台同意",
        48004: "公众号的这个接口被封禁,请看公众平台的通知",
        48006: "清零次数本月已用完",
        43106: "模板被处罚,请看公众平台的通知",
        61003: "没有授权给第三方平台",
        61007: "没有授权给第三方平台",
    },
    _K.BAD_REQUEST: {
        41001: "调用时没有带接口凭据",
        47003: "模板里有一项内容不合格式",
        41030: "跳转页面的地址无效",
        47001: "内容的格式不对",
        44002: "内容是空的",
        40033: "内容里有不允许的字符",
        40035: "参数不对",
        40054: "菜单里有一个网址不对",
        45002: "内容太长",
        45003: "标题太长",
        45004: "描述太长",
        45005: "网址太长",
        45008: "图文条数太多",
        45067: "消息编号太长",
        63002: "网页签名不对",
        65316: "菜单里的外部网站超过三个",
    },
    _K.ALREADY_DONE: {
        45065: "同一条消息已经发过",
        40241: "一分钟内发过同样的消息",
    },
    _K.RESTART: {
        40029: "授权码无效,请重新打开页面",
        40163: "授权码已经用过,请重新打开页面",
        42003: "授权码已过期,请重新打开页面",
    },
}

ERRCODES: dict[int, Errcode] = {
    errcode: Errcode(kind, words)
    for kind, rows in _TABLE.items()
    for errcode, words in rows.items()
}
# A code that is not in the table, by what its neighbours are about.
_FAMILIES = {
    40: ErrorKind.BAD_REQUEST,
    41: ErrorKind.BAD_REQUEST,
    43: ErrorKind.PERMANENT,
    44: ErrorKind.BAD_REQUEST,
    45: ErrorKind.RETRY,
    46: ErrorKind.BAD_REQUEST,
    47: ErrorKind.BAD_REQUEST,
    65: ErrorKind.BAD_REQUEST,
}


def find_errcode(errcode: int) -> Errcode:
    """The row of a code; one the table does not know gets its family's kind."""
    known = ERRCODES.get(errcode)
    if known:
        return known
    kind = _FAMILIES.get(errcode // 1000, ErrorKind.CONFIGURATION)
    return Errcode(kind, f"微信返回了没见过的错误 {errcode}")

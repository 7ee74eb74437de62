"""Customer-service messages (客服消息) and their windows."""

from __future__ import annotations

from simulator.api import Call
from simulator.chats import ACCOUNT, Bubble, show
from simulator.errcodes import Json, Refusal
from simulator.quotas import take_from_window

LONGEST_TEXT = 2048  # bytes of UTF-8
_MEDIA = ("image", "voice", "video", "mpnews", "mpvideo")


def send(call: Call) -> Json:
    """Answer POST /cgi-bin/message/custom/send."""
    person = call.person(call.body.get("touser"))
    bubble = _bubble(call)
    if not person.is_following:
        raise Refusal(45015)
    take_from_window(call.world, person.openid)
    show(call.world, person.openid, ACCOUNT, bubble)
    return {"errcode": 0, "errmsg": "ok"}


def typing(call: Call) -> Json:
    """Answer POST /cgi-bin/message/custom/typing."""
    call.person(call.body.get("touser"))
    return {"errcode": 0, "errmsg": "ok"}


def _bubble(call: Call) -> Bubble:
    kind = call.body.get("msgtype")
    part = call.body.get(str(kind))
    if not isinstance(part, dict):
        raise Refusal(40035)
    if kind == "text":
        return Bubble("text", _text(part.get("content")))
    if kind in _MEDIA:
        media_id = part.get("media_id")
        if not media_id:
            raise Refusal(41006)
        return Bubble(str(kind), card={"media_id": media_id})
    if kind == "news":
        return Bubble("news", card={"articles": _articles(part)})
    if kind == "msgmenu":
        return Bubble("msgmenu", _text(part.get("head_content")), {"msgmenu": part})
    if kind == "miniprogrampage":
        return Bubble("miniprogram", str(part.get("title", "")))
    raise Refusal(40035)


def _text(content: object) -> str:
    if not isinstance(content, str) or not content:
        raise Refusal(44004)
    if len(content.encode()) > LONGEST_TEXT:
        raise Refusal(45002)
    return content


def _articles(part: Json) -> list[Json]:
    articles = part.get("articles")
    if not isinstance(articles, list) or len(articles) != 1 or not isinstance(articles[0], dict):
        raise Refusal(45008)
    article = articles[0]
    return [
        {
            "title": str(article.get("title", "")),
            "description": str(article.get("description", "")),
            "picture": str(article.get("picurl", "")),
            "url": str(article.get("url", "")),
        }
    ]

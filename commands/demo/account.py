"""The demo's account at the local WeChat (演示公众号): secrets, template, phones, posters."""

from __future__ import annotations

from typing import Any

from commands.demo.home import Demo
from models.schools import classes_of

SCHOOL = "shifan"
ACCOUNT = "main"
ORIGINAL_ID = "gh_shifan"
NAMES = {
    "oDean": "王主任(教导处)",
    "oPrincipal": "周校长",
    "oHomeroom": "林老师(三年级2班班主任)",
    "oLeader": "李老师(三年级组长)",
    "oParentZhang": "小张妈妈",
    "oParentChen": "小陈爸爸",
}
_ON_THE_WALL = ("oParentZhang", "oDean", "oHomeroom", "oPrincipal")
_POSTERS = ("3-2", "1-1", "4-1", "5-1", "6-3")


def account_file(demo: Demo, values: dict[str, str]) -> dict[str, Any]:
    """What `python -m simulator --account` reads; `values` are the config's secrets."""
    names = dict(NAMES)
    return {
        "app_id": values["app_id"],
        "app_secret": values["app_secret"],
        "original_id": ORIGINAL_ID,
        "name": "示范小学作业反馈",
        "kind": "verified_service",
        "webhook_url": f"{demo.url}/wechat/{ACCOUNT}",
        "webhook_token": values["token"],
        "aes_key": values["aes_key"],
        "mode": "safe",
        "templates": {
            "TEMPLATE-ALERT": {
                "title": "作业量核实提醒",
                "fields": {
                    "thing2": "班级",
                    "thing5": "情况",
                    "phrase3": "状态",
                    "time4": "时间",
                },
            },
            "TEMPLATE-REMIND": {"title": "作业反馈提醒", "kind": "one_time"},
        },
        "people": [{"openid": openid, "name": names[openid]} for openid in _ON_THE_WALL],
        "posters": _posters(demo),
        "actions": [{"label": "演一个晚上", "url": f"{demo.url}/demo/play", "method": "POST"}],
    }


def _posters(demo: Demo) -> list[dict[str, str]]:
    """What a phone of the demo finds to scan: posters to follow by, and one that opens the page."""
    context = demo.open()
    today = context.clock.now().date()
    with context.store.reading() as connection:
        classes = {each.slug(today): each for each in classes_of(connection, SCHOOL, today)}
    context.store.close()
    posters = [
        {
            "label": f"{classes[slug].name(today)} 关注码",
            "scanned": f"c_{classes[slug].public_link}",
        }
        for slug in _POSTERS
    ]
    page = classes["3-2"]
    opens = {
        "label": f"{page.name(today)} 填报码",
        "scanned": f"{demo.url}/r/{page.public_link}",
    }
    return [opens, *posters]

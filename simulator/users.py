"""What the platform tells about followers (用户管理)."""

from __future__ import annotations

from simulator.api import Call
from simulator.errcodes import Json, Refusal
from simulator.people import Person, followers

PAGE = 10_000
BATCH = 100


def info(call: Call) -> Json:
    """Answer GET /cgi-bin/user/info; no nickname, no picture since December 2021."""
    return describe(call, call.person(call.query.get("openid")))


def batch_info(call: Call) -> Json:
    """Answer POST /cgi-bin/user/info/batchget."""
    wanted = call.body.get("user_list")
    if not isinstance(wanted, list) or len(wanted) > BATCH:
        raise Refusal(40130 if isinstance(wanted, list) else 40035)
    people = [call.person(entry.get("openid")) for entry in wanted if isinstance(entry, dict)]
    return {"user_info_list": [describe(call, person) for person in people]}


def listing(call: Call) -> Json:
    """Answer GET /cgi-bin/user/get, a page of openids."""
    after = call.query.get("next_openid", "")
    openids = [person.openid for person in followers(call.world, call.account.app_id)]
    page = [openid for openid in openids if openid > after][:PAGE]
    last = page[-1] if page else ""
    data = {"data": {"openid": page}} if page else {}
    return {"total": len(openids), "count": len(page), **data, "next_openid": last}


def remark(call: Call) -> Json:
    """Answer POST /cgi-bin/user/info/updateremark."""
    person = call.person(call.body.get("openid"))
    text = call.body.get("remark")
    if not isinstance(text, str) or len(text) > 30:
        raise Refusal(40035)
    call.world.store.run("UPDATE person SET remark = ? WHERE openid = ?", text, person.openid)
    return {"errcode": 0, "errmsg": "ok"}


def describe(call: Call, person: Person) -> Json:
    """Return what is told of one person; of somebody who does not follow, only that."""
    if not person.is_following:
        return {"subscribe": 0, "openid": person.openid}
    rows = call.world.store.rows("SELECT tag_id FROM tagging WHERE openid = ?", person.openid)
    tags = sorted(row["tag_id"] for row in rows)
    return {
        "subscribe": 1,
        "openid": person.openid,
        "nickname": "",
        "sex": 0,
        "language": "zh_CN",
        "city": "",
        "province": "",
        "country": "",
        "headimgurl": "",
        "subscribe_time": int(person.followed_at),
        "unionid": person.unionid,
        "remark": person.remark,
        "groupid": tags[0] if tags else 0,
        "tagid_list": tags,
        "subscribe_scene": person.subscribe_scene,
        "qr_scene": int(person.scene) if person.scene.isdigit() else 0,
        "qr_scene_str": "" if person.scene.isdigit() else person.scene,
    }

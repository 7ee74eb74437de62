"""The table of endpoints (接口一览): path, method, what the account needs, who answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from simulator import (
    customer_service,
    drafts,
    mass,
    media,
    menu,
    oauth,
    one_time,
    publications,
    qrcodes,
    subscriptions,
    tags,
    templates,
    tokens,
    upkeep,
    users,
)
from simulator.api import Call, Endpoint, Picture, Request, read_body
from simulator.capabilities import Capability
from simulator.errcodes import Json
from simulator.world import World


@dataclass(frozen=True, slots=True)
class OpenEndpoint:
    """An endpoint that takes no interface token."""

    method: str
    run: Callable[[World, Request], Json | Picture | None]


def _get(run: Callable[[Call], Json | Picture], needs: Capability | None = None) -> Endpoint:
    return Endpoint("GET", run, needs)


def _post(run: Callable[[Call], Json | Picture], needs: Capability | None = None) -> Endpoint:
    return Endpoint("POST", run, needs)


ENDPOINTS: dict[str, Endpoint] = {
    "/cgi-bin/message/template/send": _post(templates.send, Capability.TEMPLATE),
    "/cgi-bin/template/get_all_private_template": _get(
        templates.list_templates, Capability.TEMPLATE
    ),
    "/cgi-bin/message/subscribe/bizsend": _post(subscriptions.send, Capability.SUBSCRIPTION),
    "/wxaapi/newtmpl/gettemplate": _get(subscriptions.list_templates, Capability.SUBSCRIPTION),
    "/cgi-bin/message/template/subscribe": _post(one_time.send, Capability.ONE_TIME),
    "/cgi-bin/message/custom/send": _post(customer_service.send, Capability.CUSTOMER_SERVICE),
    "/cgi-bin/message/custom/typing": _post(customer_service.typing, Capability.CUSTOMER_SERVICE),
    "/cgi-bin/message/mass/sendall": _post(mass.send_all, Capability.MASS),
    "/cgi-bin/message/mass/send": _post(mass.send, Capability.MASS),
    "/cgi-bin/message/mass/preview": _post(mass.preview, Capability.MASS),
    "/cgi-bin/message/mass/get": _post(mass.get, Capability.MASS),
    "/cgi-bin/qrcode/create": _post(qrcodes.create, Capability.QRCODE),
    "/cgi-bin/menu/create": _post(menu.create, Capability.MENU),
    "/cgi-bin/menu/get": _get(menu.get, Capability.MENU),
    "/cgi-bin/menu/delete": _get(menu.delete, Capability.MENU),
    "/cgi-bin/get_current_selfmenu_info": _get(menu.get_current, Capability.MENU),
    "/cgi-bin/user/info": _get(users.info, Capability.USERS),
    "/cgi-bin/user/info/batchget": _post(users.batch_info, Capability.USERS),
    "/cgi-bin/user/info/updateremark": _post(users.remark, Capability.USERS),
    "/cgi-bin/user/get": _get(users.listing, Capability.USERS),
    "/cgi-bin/user/tag/get": _post(tags.members, Capability.USERS),
    "/cgi-bin/tags/create": _post(tags.create, Capability.USERS),
    "/cgi-bin/tags/get": _get(tags.listing, Capability.USERS),
    "/cgi-bin/tags/update": _post(tags.update, Capability.USERS),
    "/cgi-bin/tags/delete": _post(tags.delete, Capability.USERS),
    "/cgi-bin/tags/getidlist": _post(tags.id_list, Capability.USERS),
    "/cgi-bin/tags/members/batchtagging": _post(tags.add_members, Capability.USERS),
    "/cgi-bin/tags/members/batchuntagging": _post(tags.remove_members, Capability.USERS),
    "/cgi-bin/media/upload": _post(media.upload, Capability.MATERIAL),
    "/cgi-bin/media/uploadimg": _post(media.upload_image, Capability.MATERIAL),
    "/cgi-bin/media/get": _get(media.get, Capability.MATERIAL),
    "/cgi-bin/material/add_material": _post(media.add_material, Capability.MATERIAL),
    "/cgi-bin/draft/add": _post(drafts.add, Capability.PUBLISH),
    "/cgi-bin/draft/get": _post(drafts.get, Capability.PUBLISH),
    "/cgi-bin/draft/update": _post(drafts.update, Capability.PUBLISH),
    "/cgi-bin/draft/delete": _post(drafts.delete, Capability.PUBLISH),
    "/cgi-bin/draft/count": _get(drafts.count, Capability.PUBLISH),
    "/cgi-bin/draft/batchget": _post(drafts.batch, Capability.PUBLISH),
    "/cgi-bin/freepublish/submit": _post(publications.publish, Capability.PUBLISH),
    "/cgi-bin/freepublish/get": _post(publications.published, Capability.PUBLISH),
    "/cgi-bin/freepublish/delete": _post(publications.unpublish, Capability.PUBLISH),
    "/cgi-bin/ticket/getticket": _get(upkeep.ticket),
    "/cgi-bin/clear_quota": _post(upkeep.clear_quota),
    "/cgi-bin/openapi/quota/get": _post(upkeep.get_quota),
    "/cgi-bin/openapi/quota/clear": _post(upkeep.clear_one_quota),
    "/cgi-bin/openapi/rid/get": _post(upkeep.get_rid),
    "/cgi-bin/getcallbackip": _get(upkeep.callback_ips),
    "/cgi-bin/get_api_domain_ip": _get(upkeep.callback_ips),
    # It calls the account back: not inside a transaction, where the account's own calls would wait.
    "/cgi-bin/callback/check": Endpoint("POST", upkeep.check_callback, is_atomic=False),
}

OPEN_ENDPOINTS: dict[str, OpenEndpoint] = {
    "/cgi-bin/token": OpenEndpoint(
        "GET", lambda world, asked: tokens.plain_token(world, asked.query, asked.caller)
    ),
    "/cgi-bin/stable_token": OpenEndpoint(
        "POST", lambda world, asked: tokens.stable_token(world, read_body(asked), asked.caller)
    ),
    "/cgi-bin/clear_quota/v2": OpenEndpoint("POST", upkeep.clear_quota_by_secret),
    "/cgi-bin/showqrcode": OpenEndpoint(
        "GET", lambda world, asked: qrcodes.show_picture(world, asked.query)
    ),
    "/sns/oauth2/access_token": OpenEndpoint("GET", oauth.access_token),
    "/sns/oauth2/refresh_token": OpenEndpoint("GET", oauth.refresh_token),
    "/sns/userinfo": OpenEndpoint("GET", oauth.user_info),
    "/sns/auth": OpenEndpoint("GET", oauth.check_token),
}

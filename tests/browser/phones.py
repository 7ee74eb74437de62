"""Parents' phones in front of the report page: what they call themselves, and what a thumb does."""

from __future__ import annotations

import sqlalchemy as sa
from playwright.sync_api import Locator, Page, Route

from context import Context
from models.reporting.assignments import AssignmentRow

ANDROID = (
    "Mozilla/5.0 (Linux; Android 12; LIO-AN00; wv) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Version/4.0 Chrome/142.0.7444.173 Mobile Safari/537.36 XWEB/1420153 MMWEBSDK/20251101"
    " MicroMessenger/8.0.67.3000(0x28004351) WeChat/arm64 NetType/WIFI Language/zh_CN"
)
IOS = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like"
    " Gecko) Mobile/15E148 MicroMessenger/8.0.68(0x1800442b) NetType/WIFI Language/zh_CN"
)
WINDOWS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/132.0.0.0 Safari/537.36 MicroMessenger/7.0.20.1781(0x6700143B) NetType/WIFI"
    " WindowsWechat(0x63090a13) XWEB/19027"
)


def chip(page: Page, subject: str, value: str) -> Locator:
    return page.locator(f"fieldset[data-subject={subject}] input[value='{value}']").first


def send(page: Page) -> None:
    page.locator(".bar__send").click()
    page.wait_for_url("**/done*")


def rows(context: Context) -> list[tuple[str, int | None]]:
    with context.store.reading() as connection:
        query = sa.select(AssignmentRow.subject, AssignmentRow.minutes_low)
        found = connection.execute(query.order_by(AssignmentRow.report_id, AssignmentRow.position))
        return [(str(row.subject), row.minutes_low) for row in found]


def hold_weui(page: Page) -> list[Route]:
    """Let every request for WeUI hang; returns those that were made."""
    held: list[Route] = []
    page.route("**/weui*", lambda route: held.append(route))
    return held

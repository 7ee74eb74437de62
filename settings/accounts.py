"""WeChat accounts (公众号): what each `[[account]]` says, checked against what its kind needs."""

from __future__ import annotations

import re

from settings.secret import Surroundings, environment_name, read_secret
from settings.site import is_loopback, read_address
from settings.table import Table
from wechat.account import Account, AccountKind, Mode, Template

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
ID_RULE = '只用小写字母、数字和连字符,例如 "main"'
APP_ID = re.compile(r"wx[0-9A-Za-z]{16}")
APP_SECRET = re.compile(r"[0-9A-Za-z]{32}")
ORIGINAL_ID = re.compile(r"gh_[0-9A-Za-z_]{1,32}")
WEBHOOK_TOKEN = re.compile(r"[0-9A-Za-z]{3,32}")
AES_KEY = re.compile(r"[0-9A-Za-z]{43}")
TEMPLATE_KEY = re.compile(r"[A-Za-z_][0-9A-Za-z_]{0,31}")
ONE_TIME = "remind"
"""The purpose whose template is free text (一次性订阅消息) and has no fields."""
API_BASE = "https://api.weixin.qq.com"


def read_accounts(root: Table, around: Surroundings) -> tuple[Account, ...]:
    """Every account of the file; their ids and AppIDs are unique."""
    accounts = tuple(_read_account(table, around) for table in root.tables("account"))
    if not accounts and "account" not in root.raw:
        root.mistake("account", '至少要有一个 [[account]];还没有公众号接口时写 kind = "link"')
    _refuse_twins(root, "id", [account.id for account in accounts])
    _refuse_twins(root, "app_id", [account.app_id for account in accounts if account.app_id])
    return accounts


def read_id(table: Table) -> str:
    """A name that can stand in an address and in an environment variable."""
    name = table.text("id")
    if name and not (ID.fullmatch(name) and len(name) <= 32):
        table.mistake("id", f'"{name}" 不能用作编号:{ID_RULE},最长32个字符')
    return name


def _refuse_twins(root: Table, key: str, values: list[str]) -> None:
    for value in sorted({value for value in values if value and values.count(value) > 1}):
        root.mistake(f"account[{value}].{key}", "出现了两次,每个公众号只写一节")


def _read_account(table: Table, around: Surroundings) -> Account:
    name = read_id(table)
    kind = table.choice("kind", AccountKind)
    mode = table.choice("mode", Mode, Mode.SAFE)
    account = Account(
        id=name,
        kind=kind,
        app_id=_checked(table, "app_id", table.text("app_id", ""), APP_ID),
        app_secret=_secret(table, "app_secret", name, around, APP_SECRET),
        original_id=_checked(table, "original_id", table.text("original_id", ""), ORIGINAL_ID),
        webhook_token=_secret(table, "webhook_token", name, around, WEBHOOK_TOKEN),
        aes_key=_secret(table, "aes_key", name, around, AES_KEY),
        previous_aes_key=_secret(table, "previous_aes_key", name, around, AES_KEY) or None,
        mode=mode,
        api_base=_read_api_base(table),
        templates=_read_templates(table.table("templates")),
    )
    if kind is not AccountKind.LINK:
        _require(table, account)
    return account


def _require(table: Table, account: Account) -> None:
    """Note what an account with an interface lacks; `link` accounts have none."""
    needed = {
        "app_id": account.app_id,
        "app_secret": account.app_secret,
        "original_id": account.original_id,
        "webhook_token": account.webhook_token,
    }
    if account.mode is not Mode.PLAIN:
        needed["aes_key"] = account.aes_key
    wrong = {mistake.key for mistake in table.notebook.mistakes}
    for key, value in needed.items():
        # A wrong file name was already reported under its own key.
        names = {f"{table.label}.{key}{suffix}" for suffix in ("", "_file", "_env")}
        if not value and not names & wrong:
            table.mistake(key, f"缺少这一项(在公众平台“设置与开发”里可查;{_where(key)})")
    if account.mode is not Mode.SAFE:
        table.notebook.warnings.append(
            f"{table.label}.mode:消息没有只走加密,建议在公众平台选“安全模式”并改为 safe"
        )


def _where(key: str) -> str:
    return {
        "app_id": "AppID",
        "app_secret": "AppSecret,也可写 app_secret_file",
        "original_id": "原始ID,以 gh_ 开头",
        "webhook_token": "服务器配置里的令牌 Token",
        "aes_key": "服务器配置里的 EncodingAESKey",
    }[key]


SHAPES = {
    "app_id": "应为 wx 开头的18个字符",
    "app_secret": "应为32个字母和数字",
    "original_id": "应为 gh_ 开头的原始ID",
    "webhook_token": "应为3到32个字母和数字",
    "aes_key": "应为43个字母和数字",
    "previous_aes_key": "应为43个字母和数字",
}


def _checked(table: Table, key: str, value: str, shape: re.Pattern[str]) -> str:
    # Only the length is told: the value may be a secret.
    if value and not shape.fullmatch(value):
        table.mistake(key, f"{SHAPES[key]},现在是{len(value)}个字符")
    return value


def _secret(
    table: Table, key: str, account_id: str, around: Surroundings, shape: re.Pattern[str]
) -> str:
    variable = environment_name("ACCOUNT", account_id, key)
    return _checked(table, key, read_secret(table, key, around, variable), shape)


def _read_api_base(table: Table) -> str:
    address = read_address(table, "api_base", API_BASE)
    if address.startswith("http://") and not is_loopback(address):
        table.mistake("api_base", "AppSecret 会经过这个地址,必须以 https:// 开头(本机除外)")
    return address


def _read_templates(table: Table) -> dict[str, Template]:
    """Templates by purpose; their keys (thing2, time4) differ from account to account."""
    return {
        name: _read_template(table.table(name), has_fields=name != ONE_TIME)
        for name in table.names()
    }


def _read_template(table: Table, *, has_fields: bool) -> Template:
    fields = table.table("fields")
    keys = {name: fields.text(name) for name in fields.names()}
    if not keys and has_fields:
        table.mistake("fields", '缺少这一项,例如 fields = { school_class = "thing2" }')
    for name, key in keys.items():
        if key and not TEMPLATE_KEY.fullmatch(key):
            fields.mistake(name, f'"{key}" 不是模板的字段名,例如 thing2')
    return Template(id=table.text("id"), fields=keys)

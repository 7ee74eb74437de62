"""What config.toml may say, and what it is told when it says something else."""

from __future__ import annotations

from datetime import date, time, timedelta
from pathlib import Path

import pytest

from homework.plan import CheckMode, PublicationMode, Trust
from settings import SettingsMistakes, read_settings
from tests.settings.conftest import GOOD, Folder
from wechat.account import AccountKind, Mode

SECRET = "0123456789abcdef0123456789abcdef"


def test_a_short_config_is_enough(folder: Folder) -> None:
    settings = folder.read()

    assert settings.site.base_url == "https://zuoye.example.edu.cn"
    assert settings.site.data_dir == folder.path / "data"
    assert settings.site.clock_offset == timedelta(0)
    assert settings.database_url == f"sqlite:///{folder.path}/data/homework.db"
    assert settings.demo is False
    (account,) = settings.accounts
    assert (account.kind, account.mode) == (AccountKind.VERIFIED_SERVICE, Mode.SAFE)
    assert account.api_base == "https://api.weixin.qq.com"
    (school,) = settings.schools
    assert (school.id, school.account_id, school.classes) == ("shifan", "main", {1: 4, 3: 6})
    assert [pack.name for pack in school.packs] == ["national-2021"]
    assert school.trust is Trust.CLASS
    assert settings.warnings == ()


def test_every_mistake_is_told_at_once_by_key(folder: Folder) -> None:
    folder.replace('base_url = "https://zuoye.example.edu.cn"', 'base_ulr = "x"\ntimezone = "UTC"')
    folder.replace('aes_key = "abc', 'aes_key = "')
    folder.replace(
        'account = "main"', 'account = "other"\ntrust = "everyone"\npolicy = ["nowhere"]'
    )

    mistakes = folder.mistakes()

    assert set(mistakes) == {
        "site.base_url",
        "site.base_ulr",
        "site.timezone",
        "account[main].aes_key",
        "school[shifan].account",
        "school[shifan].trust",
        "school[shifan].policy",
    }
    assert "是不是想写 base_url" in mistakes["site.base_ulr"]
    assert "40个字符" in mistakes["account[main].aes_key"]


def test_the_sentence_names_the_file_and_the_number_of_mistakes(folder: Folder) -> None:
    folder.replace('name = "示范小学"', "")
    with pytest.raises(SettingsMistakes) as refused:
        folder.read()

    assert str(refused.value).splitlines() == [
        f"{folder.path}/config.toml 有 1 处要改:",
        "  school[shifan].name:缺少这一项",
    ]


@pytest.mark.parametrize(
    ("old", "new", "key", "said"),
    [
        ("[[account]]", "[account]", "account", "两层方括号"),
        ("[[school]]", "[[scool]]", "scool", "是不是想写 school"),
        ('id = "main"', 'id = "Main 1"', "account[Main 1].id", "小写字母"),
        ('kind = "verified_service"', 'kind = "fuwuhao"', "account[main].kind", "verified_service"),
        ('"wx0123456789abcdef"', '"0123456789abcdef"', "account[main].app_id", "wx 开头"),
        ('app_secret = "0', 'app_secret = "', "account[main].app_secret", "31个字符"),
        (f'app_secret = "{SECRET}"', "", "account[main].app_secret", "AppSecret"),
        ('"gh_0123456789ab"', '"school"', "account[main].original_id", "gh_"),
        ('"token2026"', '"a b"', "account[main].webhook_token", "3到32"),
        ('"token2026"', '""', "account[main].webhook_token", "缺少"),
        ('"https://zuoye.example.edu.cn"', '"zuoye.cn"', "site.base_url", "https://"),
        ('edu.cn"', 'edu.cn/homework"', "site.base_url", "只写到域名"),
        ('edu.cn"', 'edu.cn:99999"', "site.base_url", "不是网址"),
        ('edu.cn"', 'edu.cn"\nclock_offset = 3600', "site.clock_offset", "演示"),
        ('edu.cn"', 'edu.cn"\ndata_dir = "config.toml"', "site.data_dir", "文件夹"),
        ('edu.cn"', 'edu.cn"\n[database]\nurl = "mysql://h/x"', "database.url", "postgresql"),
        ('edu.cn"', 'edu.cn"\n[database]\nurl = "sqlite://"', "database.url", "文件名"),
        ('{ "1" = 4, "3" = 6 }', '{ "七" = 4 }', "school[shifan].classes.七", "1 到 9"),
        ('{ "1" = 4, "3" = 6 }', '{ "3" = 0 }', "school[shifan].classes.3", "1 到 60"),
        ('{ "1" = 4, "3" = 6 }', '{ "3" = true }', "school[shifan].classes.3", "整数"),
        ('{ "1" = 4, "3" = 6 }', "{}", "school[shifan].classes", "几个班"),
        ('name = "示范小学"', "name = 3", "school[shifan].name", "引号"),
    ],
)
def test_a_wrong_value_is_told_in_a_sentence(
    folder: Folder, old: str, new: str, key: str, said: str
) -> None:
    folder.replace(old, new)

    assert said in folder.mistakes()[key]


@pytest.mark.parametrize(
    ("line", "key", "said"),
    [
        ("no_homework_weekday = 8", "no_homework_weekday", "0 到 7"),
        ('terms = [["2026-09-01"]]', "terms", "首尾两天"),
        ("terms = [[2027-01-20, 2026-09-01]]", "terms", "首尾两天"),
        ("terms = [[2026-09-01, 2027-01-20], [2027-01-20, 2027-07-01]]", "terms", "重叠"),
        ("policy = []", "policy", "至少写一个"),
        ('policy = ["national-2021", "national-2021"]', "policy", "两次"),
        ("policy = 'national-2021'", "policy", "列表"),
        ('class_sizes = { "2-1" = 40 }', "class_sizes.2-1", "没有这个班"),
        ('class_sizes = { "3-7" = 40 }', "class_sizes.3-7", "没有这个班"),
        ('publication = { mode = "live" }', "publication.mode", "trial、formal"),
        ('publication = { answer_until = "noon" }', "publication.answer_until", "12:00"),
        ('alerts = { quiet = "22-7" }', "alerts.quiet", "22:30-07:00"),
        ("alerts = { per_evening = 0 }", "alerts.per_evening", "1 到 20"),
        ('channels = { urls = ["wecom"] }', "channels.urls", "第1个地址"),
        ('words = { subjects = { "小数" = "算术" } }', "words.subjects.小数", "数学"),
        ('words = { names = { "目P21" = "书面" } }', "words.names.目P21", "written"),
        ("thresholds = { min_over_unit = 3 }", "thresholds.min_over_unit", "min_over_units"),
        ("thresholds = { over_share = 2.0 }", "thresholds.over_share", "0 到 1"),
        ("thresholds = { over_share = 0 }", "thresholds.over_share", "不在允许的范围"),
        ("thresholds = { quorum = 2.5 }", "thresholds.quorum", "整数"),
        ("publication = 3", "publication", "一节"),
    ],
)
def test_a_wrong_line_of_a_school_is_told_in_a_sentence(
    folder: Folder, line: str, key: str, said: str
) -> None:
    folder.replace('name = "示范小学"', f'name = "示范小学"\n{line}')

    assert said in folder.mistakes()[f"school[shifan].{key}"]


def test_a_school_says_everything_it_may_say(folder: Folder) -> None:
    folder.text += """
trust = "household"
terms = [[2026-09-01, 2027-01-20], ["2027-02-22", "2027-07-02"]]
no_homework_weekday = 3
class_sizes = { "3-6" = 45 }
publication = { mode = "formal", check = "two-days", answer_until = "none" }
alerts = { quiet = "21:30-06:30", per_evening = 3 }
channels = { urls = ["wecombot://key"] }
words = { subjects = { "小数" = "数学" }, names = { "目P21" = "written" } }
thresholds = { min_over_units = 4, over_share = 0.6 }
"""
    (school,) = folder.read().schools

    assert school.trust is Trust.HOUSEHOLD
    assert school.calendar.terms[1] == (date(2027, 2, 22), date(2027, 7, 2))
    assert school.calendar.no_homework_weekday == 3
    assert school.class_sizes == {"3-6": 45}
    assert school.publication.mode is PublicationMode.FORMAL
    assert school.publication.check is CheckMode.TWO_DAYS
    assert school.publication.answer_until is None
    assert (school.alerts.quiet_from, school.alerts.per_evening) == (time(21, 30), 3)
    assert school.channels == ("wecombot://key",)
    assert school.private_subjects == {"小数": "数学"}
    assert school.private_names == {"目P21": "written"}
    assert (school.thresholds.min_over_units, school.thresholds.over_share) == (4, 0.6)


def test_a_link_account_needs_no_secrets(folder: Folder) -> None:
    folder.text = GOOD[: GOOD.index('kind = "')] + GOOD[GOOD.index("[[school]]") :]
    folder.replace('id = "main"', 'id = "main"\nkind = "link"')

    (account,) = folder.read().accounts

    assert (account.kind, account.app_id, account.app_secret) == (AccountKind.LINK, "", "")


def test_plain_mode_needs_no_aes_key_and_is_warned_about(folder: Folder) -> None:
    folder.replace('aes_key = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ"', 'mode = "plain"')

    settings = folder.read()

    assert settings.accounts[0].mode is Mode.PLAIN
    assert any("account[main].mode" in warning for warning in settings.warnings)


def test_ids_and_app_ids_are_unique(folder: Folder) -> None:
    folder.text = GOOD + GOOD[GOOD.index("[[account]]") :]

    assert set(folder.mistakes()) == {
        "account[main].id",
        "account[wx0123456789abcdef].app_id",
        "school[shifan].id",
    }


def test_an_api_base_in_the_clear_is_refused_except_on_this_machine(folder: Folder) -> None:
    folder.replace('id = "main"', 'id = "main"\napi_base = "http://proxy.school:8001"')
    assert "https" in folder.mistakes()["account[main].api_base"]

    folder.replace("http://proxy.school:8001", "http://127.0.0.1:8001/")
    assert folder.read().accounts[0].api_base == "http://127.0.0.1:8001"


def test_templates_are_read_by_purpose(folder: Folder) -> None:
    folder.replace(
        "[[school]]",
        '[account.templates.alert]\nid = "T1"\nfields = { finding = "thing5" }\n[[school]]',
    )
    template = folder.read().accounts[0].templates["alert"]

    assert (template.id, dict(template.fields)) == ("T1", {"finding": "thing5"})


def test_a_template_without_fields_or_with_a_wrong_key_is_refused(folder: Folder) -> None:
    folder.replace(
        "[[school]]",
        '[account.templates.a]\nid = "T"\n[account.templates.b]\nfields = { x = "{{t}}" }\n[[school]]',
    )

    assert set(folder.mistakes()) == {
        "account[main].templates.a.fields",
        "account[main].templates.b.id",
        "account[main].templates.b.fields.x",
    }


@pytest.mark.parametrize("allowed_by", ["demo", "environment"])
def test_the_clock_moves_only_in_a_demo_or_a_test(folder: Folder, allowed_by: str) -> None:
    folder.replace('edu.cn"', 'edu.cn"\nclock_offset = -3600')
    if allowed_by == "demo":
        folder.replace("clock_offset", "demo = true\nclock_offset")

    settings = folder.read({"HW_TESTING": "1"} if allowed_by == "environment" else {})

    assert settings.site.clock_offset == timedelta(hours=-1)


def test_postgresql_addresses_get_our_driver_and_sqlite_files_a_full_path(folder: Folder) -> None:
    folder.replace(
        "[[account]]", '[database]\nurl = "postgres://u:p%40ss@db/homework"\n[[account]]'
    )
    assert folder.read().database_url == "postgresql+psycopg://u:p%40ss@db/homework"

    folder.replace("postgres://u:p%40ss@db/homework", "sqlite:///var/a.db")
    assert folder.read().database_url == f"sqlite:///{folder.path}/var/a.db"


def test_plain_http_is_warned_about(folder: Folder) -> None:
    folder.replace("https://zuoye", "http://zuoye")

    assert [warning.split(":")[0] for warning in folder.read().warnings] == ["site.base_url"]


def test_a_file_that_is_missing_is_a_mistake_like_any_other(tmp_path: Path) -> None:
    with pytest.raises(SettingsMistakes) as refused:
        read_settings(tmp_path / "config.toml", {})

    assert "config.example.toml" in str(refused.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'[site]\nbase_url = "x\n', "第2行"),
        (b"[site]\nbase_url = 'x\n", "没有成对"),
        ("[site]\nbase_url = “x”".encode(), "第2行"),
        (b'[site]\ndata_dir = "C:\\school"', "改成 /"),
        (b"[site]\na = 1\na = 2", "两次"),
        ("# 示范小学".encode("gbk"), "UTF-8"),
    ],
)
def test_a_broken_file_is_told_by_its_line(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(content)

    with pytest.raises(SettingsMistakes) as refused:
        read_settings(path, {})

    assert said in str(refused.value)


def test_the_mark_that_notepad_puts_first_does_no_harm(folder: Folder) -> None:
    folder.text = "\N{ZERO WIDTH NO-BREAK SPACE}" + folder.text

    assert folder.read().schools[0].name == "示范小学"

"""Secrets come from the file, a file of their own or the environment, and are shown nowhere."""

from __future__ import annotations

import pytest

from settings import SettingsMistakes
from tests.settings.conftest import Folder

SECRET = "0123456789abcdef0123456789abcdef"
OTHER = "f" * 32
LINE = f'app_secret = "{SECRET}"'


def test_a_secret_may_stand_in_a_file_of_its_own(folder: Folder) -> None:
    folder.write("secrets/main.txt", f"\N{ZERO WIDTH NO-BREAK SPACE}{OTHER}\n")
    folder.replace(LINE, 'app_secret_file = "secrets/main.txt"')

    assert folder.read().accounts[0].app_secret == OTHER


def test_a_secret_may_stand_in_a_variable_of_the_schools_choice(folder: Folder) -> None:
    folder.replace(LINE, 'app_secret_env = "SCHOOL_SECRET"')

    assert folder.read({"SCHOOL_SECRET": OTHER}).accounts[0].app_secret == OTHER
    assert "SCHOOL_SECRET" in folder.mistakes()["account[main].app_secret_env"]


def test_our_variable_wins_over_the_file(folder: Folder) -> None:
    settings = folder.read(
        {
            "HOMEWORK_ACCOUNT_MAIN_APP_SECRET": OTHER,
            "HOMEWORK_DATABASE_URL": "postgresql://db/homework",
            "HOMEWORK_SCHOOL_SHIFAN_CHANNELS": "wecombot://a\ndingtalk://b",
        }
    )

    assert settings.accounts[0].app_secret == OTHER
    assert settings.database_url == "postgresql+psycopg://db/homework"
    assert settings.schools[0].channels == ("wecombot://a", "dingtalk://b")


def test_two_ways_at_once_are_refused(folder: Folder) -> None:
    folder.write("s.txt", OTHER)
    folder.replace(LINE, f'{LINE}\napp_secret_file = "s.txt"')

    assert "只能写一种" in folder.mistakes()["account[main].app_secret"]


@pytest.mark.parametrize(("content", "said"), [(None, "读不到"), ("", "是空的")])
def test_a_missing_or_empty_file_of_a_secret_is_told_once(
    folder: Folder, content: str | None, said: str
) -> None:
    if content is not None:
        folder.write("s.txt", content)
    folder.replace(LINE, 'app_secret_file = "s.txt"')

    mistakes = folder.mistakes()

    assert list(mistakes) == ["account[main].app_secret_file"]
    assert said in mistakes["account[main].app_secret_file"]


def test_no_secret_is_shown_by_repr(folder: Folder) -> None:
    folder.replace("[[account]]", '[database]\nurl = "postgresql://u:geheim@db/h"\n[[account]]')
    folder.replace("aes_key", f'previous_aes_key = "{"p" * 43}"\naes_key')
    folder.text += 'channels = { urls = ["wecombot://robotkey"] }\n'

    shown = repr(folder.read())

    for secret in (SECRET, "token2026", "abcdefghijklm", "ppppp", "geheim", "robotkey"):
        assert secret not in shown


def test_no_secret_is_shown_by_a_mistake(folder: Folder) -> None:
    folder.replace(LINE, 'app_secret = "geheim-1"')
    folder.replace('"token2026"', '"geheim-2"')
    folder.replace('aes_key = "', 'aes_key = "geheim-3')
    folder.replace("[[account]]", '[database]\nurl = "geheim-4"\n[[account]]')
    folder.text += 'channels = { urls = ["geheim-5"] }\nname2 = "geheim-6"\n'

    with pytest.raises(SettingsMistakes) as refused:
        folder.read({"HOMEWORK_SCHOOL_SHIFAN_CHANNELS": "geheim-7"})

    assert len(refused.value.mistakes) >= 6
    assert "geheim" not in str(refused.value)

"""Settings (设置): `config.toml` read once at start into frozen values, every mistake told at once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from homework.plan import SchoolPlan
from settings.accounts import read_accounts
from settings.schools import read_schools
from settings.secret import Surroundings
from settings.site import Site, is_loopback, read_database_url, read_site
from settings.table import Mistake, Notebook, SettingsMistakes, Table
from settings.toml import read_toml
from wechat.account import Account

__all__ = ["Mistake", "Settings", "SettingsMistakes", "Site", "read_settings"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What `config.toml` says; `warnings` are Chinese sentences for whoever starts the program."""

    site: Site
    database_url: str = field(repr=False)  # may hold a password
    accounts: tuple[Account, ...]
    schools: tuple[SchoolPlan, ...]
    demo: bool
    warnings: tuple[str, ...] = ()


def read_settings(path: Path, environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the config and what stands beside it (calendar.toml, own packs, files of secrets).

    Raises SettingsMistakes with every mistake there is; relative paths start at the config's folder.
    """
    notebook = Notebook()
    raw = read_toml(path, path.name, notebook)
    if notebook.mistakes:
        raise SettingsMistakes(path, notebook.mistakes)
    settings = read_tables(raw, Surroundings(path.absolute().parent, environ), notebook)
    if notebook.mistakes:
        raise SettingsMistakes(path, notebook.mistakes)
    return settings


def read_tables(raw: Mapping[str, object], around: Surroundings, notebook: Notebook) -> Settings:
    """The settings of a parsed file; they may be used only if the notebook has no mistake."""
    root = Table("", raw, notebook)
    site_table = root.table("site")
    is_demo = site_table.flag("demo", default=False)
    site = read_site(site_table, around, is_demo)
    database_url = read_database_url(root.table("database"), site, around)
    accounts = read_accounts(root, around)
    schools = read_schools(root, [account.id for account in accounts], around)
    root.refuse_unknown()
    if site.base_url.startswith("http://") and not is_loopback(site.base_url):
        notebook.warnings.append("site.base_url:没有加密(https),家长填报的内容在网络上可被看到")
    return Settings(site, database_url, accounts, schools, is_demo, tuple(notebook.warnings))

"""Policy packs (政策包) by name: those shipped with the product, and a school's own beside the config."""

from __future__ import annotations

from pathlib import Path

import homework.policy
from homework.policy import BrokenPack, PolicyPack, read_pack
from settings.table import Table

SHIPPED = Path(homework.policy.__file__).parent / "packs"
DEFAULT = ("national-2021",)


class PackShelf:
    """Reads each pack once, however many schools name it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._packs: dict[Path, PolicyPack] = {}

    def read_packs(self, table: Table) -> tuple[PolicyPack, ...]:
        """The packs a school lists under `policy`, in its order."""
        names = table.texts("policy", DEFAULT)
        if table.raw.get("policy") == []:
            table.mistake("policy", f'至少写一个政策包,例如 ["{DEFAULT[0]}"]')
        for name in sorted({name for name in names if names.count(name) > 1}):
            table.mistake("policy", f"{name} 写了两次")
        packs = [self._read(table, name) for name in names]
        return tuple(pack for pack in packs if pack is not None)

    def _read(self, table: Table, name: str) -> PolicyPack | None:
        path = self._find(name)
        if path is None:
            table.mistake("policy", f"找不到政策包 {name};自带的有:{'、'.join(shipped_packs())}")
            return None
        if path not in self._packs:
            try:
                self._packs[path] = read_pack(path.stem, path.read_text(encoding="utf-8-sig"))
            except BrokenPack as error:
                table.mistake("policy", f"政策包 {name}:{error}")
                return None
            except (OSError, UnicodeDecodeError):
                table.mistake("policy", f"政策包 {path} 读不出来,请存为 UTF-8 文本")
                return None
        return self._packs[path]

    def _find(self, name: str) -> Path | None:
        """A shipped pack by its name; a school's own by name or path, from the config's folder."""
        own = self._folder / (name if name.endswith(".toml") else f"{name}.toml")
        places = [own] if name.endswith(".toml") else [SHIPPED / f"{name}.toml", own]
        try:
            return next((path for path in places if path.is_file()), None)
        except OSError:  # longer than a file name may be
            return None


def shipped_packs() -> list[str]:
    """The names of the packs that come with the product."""
    return sorted(path.stem for path in SHIPPED.glob("*.toml"))

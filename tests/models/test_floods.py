"""Counts of floods: one for all workers, of one size, and no stranger makes anybody wait."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from homework.flood import Pace
from models.floods import Floods
from tests.patience import PATIENCE

PACE = Pace(20, 10.0)
NOW = 5000.0
KEY = b"k" * 32


def table(folder: Path) -> Floods:
    return Floods(folder / "run" / "floods", KEY)


def use_up(floods: Floods, sender: str, count: int = PACE.burst) -> None:
    for _ in range(count):
        assert floods.wait(PACE, sender, NOW) == 0.0


def test_two_workers_count_together(tmp_path: Path) -> None:
    one, other = table(tmp_path), table(tmp_path)
    use_up(one, "a phone", PACE.burst // 2)
    use_up(other, "a phone", PACE.burst // 2)

    assert one.wait(PACE, "a phone", NOW) == pytest.approx(10.0)
    assert other.wait(PACE, "another phone", NOW) == 0.0
    assert other.wait(PACE, "a phone", NOW + 10.0) == 0.0


def test_what_one_worker_puts_aside_is_aside_for_all(tmp_path: Path) -> None:
    one, other = table(tmp_path), table(tmp_path)
    one.wait(PACE, "an address", NOW)

    one.put_aside("a phone")

    assert other.is_aside("a phone")
    assert not other.is_aside("another phone")


def test_another_process_counts_too(tmp_path: Path) -> None:
    use_up(table(tmp_path), "a phone")
    words = (
        "from pathlib import Path; from homework.flood import Pace; from models.floods import Floods;"
        f"print(Floods(Path({str(tmp_path / 'run' / 'floods')!r}), {KEY!r})"
        f".wait(Pace(20, 10.0), 'a phone', {NOW}))"
    )

    said = subprocess.run(
        [sys.executable, "-c", words], capture_output=True, text=True, check=True, timeout=PATIENCE
    )

    assert float(said.stdout) == pytest.approx(10.0)


def test_a_hostile_spread_of_addresses_takes_no_memory_and_makes_nobody_wait(
    tmp_path: Path,
) -> None:
    floods = table(tmp_path)
    use_up(floods, "a script")
    size = (tmp_path / "run" / "floods").stat().st_size
    waits = {floods.wait(PACE, f"2001:db8:{each:x}::", NOW) for each in range(150_000)}

    assert waits == {0.0}
    assert (tmp_path / "run" / "floods").stat().st_size == size <= 1024 * 1024
    # Whoever sent most is remembered longest: the spread does not free the script.
    assert floods.wait(PACE, "a script", NOW) == pytest.approx(10.0)
    assert floods.wait(PACE, "a parent", NOW) == 0.0


def test_the_file_tells_nobody_who_wrote(tmp_path: Path) -> None:
    table(tmp_path).wait(PACE, "203.0.113.7", NOW)

    path = tmp_path / "run" / "floods"
    assert b"203.0.113.7" not in path.read_bytes()
    assert sum(map(bool, path.read_bytes())) > 0
    assert path.stat().st_mode & 0o077 == 0


def test_moments_of_an_earlier_uptime_lock_nobody_out(tmp_path: Path) -> None:
    before = table(tmp_path)
    for _ in range(PACE.burst):
        before.wait(PACE, "a school", 9_000_000.0)

    assert table(tmp_path).wait(PACE, "a school", 60.0) == 0.0


def test_a_start_forgets_everybody(tmp_path: Path) -> None:
    use_up(table(tmp_path), "a phone")
    table(tmp_path).start_anew()

    assert table(tmp_path).wait(PACE, "a phone", NOW) == 0.0


def test_where_no_file_can_be_the_process_counts_alone(tmp_path: Path) -> None:
    (tmp_path / "run").write_text("a file where a folder should be")
    floods = table(tmp_path)
    use_up(floods, "a phone")

    assert floods.wait(PACE, "a phone", NOW) == pytest.approx(10.0)

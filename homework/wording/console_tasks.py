"""Words of the classes that wait for a person today (今日班级事务): the sum, the hour, the draw."""

from __future__ import annotations

from datetime import datetime

from homework.registers import Register
from homework.wording.staff_register import sum_words

DRAWN = "今天抽到"
LOOK = "待抽查"


def over(register: Register) -> str:
    """登记合计75分钟,超过上限."""
    return f"登记{sum_words(register, is_late=False)},超过上限"


def until(at: datetime) -> str:
    """Until when the class may put it right and nothing is recorded."""
    return f"{at:%H:%M}前可调整"

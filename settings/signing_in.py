"""How staff sign in to the console (登录): whom a school asks for a second step."""

from __future__ import annotations

from settings.table import Table

ROLES = (
    "principal",
    "deputy",
    "dean",
    "research",
    "grade_leader",
    "homeroom",
    "teacher",
    "duty",
    "admin",
)


def read_second_step(table: Table) -> frozenset[str]:
    """The roles that sign in with a second step; none by default."""
    roles = table.texts("second_step", ())
    for role in roles:
        if role not in ROLES:
            table.mistake("second_step", f'没有"{role}"这个角色;可写 {"、".join(ROLES)}')
    return frozenset(roles) & frozenset(ROLES)

"""The whole list of what is held of people (个人信息清单), in the order the notice tells it."""

from __future__ import annotations

from models.holdings.columns import as_markdown
from models.holdings.of_parents import OF_PARENTS
from models.holdings.of_school import OF_SCHOOL
from models.holdings.of_staff import OF_STAFF

HOLDINGS = (*OF_PARENTS, *OF_STAFF, *OF_SCHOOL)

if __name__ == "__main__":
    print(as_markdown(HOLDINGS), end="")

"""Who teaches a class (任教): whoever does never checks it, and reads of it what its teachers may."""

from __future__ import annotations

from datetime import date

from models.schools import SchoolClass
from models.staff.people import StaffMember


def teaches(person: StaffMember, school_class: SchoolClass, day: date, today: date) -> bool:
    """Whether this person teaches the class, by its name then or its name now."""
    return not person.taught_slugs.isdisjoint({school_class.slug(day), school_class.slug(today)})

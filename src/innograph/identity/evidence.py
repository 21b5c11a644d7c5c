"""Two people compared, apart from their names: what agrees, what differs, and how much that weighs.

The weights are points, after the model of Fellegi and Sunter (A Theory for Record Linkage, Journal
of the American Statistical Association 64, 1969), in which each field adds what its agreement or
disagreement tells. They are set by hand, once for all lists: roughly the binary logarithm of how
much likelier the agreement is for one person than for two. What either side does not say counts
for nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from innograph.identity.people import Person

AGREES, NEARLY, DIFFERS = 0, 1, 2
# Points where a field agrees, nearly agrees, and differs.
WEIGHTS = {
    "state": (4, 0, -12),
    "county": (3, 0, -3),
    "worstCrime": (1, 0, -1),
    "sex": (0, 0, -6),
    "race": (1, 0, -2),
    "ageAtCrime": (2, 0, -2),
    "crime": (3, 0, -3),
    "conviction": (4, 0, -5),
    "release": (2, 0, -1),
    "exoneration": (4, 0, -4),
    "registryId": (12, 0, -12),
    "spreadsheetId": (12, 0, -12),
    "clientSlug": (12, 0, -12),
}
SAME_DAY = 2  # more, where two whole dates are one day
GENERATION = 14  # years between two ages, from which on two of one name are a parent and a child
DATES = frozenset(["crime", "conviction", "release", "exoneration"])
WORDS = {
    "worstCrime": "worst crime",
    "ageAtCrime": "age",
    "registryId": "Registry identifier",
    "spreadsheetId": "spreadsheet identifier",
    "clientSlug": "client's page",
    **{name: f"{name} date" for name in DATES},
}
FULL = len("2001-01-31")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against two people being one.

    Attributes:
        points: The sum of the weights.
        agree: The fields that agree, in words.
        differ: The fields that differ, in words.
        names: The fields that agree, by name.
        against: The fields that differ, by name; also ``"generation"`` where the ages are so far apart.
    """

    points: int
    agree: tuple[str, ...]
    differ: tuple[str, ...]
    names: frozenset[str]
    against: frozenset[str] = frozenset()

    def __str__(self) -> str:
        parts = [
            f"agree: {', '.join(self.agree)}" if self.agree else "",
            f"differ: {', '.join(self.differ)}" if self.differ else "",
        ]
        return "; ".join(filter(None, parts))


def weigh(one: Person, other: Person) -> Evidence:
    """Compare what is known of two people."""
    points, agree, differ, names, against = 0, [], [], [], set()
    first, second = one.known, other.known
    for name, weights in WEIGHTS.items():
        if name not in first or name not in second:
            continue
        mine, theirs = first[name], second[name]
        result = AGREES if mine == theirs else _compare(name, mine, theirs)
        points += weights[result]
        if result == AGREES:
            agree.append(WORDS.get(name, name))
            names.append(name)
            points += SAME_DAY if name in DATES and mine == theirs and len(mine) == FULL else 0
        elif result == DIFFERS:
            differ.append(WORDS.get(name, name))
            against.add(name)
            if name == "ageAtCrime" and _years_apart(mine, theirs) >= GENERATION:
                against.add("generation")
    return Evidence(points, tuple(agree), tuple(differ), frozenset(names), frozenset(against))


def _compare(name: str, one: str, other: str) -> int:
    if name == "ageAtCrime" or name in DATES:
        apart = _years_apart(one, other)
        return (AGREES, NEARLY)[apart] if apart in (0, 1) else DIFFERS
    return AGREES if one.casefold() == other.casefold() else DIFFERS


def _years_apart(one: str, other: str) -> int:
    """How many years two dates or ages are apart."""
    first, second = one[:4], other[:4]
    return abs(int(first) - int(second)) if first.isdecimal() and second.isdecimal() else 2

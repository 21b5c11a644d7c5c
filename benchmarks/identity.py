"""Precision and recall of matching people between two exports of the Registry.

    python benchmarks/identity.py OLDER NEWER

The gold pairs are the people who are alone in their export with their state and three whole dates
(conviction, release, exoneration), and stand in both. Then all dates are cut to their years, the
names stay as they are, and everybody of the one export is matched with everybody of the other. A
pair is right if it is gold, wrong if either of its people has another gold partner; pairs of
people without one are not counted. Unsure pairs count as not found.

In a second run each gold person of the newer export gets another name, made from their own by one
kind of change, and years stand for dates again. What is shown is, by kind of change, how many are
found, left unsure, and matched with somebody else.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter, defaultdict
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from innograph.identity import names, people
from innograph.identity.evidence import DATES
from innograph.identity.judgements import SAME, UNSURE
from innograph.identity.matching import match
from innograph.imports.kinds import KINDS
from innograph.imports.storage import Imports

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from innograph.identity.people import Person

WHOLE = ("conviction", "release", "exoneration")
FULL = len("2001-01-31")
NICKNAMES = {group.split()[0]: group.split()[-1] for group in names.NICKNAMES}


def read(path: Path, folder: Path) -> list[Person]:
    """The people of an export."""
    stored, _ = Imports(folder).add(path, KINDS["nre"], lambda *_: None)
    return list(people.of_import(stored))


def gold_pairs(older: Iterable[Person], newer: Iterable[Person]) -> dict[str, str]:
    """The id in the newer export by that in the older, of people alone with state and whole dates."""
    first, second = _alone(older), _alone(newer)
    return {first[key]: second[key] for key in first.keys() & second.keys()}


def _alone(listed: Iterable[Person]) -> dict[tuple[str, ...], str]:
    found: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for person in listed:
        dates = [person.known.get(name, "") for name in WHOLE]
        if all(len(date) == FULL for date in dates):
            found[person.known.get("state", ""), *dates].append(person.id)
    return {key: ids[0] for key, ids in found.items() if len(ids) == 1}


def cut_to_years(listed: Iterable[Person]) -> list[Person]:
    """The people, their dates cut to years."""
    cut = deepcopy(list(listed))
    for person in cut:
        person.known |= {name: person.known[name][:4] for name in DATES if name in person.known}
    return cut


def score(older: list[Person], newer: list[Person], gold: dict[str, str]) -> dict[str, float]:
    """Right, wrong, unsure and missed pairs, precision and recall."""
    found = match(older, newer)
    same = {each.pair.one.id: each.pair.other.id for each in found if each.verdict == SAME}
    unsure = {each.pair.one.id for each in found if each.verdict == UNSURE}
    partner = {new: old for old, new in gold.items()}
    right = sum(same.get(one) == other for one, other in gold.items())
    wrong = sum(
        gold.get(one, other) != other or partner.get(other, one) != one for one, other in same.items()
    )
    return {
        "gold": len(gold),
        "right": right,
        "wrong": wrong,
        "unsure": len(unsure & gold.keys()),
        "precision": right / (right + wrong),
        "recall": right / len(gold),
    }


def _without_middle(words: list[str]) -> list[str]:
    return [words[0], words[-1]]


def _initials(words: list[str]) -> list[str]:
    return [words[0], *(f"{word[0]}." for word in words[1:-1]), words[-1]]


def _misspelt(words: list[str]) -> list[str]:
    last = words[-1]
    return [*words[:-1], last[:2] + last[3:] if len(last) > 4 else last]  # noqa: PLR2004


CHANGES: dict[str, Callable[[list[str]], list[str]]] = {
    "capitals": lambda words: [word.upper() for word in words],
    "a middle name left out": _without_middle,
    "middle names as initials": _initials,
    "a middle name more": lambda words: [words[0], "Lamont", *words[1:]],
    "a suffix more": lambda words: [*words, "Jr."],
    "last name first": lambda words: [words[-1], *words[:-1]],
    "a nickname": lambda words: [NICKNAMES.get(words[0].casefold(), words[0]), *words[1:]],
    "a first initial": lambda words: [f"{words[0][0]}.", *words[1:]],
    "a letter lost": _misspelt,
    "a second last name": lambda words: [*words, "Quintana"],
    "another last name": lambda words: [*words[:-1], "Quintana"],
    "another first name": lambda words: ["Zebulon", *words[1:]],
}


def changed(
    listed: list[Person], chosen: set[str], change: Callable[[list[str]], list[str]]
) -> tuple[list[Person], set[str]]:
    """The people, a name changed for those chosen; and whom it changed."""
    made, touched = deepcopy(listed), set()
    for person in made:
        words = person.name.split()
        suffix = words[len(words) - bool(names.form(person.name).suffix) :]
        words = words[: len(words) - len(suffix)]
        if person.id in chosen and len(words) > 1 and (new := change(words)) != words:
            person.names = [" ".join([*new, *suffix])]
            touched.add(person.id)
    return made, touched


def synthetic(older: list[Person], newer: list[Person], gold: dict[str, str]) -> dict[str, Counter[str]]:
    """For each kind of change what becomes of a tenth of the gold people whose names it changes."""
    results = {}
    for number, (kind, change) in enumerate(CHANGES.items()):
        chosen = set(Random(number).sample(sorted(gold.values()), len(gold) // 10))  # noqa: S311
        made, touched = changed(newer, chosen, change)
        found = match(older, made)
        verdicts = {(each.pair.one.id, each.pair.other.id): each.verdict for each in found}
        same = {each.pair.one.id: each.pair.other.id for each in found if each.verdict == SAME}
        count: Counter[str] = Counter(names=len(touched))
        for one, other in gold.items():
            if other in touched:
                count[verdicts.get((one, other), "missed")] += 1
                count["somebody else"] += same.get(one, other) != other
        results[kind] = count
    return results


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        older, newer = (read(Path(path), Path(folder)) for path in sys.argv[1:3])
    gold = gold_pairs(older, newer)
    older, newer = cut_to_years(older), cut_to_years(newer)
    start = time.process_time()
    figures = score(older, newer, gold)
    print(f"{len(older)} people with {len(newer)}: {time.process_time() - start:.2f} s of CPU")
    print(", ".join(f"{name} {value:.4f}".replace(".0000", "") for name, value in figures.items()))
    print(f"{'change':<28}{'names':>7}{'found':>8}{'unsure':>8}{'missed':>8}{'wrong':>7}")
    for kind, count in synthetic(older, newer, gold).items():
        figures = {
            name: count[key] / max(count["names"], 1)
            for name, key in (("found", SAME), ("unsure", UNSURE), ("missed", "missed"))
        }
        print(
            f"{kind:<28}{count['names']:>7}"
            + "".join(f"{value:>8.1%}" for value in figures.values())
            + f"{count['somebody else']:>7}"
        )


if __name__ == "__main__":
    main()

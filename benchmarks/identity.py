"""Precision and recall of matching people between exports of the Registry.

    python benchmarks/identity.py EXPORT EXPORT...

The exports stand in the order of their age. Each is matched with each newer one, names as they are
and dates cut to their years; once with all else that the layouts share, and once without ("thin":
the state, the years, the sex and the names are left). A pair is right if it is gold, wrong if
either of its people has another gold partner; pairs of people without one are not counted. Unsure
pairs count as not found.

Gold pairs are people who are alone in both exports with what is asked for, whatever their names:
their state and three whole dates (conviction, release, exoneration) where both layouts have them;
else their state, county, sex, worst crime and the years of crime, conviction and exoneration.

Then, for the last two exports: each of a tenth of the gold people of the newer gets another name,
made from their own by one kind of change. And, the other way round, each gets the name of somebody
else that is near to their own, as a brother's or a son's, so that nobody is to be found. Kinds of
change share a match, each with a tenth of its own.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import replace
from itertools import combinations
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
THIN = ("state", "sex", "crime", "conviction", "exoneration")
FULL = len("2001-01-31")
AT_ONCE = 6  # kinds of change
NICKNAMES = {group.split()[0]: group.split()[-1] for group in names.NICKNAMES}


def read(path: Path, folder: Path) -> list[Person]:
    """The people of an export."""
    stored, _ = Imports(folder).add(path, KINDS["nre"], lambda *_: None)
    return list(people.Listed(stored))


def gold_pairs(older: list[Person], newer: list[Person]) -> dict[str, str]:
    """The id in the newer export by that in the older, of people alone with state and whole dates, or years."""
    first, second = _alone(older, _dates), _alone(newer, _dates)
    if not first or not second:
        first, second = _alone(older, _years), _alone(newer, _years)
    return {first[key]: second[key] for key in first.keys() & second.keys()}


def _alone(listed: Iterable[Person], key: Callable[[Person], tuple[str, ...]]) -> dict[tuple[str, ...], str]:
    found: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for person in listed:
        if all(known := key(person)):
            found[known].append(person.id)
    return {key: ids[0] for key, ids in found.items() if len(ids) == 1}


def _dates(person: Person) -> tuple[str, ...]:
    dates = [person.known.get(name, "") for name in WHOLE]
    return person.known.get("state", ""), *(date if len(date) == FULL else "" for date in dates)


def _years(person: Person) -> tuple[str, ...]:
    said = [person.known.get(name, "").casefold() for name in ("state", "county", "sex", "worstCrime")]
    return *said, *(person.known.get(name, "")[:4] for name in ("crime", "conviction", "exoneration"))


def cut_to_years(listed: Iterable[Person], *, thin: bool = False) -> list[Person]:
    """The people, their dates cut to years; *thin*: with little else."""
    cut = []
    for person in listed:
        known = {name: text[:4] if name in DATES else text for name, text in person.known.items()}
        if thin:
            known = {name: known[name] for name in THIN if name in known}
        cut.append(replace(person, known=known))
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


def _middle(words: list[str]) -> list[str]:
    return words[1:] if len(words) > 2 else words  # noqa: PLR2004


def _misspelt(words: list[str]) -> list[str]:
    last = words[-1]
    return [*words[:-1], last[:2] + last[3:] if len(last) > 4 else last]  # noqa: PLR2004


def _swapped(words: list[str]) -> list[str]:
    last = words[-1]
    return [*words[:-1], last[:2] + last[3] + last[2] + last[4:] if len(last) > 4 else last]  # noqa: PLR2004


def _accented(words: list[str]) -> list[str]:
    return [word.translate(str.maketrans("aeioun", "áéíóúñ")) for word in words]


CHANGES: dict[str, Callable[[list[str]], list[str]]] = {
    "capitals": lambda words: [word.upper() for word in words],
    "accents": _accented,
    "a middle name left out": _without_middle,
    "middle names as initials": _initials,
    "the middle name as the first": _middle,
    "a middle name more": lambda words: [words[0], "Lamont", *words[1:]],
    "a suffix more (Jr.)": lambda words: [*words, "Jr."],
    "a suffix more (III)": lambda words: [*words, "III"],
    "last name first": lambda words: [words[-1], *words[:-1]],
    "a nickname": lambda words: [NICKNAMES.get(words[0].casefold(), words[0]), *words[1:]],
    "a first initial": lambda words: [f"{words[0][0]}.", *words[1:]],
    "a letter lost": _misspelt,
    "two letters swapped": _swapped,
    "a hyphen, and a second last name": lambda words: [*words[:-1], f"{words[-1]}-Quintana"],
    "a second last name": lambda words: [*words, "Quintana"],
    "another last name (married)": lambda words: [*words[:-1], "Quintana"],
    "another first name": lambda words: ["Zebulon", *words[1:]],
}
# Two people, by their names: made of one person's, and the sex of the second if it is another.
STRANGERS: dict[str, tuple[Callable[[list[str]], tuple[list[str], list[str]]], str]] = {
    "father and son, Sr. and Jr.": (lambda words: ([*words, "Sr."], [*words, "Jr."]), ""),
    "father and son of one name, Jr. left out": (lambda words: (words, [*words, "Jr."]), "generation"),
    "brothers": (lambda words: (["Marcus", *words[1:]], ["Andre", *words[1:]]), ""),
    "brothers of one initial": (lambda words: (["Marcus", *words[1:]], ["Melvin", *words[1:]]), ""),
    "twins, a letter apart": (lambda words: (["Darnell", *words[1:]], ["Darrell", *words[1:]]), ""),
    "brother and sister": (lambda words: (["Carl", words[-1]], ["Carla", words[-1]]), "sex"),
    "cousins of one first name": (lambda words: (words, [*words[:-1], "Okafor"]), ""),
    "cousins, other middle names": (lambda words: ([words[0], "Lee", words[-1]], [words[0], "Ray", words[-1]]), ""),
}  # fmt: skip


# What is said of the two, where it is not the same.
APART: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "": ({}, {}),
    "sex": ({"sex": "male"}, {"sex": "female"}),
    "generation": ({"ageAtCrime": "48"}, {"ageAtCrime": "22"}),
}


def changed(person: Person, change: Callable[[list[str]], list[str]]) -> Person | None:
    """The person under another name; None where the change does nothing to theirs."""
    words = person.name.split()
    suffix = words[len(words) - bool(names.form(person.name).suffix) :]
    words = words[: len(words) - len(suffix)]
    new = change(words) if len(words) > 1 else words
    return None if new == words else replace(person, names=[" ".join([*new, *suffix])])


def tenths(ids: Iterable[str], number: int) -> list[list[str]]:
    """The ids by chance in ten parts of one size."""
    mixed = sorted(ids)
    Random(number).shuffle(mixed)  # noqa: S311
    size = len(mixed) // 10
    return [mixed[at * size : (at + 1) * size] for at in range(10)]


def synthetic(older: list[Person], newer: list[Person], gold: dict[str, str]) -> dict[str, Counter[str]]:
    """For each kind of change what becomes of a tenth of the gold people whose names it changes.

    Several kinds are tried at once, each on a tenth of its own.
    """
    results = {}
    partner = {other: one for one, other in gold.items()}
    kinds = list(CHANGES.items())
    for at in range(0, len(kinds), AT_ONCE):
        made = {person.id: person for person in newer}
        touched: dict[str, list[str]] = {}
        for (kind, change), chosen in zip(kinds[at : at + AT_ONCE], tenths(gold.values(), at), strict=False):
            renamed = {each: new for each in chosen if (new := changed(made[each], change))}
            made |= renamed
            touched[kind] = list(renamed)
        found = match(older, list(made.values()))
        verdicts = {(each.pair.one.id, each.pair.other.id): each.verdict for each in found}
        same = {each.pair.one.id: each.pair.other.id for each in found if each.verdict == SAME}
        for kind, ids in touched.items():
            count = results[kind] = Counter(names=len(ids))
            for other in ids:
                one = partner[other]
                count[verdicts.get((one, other), "missed")] += 1
                count["somebody else"] += same.get(one, other) != other
    return results


def strangers(older: list[Person], newer: list[Person], gold: dict[str, str]) -> dict[str, Counter[str]]:
    """For each kind of two people what becomes of a tenth of the gold pairs that are made such.

    All that is known but the names, and a sex or an age, stays that of one person: the worst case,
    of two who were convicted and exonerated together, and of whom each list has one.
    """
    first, second = ({person.id: person for person in listed} for listed in (older, newer))
    parts = tenths(gold, 0)
    for (names_of, apart), chosen in zip(STRANGERS.values(), parts, strict=False):
        for one in chosen:
            made = names_of(_plain(first[one].name))
            for people_of, each, words, said in zip(
                (first, second), (one, gold[one]), made, APART[apart], strict=True
            ):
                person = people_of[each]
                people_of[each] = replace(person, names=[" ".join(words)], known=person.known | said)
    found = match(list(first.values()), list(second.values()))
    verdicts = {(each.pair.one.id, each.pair.other.id): each.verdict for each in found}
    return {
        kind: Counter(verdicts.get((one, gold[one]), "apart") for one in chosen)
        for kind, chosen in zip(STRANGERS, parts, strict=False)
    }


def _plain(name: str) -> list[str]:
    """The words of a name without a suffix."""
    words = name.split()
    words = words[: len(words) - bool(names.form(name).suffix)]
    return words if len(words) > 1 else [*words, "Poe"]


def layouts(exports: list[list[Person]], labels: list[str]) -> None:
    """Print precision and recall of each export with each newer one."""
    head = "".join(f"{name:>8}" for name in ("gold", "right", "wrong", "unsure"))
    print(f"{'exports':<30}{head}{'precision':>11}{'recall':>9}")
    for early, late in combinations(range(len(exports)), 2):
        gold = gold_pairs(exports[early], exports[late])
        for thin in (False, True):
            older, newer = (cut_to_years(exports[each], thin=thin) for each in (early, late))
            figures = score(older, newer, gold)
            named = f"{labels[early]}, {labels[late]}"
            counts = "".join(f"{figures[name]:>8.0f}" for name in ("gold", "right", "wrong", "unsure"))
            rates = f"{figures['precision']:>11.4f}{figures['recall']:>9.4f}"
            print(f"{named:<25}{'thin' if thin else 'all':<5}{counts}{rates}")


def main() -> None:
    """Print the figures."""
    paths = [Path(path) for path in sys.argv[1:]]
    with tempfile.TemporaryDirectory() as folder:
        exports = [read(path, Path(folder)) for path in paths]
    layouts(exports, [path.stem for path in paths])
    gold = gold_pairs(*exports[-2:])
    older, newer = (cut_to_years(export) for export in exports[-2:])
    start = time.process_time()
    match(older, newer)
    print(f"\n{len(older)} people with {len(newer)}: {time.process_time() - start:.2f} s of CPU\n")
    print(f"{'another name':<36}{'names':>7}{'found':>8}{'unsure':>8}{'missed':>8}{'wrong':>7}")
    for kind, count in synthetic(older, newer, gold).items():
        shares = "".join(f"{count[key] / max(count['names'], 1):>8.1%}" for key in (SAME, UNSURE, "missed"))
        print(f"{kind:<36}{count['names']:>7}{shares}{count['somebody else']:>7}")
    print(f"\n{'two people':<44}{'pairs':>6}{'merged':>8}{'unsure':>8}{'apart':>7}")
    for kind, count in strangers(older, newer, gold).items():
        apart = count.total() - count[SAME] - count[UNSURE]
        print(f"{kind:<44}{count.total():>6}{count[SAME]:>8}{count[UNSURE]:>8}{apart:>7}")


if __name__ == "__main__":
    main()

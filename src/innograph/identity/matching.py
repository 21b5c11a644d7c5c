"""Two lists of people → pairs that are the same person, or may be.

Whoever shares a state and a word of a name, or an identifier, is compared. A pair is the same
person where the names and all else say enough, and nobody else comes near on either side. What is
likely but not enough is for a person to judge; two that share a name and a state and are found to
be two people are kept as such.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from innograph.identity.evidence import Evidence, weigh
from innograph.identity.judgements import NOT_SAME, SAME, UNSURE
from innograph.identity.names import Grade, compare, form
from innograph.identity.people import IDENTIFIERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from innograph.identity.people import People, Person

# Points that the rest must give for two names of a grade to be one person's, and to be likely so.
ENOUGH = {Grade.SAME: 4, Grade.FORM: 7, Grade.NEAR: 11}
LIKELY = {Grade.SAME: 0, Grade.FORM: 3, Grade.NEAR: 6, Grade.PARTLY: 13}
OF_GRADE = {Grade.SAME: 9, Grade.FORM: 7, Grade.NEAR: 4, Grade.PARTLY: 0, Grade.APART: -8}
MARGIN = 3  # points by which a pair must be better than any other of its people
SEVERAL = 6  # people of both lists together who have a word in their names, from which on it is a name
LIKENESS = 60.0  # of 100, below which a name is no candidate


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people compared.

    Attributes:
        one: A person of the first list.
        other: A person of the second.
        grade: How like their names are.
        words: The same in words.
        evidence: What else speaks for and against.
    """

    one: Person
    other: Person
    grade: Grade
    words: str
    evidence: Evidence

    @property
    def points(self) -> int:
        """Names and all else together."""
        return OF_GRADE[self.grade] + self.evidence.points

    @property
    def is_identified(self) -> bool:
        """Whether they have an identifier in common."""
        return bool(self.evidence.names.intersection(IDENTIFIERS))

    @property
    def is_enough(self) -> bool:
        """Whether this is one person, if nobody else comes near: the state always agrees too.

        Never are two whose ages are a generation apart, or whose names are only near and whose sexes
        differ: parents and children, brothers and sisters were convicted together.
        """
        against = self.evidence.against
        if "state" not in self.evidence.names or "generation" in against:
            return False
        if self.grade <= Grade.NEAR and "sex" in against:  # Carl and Carla
            return False
        lowest = 0 if self.is_identified and self.grade else ENOUGH.get(self.grade)
        return lowest is not None and self.evidence.points >= lowest

    @property
    def is_likely(self) -> bool:
        """Whether a person should judge it."""
        return self.grade in LIKELY and self.evidence.points >= LIKELY[self.grade]

    @property
    def reason(self) -> str:
        """Why, in words."""
        return "; ".join(filter(None, [self.words, str(self.evidence)]))


@dataclass(frozen=True, slots=True)
class Finding:
    """A pair, and what the rules make of it: ``"same"``, ``"not the same"`` or ``"unsure"``."""

    pair: Pair
    verdict: str
    reason: str


def match(
    people: People,
    others: Iterable[Person],
    *,
    with_candidates: bool = False,
    report: Callable[[float], None] = lambda _part: None,
) -> list[Finding]:
    """Compare two lists of people.

    Args:
        people: The one list, which may be long: it is gone through once, and only those who share
            something with one of the others are held.
        others: The other.
        with_candidates: Whether everybody of *people* who is left gets whoever comes nearest by
            name in the state, however unlikely.
        report: Told which part of the work is done, from 0 to 1.

    Returns:
        The pairs that are judged, those of one person of *people* together, in their order.
    """
    index = _Index(others)
    near, attested = _near(people, index, with_everybody=with_candidates, report=report)
    pairs = {}
    for done, (person, found) in enumerate(near, start=1):
        pairs[person.id] = [_pair(person, other, attested) for other in found]
        report(0.5 + done / len(near) / 2)
    report(1)
    form.cache_clear()  # a long list's names are tens of megabytes
    return _findings([person for person, _ in near], pairs, index if with_candidates else None)


def _near(
    people: People, index: _Index, *, with_everybody: bool, report: Callable[[float], None]
) -> tuple[list[tuple[Person, list[Person]]], frozenset[str]]:
    """Who of the one list is near whom of the other, and the words that are names of their own."""
    near, counts = [], Counter(index.words)
    for done, person in enumerate(people, start=1):
        counts.update(_words(person))
        found = index.near(person)
        if found or with_everybody:
            near.append((person, found))
        report(done / len(people) / 2)
    return near, frozenset(word for word, count in counts.items() if count >= SEVERAL)


def _findings(people: list[Person], pairs: dict[str, list[Pair]], index: _Index | None) -> list[Finding]:
    """What is judged of the pairs; whoever is left gets the nearest of an index, if one is given."""
    best_of_others = _two_best(pair for each in pairs.values() for pair in each)
    findings = []
    taken: set[str] = set()
    for person in people:
        same = _same(pairs[person.id], best_of_others)
        if same:
            taken |= {person.id, same.other.id}
            findings.append(Finding(same, SAME, same.reason))
    for person in people:
        findings += _rest(pairs[person.id], taken)
    if index:
        judged = {finding.pair.one.id for finding in findings if finding.verdict != NOT_SAME}
        findings += (
            found for person in people if person.id not in judged for found in _nearest(person, index)
        )
    order = {person.id: at for at, person in enumerate(people)}
    return sorted(findings, key=lambda finding: (order[finding.pair.one.id], finding.pair.other.id))


def _same(pairs: list[Pair], best_of_others: dict[str, list[int]]) -> Pair | None:
    """The pair that is the same person, if one is, and no other comes near it on either side."""
    ranked = sorted(pairs, key=lambda pair: pair.points, reverse=True)
    if not ranked or not ranked[0].is_enough:
        return None
    best = ranked[0]
    mine = ranked[1].points if len(ranked) > 1 else -MARGIN - 99
    theirs = best_of_others[best.other.id]
    rivals = max(mine, theirs[1] if theirs[0] == best.points else theirs[0])
    return best if best.points >= rivals + MARGIN else None


def _two_best(pairs: Iterable[Pair]) -> dict[str, list[int]]:
    """For each person of the second list the points of their two best pairs."""
    found: dict[str, list[int]] = defaultdict(lambda: [-999, -999])
    for pair in pairs:
        best = found[pair.other.id]
        if pair.points > best[0]:
            best[:] = [pair.points, best[0]]
        elif pair.points > best[1]:
            best[1] = pair.points
    return found


def _rest(pairs: list[Pair], taken: set[str]) -> Iterator[Finding]:
    """What is left to a person, the best first, and who shares a name and is somebody else."""
    free = [pair for pair in pairs if not taken & {pair.one.id, pair.other.id}]
    likely = sorted((pair for pair in free if pair.is_likely), key=lambda pair: -pair.points)
    for pair in likely:
        if pair.points >= likely[0].points - MARGIN:
            several = "; several are possible" if len(likely) > 1 else ""
            yield Finding(pair, UNSURE, pair.reason + several)
    for pair in pairs:
        if pair.grade is Grade.SAME and not pair.is_likely and "state" in pair.evidence.names:
            yield Finding(pair, NOT_SAME, pair.reason)


def _words(person: Person) -> set[str]:
    """The words of a person's names. One that several people have is a name of its own, not a misspelt one."""
    return {word for name in person.names for word in form(name).words}


def _pair(one: Person, other: Person, attested: frozenset[str] = frozenset()) -> Pair:
    grade, words = max(
        (compare(mine, theirs, attested) for mine in one.names for theirs in other.names),
        key=lambda each: each[0],
    )
    return Pair(one, other, grade, words, weigh(one, other))


def _nearest(person: Person, index: _Index) -> Iterator[Finding]:
    """Whoever of the state has the name that is most like the person's."""
    from rapidfuzz import fuzz, process, utils

    there = index.by_state[person.known.get("state", "")]
    found = process.extractOne(
        person.name,
        [other.name for other in there],
        scorer=fuzz.token_set_ratio,
        processor=utils.default_process,
        score_cutoff=LIKENESS,
    )
    if found:
        pair = _pair(person, there[found[2]])
        yield Finding(pair, UNSURE, f"the nearest name of the state; {pair.reason}")


class _Index:
    """A list of people by what two of them may share."""

    def __init__(self, people: Iterable[Person]) -> None:
        self.by_key: dict[tuple[str, ...], list[Person]] = defaultdict(list)
        self.by_state: dict[str, list[Person]] = defaultdict(list)
        self.words: Counter[str] = Counter()
        for person in people:
            self.words.update(_words(person))
            self.by_state[person.known.get("state", "")].append(person)
            for key in _keys(person):
                self.by_key[key].append(person)

    def near(self, person: Person) -> list[Person]:
        """Who shares something with a person, each once."""
        found = {(other.id, other.case): other for key in _keys(person) for other in self.by_key.get(key, ())}
        return list(found.values())


def _keys(person: Person) -> set[tuple[str, ...]]:
    """The whole name; each word of it within the state; identifiers; two years within the state."""
    state = person.known.get("state", "")
    keys: set[tuple[str, ...]] = set()
    for name in person.names:
        known = form(name)
        keys.add(("name", known.joined))
        keys |= {("word", state, word) for word in (*known.words, *known.aside) if len(word) > 1}
    keys |= {(name, person.known[name]) for name in IDENTIFIERS if name in person.known}
    years = [person.known.get(event, "")[:4] for event in ("conviction", "exoneration")]
    if all(years):
        keys.add(("years", state, *years))
    return keys

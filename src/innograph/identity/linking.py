"""Imports and curated facts → judgements; judgements → whom each row speaks of."""

from __future__ import annotations

import json
from collections import defaultdict
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from innograph.identity import judgements, people
from innograph.identity.judgements import BY_HAND, BY_RULE, FILE_NAME, NOT_SAME, SAME, UNSURE, Judgement
from innograph.identity.matching import match
from innograph.identity.people import Listed
from innograph.imports.building import newest_first
from innograph.imports.subjects import Judged, Subjects

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from innograph.identity.people import People, Person
    from innograph.imports.storage import Import
    from innograph.model import Progress

CLIENTS = "clients"
MATCHED = "matched.json"
STAGE = "matching people"


def file_of(imports: Path) -> Path:
    """The file of judgements of a folder of imports."""
    return imports / FILE_NAME


def match_import(
    stored: Import,
    others: Iterable[Import],
    curated: People,
    removed: frozenset[str],
    report: Progress,
) -> list[Judgement]:
    """What the rules judge of an import's rows, the curated people and the rows of other imports.

    Args:
        stored: The import.
        others: The other imports; itself among them is passed over, and so are those of RDF.
        curated: The curated people.
        removed: Digests of the names of people who asked to be removed; they are in no judgement.
        report: Told how far it is.
    """
    if stored.is_rdf:
        return []
    report(STAGE)
    ordered = sorted((each for each in others if _is_other(each, stored)), key=newest_first)
    newest = next((each.name for each in ordered if each.description.kind != CLIENTS), "")
    own = Listed(stored, removed)
    steps = 1 + len(ordered)

    def telling(step: int) -> Callable[[float], None]:
        return lambda part: report(STAGE, 1 + int((step + part) * len(own)), (step + part) / steps)

    found = list(_judged(own, curated, report=telling(0)))
    for step, other in enumerate(ordered, start=1):
        theirs = Listed(other, removed)
        if other.description.kind == CLIENTS:
            found += _judged(theirs, own, with_candidates=True, report=telling(step))
        else:
            is_left = stored.description.kind == CLIENTS and other.name == newest
            found += _judged(own, theirs, with_candidates=is_left, report=telling(step))
    return found


def _is_other(one: Import, stored: Import) -> bool:
    return one.name != stored.name and not one.is_rdf


def _judged(
    one: People,
    other: Iterable[Person],
    *,
    report: Callable[[float], None],
    with_candidates: bool = False,
) -> Iterator[Judgement]:
    for finding in match(one, other, with_candidates=with_candidates, report=report):
        pair = finding.pair
        yield Judgement(
            finding.verdict,
            BY_RULE,
            pair.one.id,
            pair.other.id,
            pair.one.name,
            pair.other.name,
            finding.reason,
        )


def link(
    folder: Path, stored: Iterable[Import], everything: list[Import], curated: People,
    removed: frozenset[str], report: Progress,
) -> list[Judgement]:  # fmt: skip
    """Match imports and keep the judgements; what was judged by hand stays.

    Args:
        folder: The folder of imports.
        stored: The imports to match; their judgements by rule are made anew.
        everything: All imports.
        curated: The curated people.
        removed: As of `match_import`.
        report: Told how far it is.

    Returns:
        The judgements that the rules made.
    """
    path = file_of(folder)
    old = judgements.read(path)
    made: dict[tuple[str, str], Judgement] = {}
    again = list(stored)
    for each in again:
        for judgement in match_import(each, everything, curated, removed, report):
            made.setdefault(judgement.pair, judgement)
    prefixes = tuple(prefix_of(each) for each in again)
    kept = [each for each in old if each.by == BY_HAND or not _concerns(each, prefixes)]
    if made or len(kept) < len(old):
        judgements.write(path, judgements.merged(kept, made.values()))
    before = _noted(folder)
    done = set(before.imports if before else ()) | {each.description.digest for each in again}
    is_whole = done <= {each.description.digest for each in again}
    known = before.people if before and not is_whole else _curated_digests(curated)
    _note(folder, Noted(sorted(done), known))
    return list(made.values())


def catch_up(
    folder: Path, everything: Iterable[Import], curated: People, removed: frozenset[str],
    report: Progress,
) -> list[Judgement]:  # fmt: skip
    """Match what is not matched yet: imports of which that was interrupted, and curated people who changed.

    What was judged of the others stays, and so does what was judged by hand. What was matched is
    noted in the folder of imports; of a folder with judgements and no note, all of it was.

    Args:
        folder: The folder of imports.
        everything: All imports.
        curated: The curated people.
        removed: As of `match_import`.
        report: Told how far it is.

    Returns:
        The judgements that the rules made.
    """
    rows = [each for each in everything if not each.is_rdf]
    digests, now = [each.description.digest for each in rows], _curated_digests(curated)
    noted = _noted(folder) or (Noted(digests, now) if file_of(folder).exists() else Noted([], {}))
    new = [each for each in rows if each.description.digest not in noted.imports]
    made = link(folder, new, rows, curated, removed, report) if new else []
    changed = {person for person in {*noted.people, *now} if noted.people.get(person) != now.get(person)}
    if changed and len(new) < len(rows):
        matched = [each for each in rows if each not in new]
        made += _match_changed(folder, changed, matched, curated, removed, report)
    if new or changed:
        _note(folder, Noted(digests, now))
    return made


def _match_changed(
    folder: Path, changed: set[str], stored: list[Import], curated: People, removed: frozenset[str],
    report: Progress,
) -> list[Judgement]:  # fmt: skip
    told = (judged for each in stored for judged in match_import(each, (), curated, removed, report))
    made = [each for each in told if each.other in changed]
    path = file_of(folder)
    old = judgements.read(path)
    kept = [each for each in old if each.by == BY_HAND or not changed & set(each.pair)]
    if made or len(kept) < len(old):
        judgements.write(path, judgements.merged(kept, made))
    return made


def _curated_digests(curated: Iterable[Person]) -> dict[str, str]:
    """For each curated person a digest of what matching knows of them."""
    from hashlib import sha256

    told: dict[str, list[str]] = defaultdict(list)
    for person in curated:
        told[person.id].append(repr((sorted(person.names), person.case, sorted(person.known.items()))))
    return {
        person: sha256("\n".join(sorted(texts)).encode()).hexdigest()[:16] for person, texts in told.items()
    }


@dataclass(frozen=True, slots=True)
class Noted:
    """What was matched.

    Attributes:
        imports: The digests of the imports.
        people: For each curated person a digest of what matching knew of them.
    """

    imports: list[str]
    people: dict[str, str]


def _noted(folder: Path) -> Noted | None:
    try:
        return Noted(**json.loads((folder / MATCHED).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _note(folder: Path, noted: Noted) -> None:
    """Write the note, whole or not at all; where it cannot be written, matching is done again."""
    draft = folder / f"{MATCHED}.new"
    with suppress(OSError):
        draft.write_text(json.dumps(asdict(noted), indent=1, sort_keys=True) + "\n", encoding="utf-8")
        draft.replace(folder / MATCHED)


def _concerns(judgement: Judgement, prefixes: tuple[str, ...]) -> bool:
    return judgement.person.startswith(prefixes) or judgement.other.startswith(prefixes)


def prefix_of(stored: Import) -> str:
    """What the ids of an import's people start with: ``nre/DIGEST/``."""
    return f"{stored.description.kind}/{stored.description.short}/"


def subjects(folder: Path, imports: Iterable[Import], curated: Iterable[Person]) -> Subjects:
    """Whom the rows of imports speak of, as the judgements say.

    People that are judged the same, directly or through others, are one: the curated one if one of
    them is, else the newest import's. A judgement by rule that would make two curated people one,
    or two rows of one import, or two who are judged not to be the same, is left out; so is one that
    speaks of an import or a curated person who is not there.

    Raises:
        JudgementsError: A line of the file is no judgement.
    """
    told = judgements.read(file_of(folder))
    if not told:
        return Subjects()
    ordered = sorted(imports, key=newest_first)
    known: dict[str, list[str]] = defaultdict(list)
    for person in curated:
        known[person.id].append(person.case)
    merging = _Merging({prefix_of(each): at for at, each in enumerate(ordered)}, set(known))
    merging.take(told)
    places = {prefix_of(each): each.description.digest for each in ordered}
    judged = {}
    for member, first in merging.speaking():
        prefix, number = merging.split(member)
        cases = known.get(first, [])
        judged[places[prefix], number] = Judged(first, cases[0] if len(cases) == 1 else "")
    return Subjects(judged)


def pairs(
    folder: Path, sides: tuple[Import, Import], imports: Iterable[Import], curated: Iterable[Person]
) -> tuple[dict[str, str], dict[str, str]]:
    """For each person of the first import who is one of the second's, that one's id.

    Returns:
        Those who are so by what is judged of these two imports and of curated people, whatever else
        is imported; and, of those who are left, those who are so only through other imports.

    Raises:
        JudgementsError: A line of the file is no judgement.
    """
    known = {person.id for person in curated}
    told = judgements.read(file_of(folder))
    direct, through = (_paired(told, sides, known, those) for those in (sides, imports))
    taken = set(direct.values())
    through = {one: other for one, other in through.items() if one not in direct and other not in taken}
    return direct, through


def _paired(
    told: list[Judgement], sides: tuple[Import, Import], curated: set[str], imports: Iterable[Import]
) -> dict[str, str]:
    """For each person of the first side the one of the second, by judgements of some imports."""
    merging = _Merging({prefix_of(each): at for at, each in enumerate(imports)}, curated)
    merging.take(told)
    one, other = map(prefix_of, sides)
    found: dict[str, str] = {}
    for group in {id(each): each for each in merging.group.values()}.values():
        mine = sorted(member for member in group if member.startswith(one))
        theirs = sorted(member for member in group if member.startswith(other))
        found |= dict(zip(mine, theirs, strict=False))
    return found


def unsure(folder: Path, sides: tuple[Import, Import]) -> list[Judgement]:
    """The pairs of a person of the one import and one of the other that nobody has decided on.

    Raises:
        JudgementsError: A line of the file is no judgement.
    """
    prefixes = sorted(map(prefix_of, sides))
    told = (each for each in judgements.read(file_of(folder)) if each.verdict == UNSURE)
    return [each for each in told if [f"{one.rpartition('/')[0]}/" for one in each.pair] == prefixes]


class _Merging:
    """People, joined as judgements say.

    Args:
        order: For the prefix of each import's ids its rank, the newest 0.
        curated: The ids of the curated people.
    """

    def __init__(self, order: dict[str, int], curated: set[str]) -> None:
        self.order = order
        self.curated = curated
        self.group: dict[str, set[str]] = {}
        self.apart: set[tuple[str, str]] = set()

    def take(self, told: list[Judgement]) -> None:
        """Join whom the judgements say are the same: those by hand first."""
        told = [each for each in told if self._is_here(each.person) and self._is_here(each.other)]
        self.apart = {each.pair for each in told if each.verdict == NOT_SAME}
        for each in sorted(told, key=lambda judgement: judgement.by != BY_HAND):
            if each.verdict == SAME:
                self._join(each)

    def speaking(self) -> Iterator[tuple[str, str]]:
        """Each imported person who is joined to another, and the one who stands for all."""
        groups = {id(group): group for group in self.group.values() if len(group) > 1}
        for group in groups.values():
            first = min(group, key=self._rank)
            yield from ((member, first) for member in sorted(group - {first} - self.curated))

    def split(self, member: str) -> tuple[str, int]:
        """An imported person's prefix and row."""
        prefix, _, number = member.rpartition("/")
        return f"{prefix}/", int(number)

    def _is_here(self, person: str) -> bool:
        if person in self.curated:
            return True
        prefix, _, number = person.rpartition("/")
        return f"{prefix}/" in self.order and number.isdecimal()

    def _rank(self, person: str) -> tuple[int, int, str]:
        if person in self.curated:
            return -1, 0, person
        prefix, number = self.split(person)
        return self.order[prefix], number, person

    def _join(self, judgement: Judgement) -> None:
        one, other = (self.group.setdefault(each, {each}) for each in judgement.pair)
        if one is other or not self._may_join(judgement, one, other):
            return
        one |= other
        self.group.update(dict.fromkeys(other, one))

    def _may_join(self, judgement: Judgement, one: set[str], other: set[str]) -> bool:
        if self.apart and any((min(a, b), max(a, b)) in self.apart for a in one for b in other):
            return False
        if len((one | other) & self.curated) > 1:
            return False
        prefixes = [self.split(member)[0] for member in one | other if member not in self.curated]
        return judgement.by == BY_HAND or len(set(prefixes)) == len(prefixes)


class Register:
    """People by their ids, as judgements name them.

    Args:
        imports: The imports; rows are read as they are asked for.
        curated: The curated people.
    """

    def __init__(self, imports: Iterable[Import], curated: list[Person]) -> None:
        self.imports = {prefix_of(stored): stored for stored in imports}
        self.curated = {person.id: person for person in reversed(curated)}

    def knows(self, person: str) -> bool:
        """Whether a curated person, or an import that is there, has this id."""
        return person in self.curated or self._import_of(person) is not None

    def place(self, person: str) -> str:
        """Where a person stands: ``"nre-2026-06-25#12"``, or a curated person's id."""
        stored = self._import_of(person)
        return f"{stored.name}#{person.rpartition('/')[2]}" if stored else person

    def person(self, person: str) -> Person:
        """All that is known of a person; nothing if there is no such row."""
        stored, number = self._import_of(person), person.rpartition("/")[2]
        row = stored.row(int(number)) if stored and number.isdecimal() else None
        if stored and row:
            return people.of_row(stored.description, row)
        return self.curated.get(person) or people.Person(person, [])

    def _import_of(self, person: str) -> Import | None:
        return self.imports.get(f"{person.rpartition('/')[0]}/")

"""What changed between two imports, or two builds: who was added, is gone, has another name, other values."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, NamedNode

from innograph.agreement import agree
from innograph.answers import Answer, Cell, Labels, Row
from innograph.errors import UnknownNameError, WrongTypeError
from innograph.identity import linking, people
from innograph.imports import terms
from innograph.imports.subjects import own_subject
from innograph.namespaces import ID, LABEL, TYPE, shorten, term
from innograph.opening import newest
from innograph.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from innograph.imports.storage import Import, Imports

COLUMNS = ("change", "name", "where", "property", "old", "new")
REPLACES = "dcterms:replaces"
BOOLEAN = "#boolean>"
ORDER = ("added", "gone", "renamed", "changed")
NAMES = frozenset([LABEL.value, term("schema:name").value, term("listedName").value])


@dataclass(slots=True)
class Record:
    """A person of an import, or an entity of a build.

    Attributes:
        name: Its name.
        where: Where it stands: ``"nre-2026-06-25#12"``, or an entity's id.
        values: Its values by what they are of, such as ``"crime/1 date"``, as terms of N-Triples.
    """

    name: str
    where: str
    values: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def of_import(stored: Import) -> dict[str, Record]:
    """The people of an import, by id."""
    records = {}
    for row in stored.rows():
        record = Record(row.name, f"{stored.name}#{row.number}")
        for fact in row.facts:
            if fact.relation not in ("event", "listedName"):
                about = f"{fact.about} " if "/" in fact.about else ""
                record.values[about + fact.relation].add(terms.of_value(fact.value))
        records[own_subject(stored.description, row.number).person] = record
    return records


def of_build(store: Store) -> dict[str, Record]:
    """What a build asserts of each of its entities, by id; their names are values of no property."""
    labels = Labels(store.oxigraph)
    records: dict[str, Record] = {}
    for quad in store.oxigraph.quads_for_pattern(None, None, None, DefaultGraph()):
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(ID):
            key = quad.subject.value.removeprefix(ID)
            record = records.get(key) or records.setdefault(key, Record(labels.of(quad.subject), key))
            if quad.predicate.value not in NAMES and quad.predicate != TYPE:
                record.values[shorten(quad.predicate.value)].add(str(quad.object))
    return records


def of_side(side: Import | Store) -> dict[str, Record]:
    """The records of an import, or of a build."""
    return of_build(side) if isinstance(side, Store) else of_import(side)


@dataclass(frozen=True, slots=True)
class Pairing:
    """Who of the one side is who of the other.

    Attributes:
        same: For each id of the one side the id of the same person or entity on the other.
        through: The ids of the one side that are paired only through other imports.
        unsure: Pairs of names of people of whom nobody has decided whether they are one.
    """

    same: dict[str, str]
    through: frozenset[str] = frozenset()
    unsure: tuple[tuple[str, str], ...] = ()


def between(old: str, new: str, imports: Imports, curated: Store) -> Answer:
    """What changed between two imports, or two builds.

    Args:
        old: Name of an import, or a folder of a build.
        new: Another.
        imports: All imports.
        curated: A store of the curated facts.

    Raises:
        JudgementsError: The file of judgements cannot be used.
        WrongTypeError: One side is an import and the other a build.
        UnknownNameError: There is no such import or build.
    """
    one, other = (_side(imports, name) for name in (old, new))
    first, second = of_side(one), of_side(other)
    if isinstance(one, Store) and isinstance(other, Store):
        pairing = of_builds(first, second)
    elif isinstance(one, Store) or isinstance(other, Store):
        raise WrongTypeError("an import and a build cannot be compared", "name two imports, or two builds")
    else:
        pairing = of_imports((one, other), imports, curated)
    return answer(first, second, pairing, Labels(curated.oxigraph))


def of_builds(old: dict[str, Record], new: dict[str, Record]) -> Pairing:
    """Entities of two builds are the same by their ids, also by those that they once had."""
    moved = {
        terms.text_of(was): key for key, record in new.items() for was in record.values.get(REPLACES, ())
    }
    return Pairing({key: moved.get(key, key) for key in old if moved.get(key, key) in new})


def of_imports(sides: tuple[Import, Import], imports: Imports, curated: Store) -> Pairing:
    """People of two imports are the same as the judgements say.

    Raises:
        JudgementsError: The file of judgements cannot be used.
    """
    if sides[0].name == sides[1].name:
        return Pairing({key: key for key in of_import(sides[0])})
    direct, through = linking.pairs(imports.folder, sides, imports.all(), people.curated(curated))
    decided = {each for one in (direct, through) for pair in one.items() for each in pair}
    told = linking.unsure(imports.folder, sides)
    unsure = tuple((each.name, each.other_name) for each in told if not decided & set(each.pair))
    return Pairing(direct | through, frozenset(through), unsure)


def _side(imports: Imports, name: str) -> Import | Store:
    """The import or the build with a name."""
    if name in imports.names():
        return imports.open(name)
    if not Path(name).is_dir():
        raise UnknownNameError(
            "import or build", name, imports.names(), "`innograph import --list` lists imports"
        )
    store = Store(Path(name))
    return store if store.is_ours else newest(Path(name))


def answer(
    old: dict[str, Record],
    new: dict[str, Record],
    pairing: Pairing,
    labels: Labels,
) -> Answer:
    """A row for whoever was added, is gone or has another name, and for each property that changed.

    Values that agree as far as they go, such as a year and a day in it, have not changed. What one
    of the two says of nobody, because its layout has no such column or no way to say "no", is left
    out, and named.

    Args:
        old: The records of the one, by id.
        new: Those of the other.
        pairing: Who of the old is who of the new. Those who may be one are among the added and the gone.
        labels: What entities are called.
    """
    shared = _properties(old.values()) & _properties(new.values())
    unsaid = _flags(new.values()) ^ _flags(old.values())
    rows = list(_rows(_without(old, unsaid), _without(new, unsaid), pairing.same, shared, labels))
    rows.sort(key=lambda row: (ORDER.index(row.cells["change"].label), row.cells["name"].label))
    counts = Counter(row.cells["change"].label for row in rows)
    told = [f"{counts[change]:,} {change}" for change in ORDER]
    changed = len({row.cells["where"].label for row in rows if row.cells["change"].label == "changed"})
    notes = [f"{', '.join(told)} (values of {changed:,})"]
    if pairing.unsure:
        pairs = sorted(set(pairing.unsure))
        named = ", ".join(f"{one} and {other}" if one != other else one for one, other in pairs)
        notes.append(f"added and gone, or perhaps one person (innograph links --review): {named}")
    if pairing.through:
        named = ", ".join(sorted(old[one].name for one in pairing.through))
        notes.append(f"one person only through another import's rows: {named}")
    left_out = sorted(_properties(old.values()) ^ _properties(new.values()))
    if left_out:
        notes.append(f"only one of the two says anything of: {', '.join(left_out)}")
    if unsaid:
        said = sorted(f"{name} {labels.cell(terms.parsed(value)).label}" for name, value in unsaid)
        notes.append(f"only one of the two ever says: {', '.join(said)}")
    return Answer(COLUMNS, tuple(rows), tuple(notes))


def _properties(records: Iterable[Record]) -> set[str]:
    return {name for record in records for name in record.values}


def _flags(records: Iterable[Record]) -> set[tuple[str, str]]:
    """Which of true and false is said of anybody, by property: many layouts have no way to say no."""
    return {
        (name, value)
        for record in records
        for name, values in record.values.items()
        for value in values
        if value.endswith(BOOLEAN)
    }


def _without(records: dict[str, Record], unsaid: set[tuple[str, str]]) -> dict[str, Record]:
    if not unsaid:
        return records
    return {
        key: Record(
            record.name,
            record.where,
            {
                name: {value for value in values if (name, value) not in unsaid}
                for name, values in record.values.items()
            },
        )
        for key, record in records.items()
    }


def _rows(
    old: dict[str, Record], new: dict[str, Record], pairs: dict[str, str], shared: set[str], labels: Labels
) -> Iterator[Row]:
    found = set(pairs.values())
    for key, record in old.items():
        if key not in pairs:
            yield _row("gone", record, old=record.name)
            continue
        after = new[pairs[key]]
        if record.name != after.name:
            yield _row("renamed", after, old=record.name, new=after.name)
        for name in sorted(shared):
            before, now = record.values.get(name, set()), after.values.get(name, set())
            if before != now and not _agree(before, now):
                texts = (_shown(before - now, labels), _shown(now - before, labels))
                yield _row("changed", after, name, *texts)
    for key, record in new.items():
        if key not in found:
            yield _row("added", record, new=record.name)


def _agree(one: set[str], other: set[str]) -> bool:
    """Whether two single values agree as far as they go."""
    if len(one) != 1 or len(other) != 1:
        return False
    return agree(terms.parsed(next(iter(one))), terms.parsed(next(iter(other))))


def _shown(values: set[str], labels: Labels) -> str:
    parsed = (terms.parsed(value) for value in values)
    return "; ".join(sorted(labels.cell(value).label for value in parsed))


def _row(change: str, record: Record, name: str = "", old: str = "", new: str = "") -> Row:
    texts = (change, record.name, record.where, name, old, new)
    return Row({column: Cell(None, text) for column, text in zip(COLUMNS, texts, strict=True)})

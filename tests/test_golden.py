"""What each question answers on the real facts, in full, and why that is right.

A golden file holds the answer as ``innograph ask NAME -f csv`` prints it. It says what changed; the tests
below it say what is right, and use neither the queries nor the reader of the program: the fact files are
read by a few lines here, and compared with the Registry's export or with tables made by hand.

Looked up, row by row, in the research notes beside the project (shared/research: facts.yaml with
corrections.yaml), when the files were made. Names were compared throughout; of wordings and years of awards
and outcomes, a few say more than the notes do and were not followed to their sources:

- by a script that compares titles, directors, years and exonerees with the notes' list of other works and of
  people: works-by-director, works-about, cases-by-director, years of premieres;
- by a script that looks for the name in the notes, then by reading: awards, founders, publications, subjects,
  executive-producers, experts-by-case, judges-by-case, lawyers-by-case, organizations-by-case;
- by reading: compensation, statistics, and remarks, each against its line of the four articles;
- worked out here: exonerees-by-theme, works-by-theme, episodes and directors from a table of the nine episodes;
  collaborators from the credits; shared-experts from experts-by-case;
- coverage and sources-by-use count the graph itself, and are snapshots only.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
import yaml

from innograph import resources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from click.testing import Result

    from innograph.store import Store

    Run = Callable[..., Result]
    Rows = list[dict[str, str]]
    Registry = dict[str, dict[str, str]]

ROOT = Path(__file__).parents[1]
GOLDEN = Path(__file__).parent / "golden"
NAMES = sorted(path.stem for path in GOLDEN.glob("*.csv"))
ONTOLOGY = (ROOT / "ontology.ttl").read_text(encoding="utf-8")


def _golden(name: str) -> Rows:
    """The rows of a golden file."""
    with (GOLDEN / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _columns(name: str, *columns: str) -> list[tuple[str, ...]]:
    """Some columns of a golden file."""
    return [tuple(row[column] for column in columns) for row in _golden(name)]


def _needs_import(path: Path) -> bool:
    return "#+ needs:" in path.read_text(encoding="utf-8")


# The golden files themselves


def test_every_question_has_a_golden_file() -> None:
    """But those that need an import, which `test_comparison.py` holds against the export itself."""
    asked = {
        path for path in (ROOT / "src" / "innograph" / "queries").glob("*.rq") if not _needs_import(path)
    }
    assert {path.stem for path in asked} == set(NAMES)
    assert {path.suffix for path in GOLDEN.iterdir()} == {".csv"}


@pytest.mark.parametrize("name", NAMES)
def test_the_answer_is_the_golden_one(run: Run, real_store: Store, name: str) -> None:
    """To renew a file, after reading what changed: ``innograph ask NAME -f csv > tests/golden/NAME.csv``."""
    result = run("ask", name, "-f", "csv")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.splitlines() == (GOLDEN / f"{name}.csv").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("name", NAMES)
def test_no_golden_file_is_empty(name: str) -> None:
    assert _golden(name)


@pytest.mark.parametrize("name", [name for name in NAMES if name != "sources-by-use"])
def test_no_answer_says_a_thing_twice(name: str) -> None:
    """Sources are left out: two without a title, of one publisher, look alike."""
    rows = Counter(tuple(row.items()) for row in _golden(name))
    assert [row for row, number in rows.items() if number > 1] == []


# A small reader of the fact files


class Claim(NamedTuple):
    """What the fact files say of a subject, which is an entity or an event of a case."""

    entity: str
    event: str
    name: str
    value: str
    rank: str
    sources: tuple[str, ...]
    is_credit: bool


def _documents() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """The section, the id and the description of each entity; every value stays a text."""
    for path in sorted((ROOT / "graph").glob("*.yaml")):
        for section, entities in yaml.load(path.read_text(encoding="utf-8"), yaml.CBaseLoader).items():  # noqa: S506
            for name, about in entities.items():
                yield section, name, about if isinstance(about, dict) else {}


def _claims_of(
    entity: str, event: str, properties: dict[str, Any], *, credit: bool = False
) -> Iterator[Claim]:
    for name, node in properties.items():
        for fact in [] if name in {"label", "was"} else node if isinstance(node, list) else [node]:
            given = fact["values"] if "values" in fact else [fact.get("value") or f"about {fact['about']}"]
            for value in given:
                cited = tuple(citation.partition("#")[0] for citation in fact.get("sources", []))
                rank = fact.get("rank", "normal")
                yield Claim(entity, event, name, " ".join(value.split()), rank, cited, credit)


def _claims() -> Iterator[Claim]:
    for section, entity, about in _documents():
        if section != "sources":
            events = about.get("events", {})
            plain = {name: node for name, node in about.items() if name not in {"credits", "events"}}
            yield from _claims_of(entity, "", plain)
            yield from _claims_of(entity, "", about.get("credits", {}), credit=True)
            for event, properties in events.items():
                dated = {name: node for name, node in properties.items() if name != "sources"}
                yield from _claims_of(entity, event, dated)


CLAIMS = list(_claims())
SOURCES = {name: about for section, name, about in _documents() if section == "sources"}
LABELS: dict[str, str] = {
    name: about["label"] for section, name, about in _documents() if "label" in about
} | {
    f"{scheme}/{name}": label
    for scheme, name, label in re.findall(
        r'^(factor|theme|cause):(\S+) a inno:Theme.*?\n    rdfs:label "([^"]+)"@en', ONTOLOGY, re.MULTILINE
    )
}
TERMS: dict[str, str] = dict(
    re.findall(
        r'^inno:(\w+) a [^;]+;\n(?:    \S+ [^"]*?;\n)*?    rdfs:label "([^"]+)"@en', ONTOLOGY, re.MULTILINE
    )
)
FUNCTIONAL = {
    name
    for name, kinds in re.findall(r"^inno:(\w+) a ([^;]+);", ONTOLOGY, re.MULTILINE)
    if "FunctionalProperty" in kinds
}


def _ranked(subject: tuple[str, str, str]) -> list[Claim]:
    return [claim for claim in CLAIMS if claim[:3] == subject]


BY_PLACE = {claim[:3]: _ranked(claim[:3]) for claim in CLAIMS}


def _is_contested(claim: Claim) -> bool:
    """Whether a claim is deprecated, or is one of the values of a property that has only one."""
    rivals = {other.value for other in BY_PLACE[claim[:3]]}
    return claim.rank == "deprecated" or (claim.name in FUNCTIONAL and len(rivals) > 1)


def _is_asserted(claim: Claim) -> bool:
    return claim.rank != "deprecated" and (claim.rank == "preferred" or not _is_contested(claim))


def _kind(event: str) -> str:
    """What the ontology calls the kind of an event: ``innocence-declaration/1`` is a declaration of innocence."""
    return TERMS["".join(word.title() for word in event.partition("/")[0].split("-"))]


def _subject(claim: Claim) -> str:
    """The label of what a claim is about; of an event without its dates."""
    return f"{LABELS[claim.entity]}: {_kind(claim.event)}" if claim.event else LABELS[claim.entity]


def _without_dates(label: str, *, of_event: bool) -> str:
    return label.partition(", ")[0] if of_event else label


def _shown(value: str) -> str:
    return LABELS.get(value, {"true": "yes", "false": "no"}.get(value, value))


def _value(entity: str, name: str) -> str:
    """The one asserted value of a property."""
    (claim,) = (claim for claim in BY_PLACE[entity, "", name] if _is_asserted(claim))
    return claim.value


CASES = {claim.entity: claim.value for claim in CLAIMS if claim.name == "registryId"}


def _exoneree(case: str) -> str:
    return LABELS[_value(case, "exoneree")]


# The Registry

FACTORS = {
    "False Confession": "false confession",
    "False or Misleading Forensic Evidence": "false or misleading forensic evidence",
    "Inadequate Legal Defense": "inadequate legal defense",
    "Mistaken Witness ID": "mistaken witness identification",
    "Official Misconduct": "official misconduct",
    "Perjury or False Accusation?": "perjury or false accusation",
}
DATES = {
    "crime": "Date of Crime",
    "arrest": "Date of Arrest",
    "wrongful-conviction": "Date of 1st Convic",
    "release": "Date of Release",
    "exoneration": "Date of Exon",
}


@pytest.fixture(scope="module")
def registry(shared: Path) -> Registry:
    """The row of each case in the Registry's export of June 2026."""
    with (shared / "data" / "nre" / "nre_2026-06.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["ID"]: row for row in csv.DictReader(file)}
    return {case: rows[number] for case, number in CASES.items()}


def _date(row: dict[str, str], column: str) -> str:
    """A date of a row, as exact as the row has it."""
    if column in row:
        return row[column]
    year, month, day = (row[f"{column} {part}"] for part in ("Year", "Month", "Day"))
    return "-".join(part.zfill(2) for part in (year, month, day) if part)


def test_every_case_is_one_of_the_registry(registry: Registry) -> None:
    cases = {name for section, name, _ in _documents() if section == "cases"}
    assert cases == registry.keys()
    assert len(cases) == 38


def test_factors_are_those_that_the_registry_codes(registry: Registry) -> None:
    """For each case all, and no others."""
    coded = {
        (LABELS[case], factor)
        for case, row in registry.items()
        for column, factor in FACTORS.items()
        if row[column] == "Yes"
    }
    assert set(_columns("factors-by-case", "case", "factor")) == coded


def test_dna_cases_are_those_that_the_registry_codes(registry: Registry) -> None:
    coded = {
        (_exoneree(case), row["State"], row["Date of Exon"])
        for case, row in registry.items()
        if row["DNA"] == "Yes"
    }
    assert set(_columns("dna-cases", "exoneree", "state", "exonerated")) == coded


def test_death_row_cases_are_those_that_the_registry_codes(registry: Registry) -> None:
    coded = {
        (_exoneree(case), row["State"], row["Date of Exon"], row["Years Lost"])
        for case, row in registry.items()
        if row["Death Penalty?"] == "Yes"
    }
    assert set(_columns("death-row-cases", "exoneree", "state", "exonerated", "yearsLost")) == coded


def test_years_lost_are_the_registrys(registry: Registry) -> None:
    """All cases, the most years first."""
    rows = _columns("years-lost", "exoneree", "yearsLost")
    assert set(rows) == {(_exoneree(case), row["Years Lost"]) for case, row in registry.items()}
    years = [float(number) for _, number in rows]
    assert years == sorted(years, reverse=True)


def test_cases_by_state_are_the_registrys(registry: Registry) -> None:
    cases = Counter(row["State"] for row in registry.values())
    deaths = Counter(row["State"] for row in registry.values() if row["Death Penalty?"] == "Yes")
    rows = {
        state: (int(number), int(dead))
        for state, number, dead in _columns("cases-by-state", "state", "cases", "deathSentences")
    }
    assert rows == {state: (number, deaths[state]) for state, number in cases.items()}


def _dates(case: str, kind: str) -> dict[str, Claim]:
    """The dates that the fact files cite to the Registry's newest export, for a kind of event."""
    kinds = {kind, f"conditional-{kind}"}
    return {
        claim.value: claim
        for claim in CLAIMS
        if claim.entity == case
        and claim.event.partition("/")[0] in kinds
        and claim.name == "date"
        and "nre-2026" in claim.sources
    }


@pytest.mark.parametrize("kind", DATES)
def test_every_date_of_the_registry_is_a_fact(registry: Registry, kind: str) -> None:
    """Preferred or not, the Registry's date of an event is in the fact files, as the Registry's."""
    expected = {case: _date(row, DATES[kind]) for case, row in registry.items()}
    missing = {case: date for case, date in expected.items() if date and date not in _dates(case, kind)}
    assert missing == {}


@pytest.mark.parametrize("kind", DATES)
def test_the_timeline_has_the_registrys_dates_unless_others_are_preferred(
    registry: Registry, kind: str
) -> None:
    rows = {
        (row["case"], row["date"], _without_dates(row["event"], of_event=True)) for row in _golden("timeline")
    }
    outranked = set()
    for case, row in registry.items():
        date = _date(row, DATES[kind])
        if not date:
            continue
        claim = _dates(case, kind)[date]
        shown = (LABELS[case], date, _subject(claim)) in rows
        assert shown == _is_asserted(claim), case
        if not shown:
            outranked.add(case)
    assert outranked == OUTRANKED.get(kind, set())


OUTRANKED = {
    "release": {
        "case-alfred-brown",
        "case-franky-carrillo",
        "case-keith-harward",
        "case-thomas-haynesworth",
    },
}


def test_the_timeline_has_every_dated_event_once() -> None:
    dated = Counter(
        (LABELS[claim.entity], claim.value, _subject(claim))
        for claim in CLAIMS
        if claim.event and claim.name == "date" and _is_asserted(claim)
    )
    rows = Counter(
        (row["case"], row["date"], _without_dates(row["event"], of_event=True)) for row in _golden("timeline")
    )
    assert rows == dated


# The series, by hand


class Told(NamedTuple):
    """An episode as the reviews and recaps give it."""

    title: str
    part: str
    director: str
    theme: str
    exonerees: tuple[str, ...]


WILLIAMS, ROTHSTEIN, GARBUS = "Roger Ross Williams", "Jed Rothstein", "Liz Garbus"
GIBNEY, GRIEVE, DOWLAND = "Alex Gibney", "Andy Grieve", "Sarah Dowland"
FORENSIC, EYEWITNESS, MISCONDUCT = "forensic science", "eyewitness identification", "prosecutorial misconduct"
MISSISSIPPI = ("Levon Brooks", "Kennedy Brewer")
EPISODES = [
    Told("The Evidence: Indeed and Without Doubt", "The Evidence", WILLIAMS, FORENSIC, MISSISSIPPI),
    Told("The Evidence: The Truth Will Defend Me", "The Evidence", WILLIAMS, FORENSIC, MISSISSIPPI),
    Told("The Evidence: The Duty to Correct", "The Evidence", WILLIAMS, FORENSIC, ("Keith Harward",)),
    Told(
        "The Witness: The Murder of Donald Sarpy", "The Witness", ROTHSTEIN, EYEWITNESS, ("Franky Carrillo",)
    ),
    Told(
        "The Witness: The Trials of Franky Carrillo",
        "The Witness",
        ROTHSTEIN,
        EYEWITNESS,
        ("Franky Carrillo",),
    ),
    Told("The Witness: Making Memory", "The Witness", GARBUS, EYEWITNESS, ("Thomas Haynesworth",)),
    Told(
        "The Prosecution: Wrong Place, Wrong Time",
        "The Prosecution",
        GIBNEY,
        MISCONDUCT,
        ("Chester Hollman III",),
    ),
    Told("The Prosecution: Hidden Alibi", "The Prosecution", GRIEVE, MISCONDUCT, ("Alfred Dewayne Brown",)),
    Told(
        "The Prosecution: The Million Dollar Man",
        "The Prosecution",
        DOWLAND,
        MISCONDUCT,
        ("Kenneth Wyniemko",),
    ),
]
MISTAKEN, PERJURY = "mistaken witness identification", "perjury or false accusation"
FALSE_EVIDENCE, OFFICIAL = "false or misleading forensic evidence", "official misconduct"
BY_FACTOR = {
    # Brooks is coded for all four of these, Brewer for all but the witnesses, Harward for all four.
    WILLIAMS: {MISTAKEN: 3, PERJURY: 3, FALSE_EVIDENCE: 3, OFFICIAL: 3},
    ROTHSTEIN: {PERJURY: 2, OFFICIAL: 2},  # Carrillo, twice
    GARBUS: {MISTAKEN: 1},  # Haynesworth
    GIBNEY: {PERJURY: 1, FALSE_EVIDENCE: 1, OFFICIAL: 1},  # Hollman
    GRIEVE: {MISTAKEN: 1, PERJURY: 1, OFFICIAL: 1},  # Brown
    DOWLAND: {MISTAKEN: 1, PERJURY: 1, OFFICIAL: 1},  # Wyniemko
}


def _derived(director: str) -> str:
    """Who directed episode 8 no source names; it is inferred."""
    return "derived" if director == GRIEVE else ""


def test_the_nine_episodes_in_order() -> None:
    assert _columns("episodes", "number", "title", "part", "director", "theme", "marks") == [
        (str(number), told.title, told.part, told.director, told.theme, _derived(told.director))
        for number, told in enumerate(EPISODES, start=1)
    ]


def test_directors_by_theme() -> None:
    assert _columns("directors-by-theme", "director", "theme", "episodes", "marks") == [
        (WILLIAMS, FORENSIC, "3", ""),
        (ROTHSTEIN, EYEWITNESS, "2", ""),
        (GARBUS, EYEWITNESS, "1", ""),
        (GIBNEY, MISCONDUCT, "1", ""),
        (GRIEVE, MISCONDUCT, "1", "derived"),
        (DOWLAND, MISCONDUCT, "1", ""),
    ]


def test_directors_by_factor(run: Run, real_store: Store) -> None:
    """Worked out by hand: an episode counts for a factor that the Registry codes for a case it tells of."""
    result = run("ask", "directors-by-theme", "--param", "scheme=registry", "-f", "csv")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    counted: dict[str, dict[str, int]] = defaultdict(dict)
    for row in rows:
        counted[row["director"]][row["theme"]] = int(row["episodes"])
    assert counted == BY_FACTOR
    assert {row["director"] for row in rows if row["marks"] == "derived"} == {GRIEVE}


def test_only_the_carrillo_case_has_no_matching_factor() -> None:
    rows = _columns("theme-versus-factors", "case", "theme", "coded")
    told = {(f"{name} case", told.theme) for told in EPISODES for name in told.exonerees}
    assert {row[:2] for row in rows} == told
    assert len(rows) == 8
    assert [row[0] for row in rows if row[2] == "no"] == ["Franky Carrillo case"]


def test_exonerees_by_theme() -> None:
    expected = Counter((told.theme, name) for told in EPISODES for name in told.exonerees)
    rows = _columns("exonerees-by-theme", "theme", "exoneree", "episodes")
    assert {row[:2]: int(row[2]) for row in rows} == expected


def test_cases_by_director_of_the_series() -> None:
    expected = Counter((told.director, f"{name} case") for told in EPISODES for name in told.exonerees)
    rows = {row[:2]: row[2:] for row in _columns("cases-by-director", "director", "case", "works", "marks")}
    assert {key: (str(number), _derived(key[0])) for key, number in expected.items()}.items() <= rows.items()


def test_works_by_theme() -> None:
    """The nine episodes, the three parts and the series, whose themes are all three."""
    expected = {
        (told.theme, f"Episode {number} of The Innocence Files")
        for number, told in enumerate(EPISODES, start=1)
    }
    expected |= {(told.theme, told.part) for told in EPISODES}
    expected |= {(told.theme, "The Innocence Files") for told in EPISODES}
    assert set(_columns("works-by-theme", "theme", "work")) == expected


def test_collaborators() -> None:
    """Counted from the credits of series and films; a pair stands twice."""
    whole = {name for section, name, _ in _documents() if section in {"series", "films"}}
    people = {name for section, name, _ in _documents() if section == "people"}
    works: dict[tuple[str, str], set[str]] = defaultdict(set)
    credited = [
        claim for claim in CLAIMS if claim.is_credit and claim.entity in whole and claim.value in people
    ]
    for one in credited:
        for other in credited:
            if one.entity == other.entity and one.value != other.value:
                works[LABELS[one.value], LABELS[other.value]].add(one.entity)
    rows = {row[:2]: int(row[2]) for row in _columns("collaborators", "person", "collaborator", "works")}
    assert rows == {pair: len(found) for pair, found in works.items() if len(found) > 1}
    assert rows["Joe Berlinger", "Bruce Sinofsky"] == 3


def test_the_experts_of_both_mississippi_cases_are_shared() -> None:
    """No source names an expert of two other cases."""
    assert _columns("shared-experts", "expert", "cases") == [("Michael West", "2"), ("Steven Hayne", "2")]
    told = set(_columns("experts-by-case", "case", "expert"))
    pairs = {(f"{name} case", expert) for name in MISSISSIPPI for expert in ("Michael West", "Steven Hayne")}
    assert {row for row in told if row[0] != "Keith Harward case"} == pairs


# Disputes and sources, from the fact files


def test_disputed_facts_are_all_rival_claims_and_nothing_else() -> None:
    events = {f"{LABELS[claim.entity]}: " for claim in CLAIMS if claim.event}
    rows = Counter(
        (_without_dates(row["subject"], of_event=row["subject"].startswith(tuple(events))), *row_rest)
        for row in _golden("disputed-facts")
        for row_rest in [(row["property"], row["value"], row["rank"])]
    )
    claims = {claim[:5]: claim for claim in CLAIMS if _is_contested(claim)}.values()
    expected = Counter(
        (_subject(claim), TERMS[claim.name], _shown(claim.value), claim.rank) for claim in claims
    )
    assert rows == expected


def _roots(source: str) -> set[str]:
    """The sources that a source copies in the end, or itself."""
    above = SOURCES[source].get("derived_from", [])
    return set().union(*(_roots(name) for name in above)) if above else {source}


INDEPENDENT = [
    # (subject, property, value, independent roots), counted by hand from `sources` and `derived_from`
    ("the-innocence-files", "premiereDate", "2020-04-15", 4),
    ("the-innocence-files", "platform", "netflix", 5),
    ("the-innocence-files", "episodeCount", "9", 5),
    ("the-innocence-files", "seasonCount", "1", 2),
    ("the-innocence-files", "trailerDate", "2020-04-02", 1),  # two copies of one press text
    ("the-innocence-files", "announcementDate", "2020-03-09", 1),
    ("the-innocence-files", "kindOfWork", "documentary", 5),
    ("the-innocence-files", "genre", "true crime", 4),
    ("the-innocence-files", "genre", "crime", 1),
    ("the-innocence-files", "reporter", "audrey-cleo-yap", 1),
    ("part-evidence", "title", "The Evidence", 4),
    ("part-evidence", "theme", "theme/forensic-science", 2),
    ("part-prosecution", "theme", "theme/prosecutorial-misconduct", 2),
    ("episode-1", "premiereDate", "2020-04-15", 2),
    ("episode-4", "covers", "case-franky-carrillo", 1),
    ("episode-5", "covers", "case-franky-carrillo", 2),
    ("episode-7", "features", "alan-tauber", 2),
    ("episode-8", "covers", "case-alfred-brown", 3),
    ("episode-9", "covers", "case-kenneth-wyniemko", 2),
    ("case-levon-brooks", "registryId", "10294", 1),
    ("case-levon-brooks", "yearsInCustody", "18", 3),
    ("case-levon-brooks", "lawyer", "peter-neufeld", 1),
    ("case-kennedy-brewer", "state", "Mississippi", 1),  # two exports of one registry
    ("case-kennedy-brewer", "defendedBy", "innocence-project", 3),
    ("alfred-brown", "alias", "Alfred Brown", 2),  # two exports of one registry, and a page
    ("keith-harward", "alias", "Keith Allen Harward", 1),
    ("audrey-cleo-yap", "occupation", "writer for Variety", 1),
    ("undisclosed", "covers", "case-chester-hollman", 1),  # two copies of one newspaper's text
    ("moxie-firecracker-films", "founder", "liz-garbus", 2),
    ("jigsaw-productions", "founder", "alex-gibney", 2),
    ("levon-brooks", "deathDate", "2018-01-24", 2),
    ("statistic/bite-mark-states", "amount", "49", 1),
]


@pytest.mark.parametrize(("entity", "name", "value", "number"), INDEPENDENT)
def test_independent_sources(entity: str, name: str, value: str, number: int) -> None:
    """The sources are as many as counted by hand, and the fact is listed if there is one."""
    claims = [claim for claim in BY_PLACE[entity, "", name] if claim.value == value]
    roots = {root for claim in claims for source in claim.sources for root in _roots(source)}
    assert len(roots) == number, roots
    row = (LABELS[entity], TERMS[name], _shown(value))
    assert (row in _columns("single-source-facts", "subject", "property", "value")) == (number == 1)


def test_single_source_facts_are_all_that_have_one_root() -> None:
    """All facts but credits, whose rows are those of what the graph makes of them."""
    roots: dict[tuple[str, ...], set[str]] = defaultdict(set)
    shown: dict[tuple[str, ...], tuple[str, str, str]] = {}
    for claim in CLAIMS:
        if _is_asserted(claim) and claim.sources and not claim.is_credit:
            key = claim[:4]
            roots[key] |= {root for source in claim.sources for root in _roots(source)}
            shown[key] = (_subject(claim), TERMS[claim.name], _shown(claim.value))
    expected = Counter(shown[key] for key, found in roots.items() if len(found) == 1)
    names = {TERMS[claim.name] for claim in CLAIMS if not claim.is_credit}
    events = tuple({f"{LABELS[claim.entity]}: " for claim in CLAIMS if claim.event})
    rows = Counter(
        (_without_dates(subject, of_event=subject.startswith(events)), name, value)
        for subject, name, value in _columns("single-source-facts", "subject", "property", "value")
        if name in names
    )
    assert rows - expected == Counter()
    assert expected - rows == Counter()


# Counts


def test_counts(real_store: Store) -> None:
    """Labels, types, sources and passages are no facts; sources and mere publishers no entities."""
    counts = real_store.manifest["counts"]
    events = {(name, event) for _, name, about in _documents() for event in about.get("events", {})}
    credited = {(claim.entity, claim.name, claim.value) for claim in CLAIMS if claim.is_credit}
    plain = {claim[:4] for claim in CLAIMS if not claim.is_credit and not claim.event}
    assert counts["events"] == len(events)
    assert counts["credits"] == len(credited)
    assert counts["facts"] == len(plain) + len(credited) + len(events)
    assert counts["facts"] >= 1_500
    used = {claim.value for claim in CLAIMS} | {claim.entity for claim in CLAIMS}
    entities = {
        name
        for section, name, _ in _documents()
        if section != "sources" and (section != "publishers" or name in used)
    }
    assert counts["entities"] == len(entities)
    assert counts["entities"] >= 350
    assert counts["sources"] == len(SOURCES)
    assert resources.facts() == ROOT / "graph"

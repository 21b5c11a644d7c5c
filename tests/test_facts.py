"""A folder of fact files becomes checked facts, or all of its mistakes are reported at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from innograph import ontology as vocabulary
from innograph.errors import FactsError, UnknownNameError
from innograph.facts import load
from innograph.model import Citation, Claim, Entity, Event, Inferred, Place, Premise, Source, Value
from innograph.resources import fact_files

if TYPE_CHECKING:
    from pathlib import Path

    from innograph.model import Facts
    from innograph.ontology import Ontology

DIGEST = "0" * 64
# What the ontology knows, as hints list it.
ONTOLOGY = vocabulary.load()
SECTIONS = ", ".join(sorted(ONTOLOGY.sections()))
OF_FILMS = ", ".join(sorted({*ONTOLOGY.properties_of("Film"), "credits", "label", "was"}))
OF_PEOPLE = ", ".join(sorted({*ONTOLOGY.properties_of("Person"), "label", "was"}))
ROLES = ", ".join(sorted(ONTOLOGY.credit_roles))
KINDS_OF_EVENTS = ", ".join(sorted(ONTOLOGY.event_kinds()))
BASE = f"""\
sources:
  web: {{publisher: pub, kind: article}}
  book: {{publisher: pub, kind: reference, locator: line, lines: {{"1": {DIGEST}}}}}
  table: {{publisher: pub, kind: dataset, locator: row}}
publishers:
  pub: {{label: Pub}}
people:
  ann: {{label: Ann}}
  bob: {{label: Bob}}
films:
  film: {{label: Film, title: {{value: Film, sources: [web]}}}}
cases:
  case-ann: {{label: Ann case, exoneree: {{value: ann, sources: [web]}}}}
"""
GOOD = """\
films:
  murder-bay:
    label: Murder Bay
    was: [the-bay, bay]
    title: {value: Murder Bay, sources: [web, 'book#1']}
    runtimeMinutes: {about: 50, within: 5, sources: [table#a-1]}
    country: {values: [France, Italy], sources: [web]}
    premiereDate:
      - {value: 2020-04, sources: [web], rank: preferred, reason: Nearer.}
      - {value: 2020, sources: [book#1], rank: normal}
    credits:
      director: {value: ann, sources: [web], scope: first half}
      producer:
        value: bob
        inferred:
          name: murder-bay-producer
          reasoning: There is no other.
          premises: [murder-bay director ann, film title Film]
cases:
  case-bob:
    label: Bob case
    exoneree: {value: bob, sources: [web]}
    events:
      conditional-release/2:
        sources: [web]
        date: {value: 2008-02-15, sources: [web, table#7]}
      dismissal/1:
        sources: [book#1]
themes:
  theme/forensic-science:
    alias: {value: junk science, sources: [web]}
sources:
  new:
    title: "1989"
    publisher: pub
    author: Ann
    published: 2008-02
    url: https://example.org/new
    seen_at: http://example.org/copy
    kind: court-document
    locator: line
    derived_from: [web, book]
    lines: {"13": %(digest)s, "2": %(digest)s}
""" % {"digest": DIGEST}  # noqa: UP031  # braces are YAML's


def film(facts: str) -> str:
    return _under("films:\n  other:\n    label: Other\n", facts, 4)


def case(events: str) -> str:
    return _under("cases:\n  case-bob:\n    label: Bob case\n    events:\n", events, 6)


def source(keys: str) -> str:
    return _under("sources:\n  new:\n", keys, 4)


def _under(head: str, keys: str, indent: int) -> str:
    return head + "".join(f"{' ' * indent}{line}\n" for line in keys.splitlines())


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with some good facts, in which the test works."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "base.yaml").write_text(BASE, encoding="utf-8")
    return tmp_path


def load_with(folder: Path, ontology: Ontology, text: str, name: str = "facts.yaml") -> Facts:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return load(folder, ontology)


def at(line: int, column: int) -> Place:
    return Place("facts.yaml", line, column)


def test_entities_are_read(folder: Path, ontology: Ontology) -> None:
    facts = load_with(folder, ontology, GOOD)
    assert list(facts.entities) == [
        "pub", "ann", "bob", "film", "case-ann", "murder-bay", "case-bob", "theme/forensic-science",
    ]  # fmt: skip
    assert facts.entities["murder-bay"] == Entity(
        "murder-bay", "Film", "Murder Bay", at(2, 3), ("the-bay", "bay")
    )
    assert facts.entities["theme/forensic-science"] == Entity(
        "theme/forensic-science", "Theme", "", at(30, 3)
    )


def test_claims_are_read(folder: Path, ontology: Ontology) -> None:
    facts = load_with(folder, ontology, GOOD)
    page, line, row = (
        Citation("web", None, at(5, 42)),
        Citation("book", "1", at(5, 47)),
        Citation("table", "a-1", at(6, 54)),
    )
    producer = Inferred(
        "murder-bay-producer",
        "There is no other.",
        (
            Premise("murder-bay", "director", "ann", at(18, 22)),
            Premise("film", "title", "Film", at(18, 47)),
        ),
        at(16, 11),
    )
    countries = (Citation("web", None, at(7, 50)),)
    assert [claim for claim in facts.claims if claim.subject == "murder-bay"] == [
        Claim("murder-bay", "title", Value("Murder Bay", "xsd:string"), at(5, 20), (page, line)),
        Claim("murder-bay", "runtimeMinutes", Value("50±5", "approximateInteger"), at(6, 29), (row,)),
        Claim("murder-bay", "country", Value("France", "xsd:string"), at(7, 24), countries),
        Claim("murder-bay", "country", Value("Italy", "xsd:string"), at(7, 32), countries),
        Claim(
            "murder-bay",
            "premiereDate",
            Value("2020-04", "xsd:gYearMonth"),
            at(9, 17),
            (Citation("web", None, at(9, 36)),),
            rank="preferred",
            reason="Nearer.",
        ),
        Claim(
            "murder-bay",
            "premiereDate",
            Value("2020", "xsd:gYear"),
            at(10, 17),
            (Citation("book", "1", at(10, 33)),),
        ),
        Claim(
            "murder-bay",
            "director",
            Value("ann"),
            at(12, 25),
            (Citation("web", None, at(12, 40)),),
            is_credit=True,
            scope="first half",
        ),
        Claim("murder-bay", "producer", Value("bob"), at(14, 16), is_credit=True, inferred=producer),
    ]


def test_events_are_read(folder: Path, ontology: Ontology) -> None:
    """An event is cited for all that its facts are cited for, each passage once, its own first."""
    facts = load_with(folder, ontology, GOOD)
    release = Event(
        "case-bob/conditional-release/2",
        "ConditionalRelease",
        "case-bob",
        at(24, 7),
        (Citation("web", None, at(26, 45)), Citation("table", "7", at(26, 50))),
    )
    dismissal = Event(
        "case-bob/dismissal/1", "Dismissal", "case-bob", at(27, 7), (Citation("book", "1", at(28, 19)),)
    )
    assert facts.events == {release.id: release, dismissal.id: dismissal}
    assert [event.ordinal for event in facts.events.values()] == ["2", "1"]
    assert [citation.passage for citation in release.citations] == ["web/page", "table/7"]


def test_sources_are_read(folder: Path, ontology: Ontology) -> None:
    facts = load_with(folder, ontology, GOOD)
    assert list(facts.sources) == ["web", "book", "table", "new"]
    assert facts.sources["new"] == Source(
        id="new",
        place=at(33, 3),
        title="1989",
        publisher="pub",
        author="Ann",
        published=Value("2008-02", "xsd:gYearMonth"),
        url="https://example.org/new",
        seen_at="http://example.org/copy",
        kind="court-document",
        locator="line",
        derived_from=("web", "book"),
        digests=(("13", DIGEST), ("2", DIGEST)),
    )
    assert facts.sources["web"] == Source(
        id="web", place=Place("base.yaml", 2, 3), publisher="pub", kind="article"
    )


# Each mistake by a name: the file, then what is found.
# fmt: off
BROKEN: list[tuple[str, ...]] = [
    ("unknown section", "persons:\n  carl: {label: Carl}\n",
     "broken.yaml:1:1: unknown section 'persons'",
     f"hint: known are {SECTIONS}"),
    ("section far from all", "xyz: {}\n",
     "broken.yaml:1:1: unknown section 'xyz'",
     f"hint: known are {SECTIONS}"),
    ("section of a class without one", "agents:\n  carl: {label: Carl}\n",
     "broken.yaml:1:1: unknown section 'agents'",
     f"hint: known are {SECTIONS}"),
    ("section without entities", "people: [carl]\n",
     "broken.yaml:1:9: a section holds ids with their facts", "hint: write 'id:' lines"),
    ("id", "people:\n  Carl Smith: {label: Carl}\n",
     "broken.yaml:2:3: 'Carl Smith' cannot be an id",
     "hint: ids are lower-case words joined by hyphens: liz-garbus"),
    ("entity without keys", "people:\n  carl: Carl\n",
     "broken.yaml:2:9: carl has no keys", "hint: give it a label at least"),
    ("entity described twice", "people:\n  ann: {label: Another Ann}\n",
     "broken.yaml:2:3: ann is described twice", "hint: first at base.yaml:8:3"),
    ("source described twice", "sources:\n  web: {publisher: pub, kind: blog}\n",
     "broken.yaml:2:3: web is described twice", "hint: first at base.yaml:2:3"),
    ("no label", "people:\n  carl: {}\n",
     "broken.yaml:2:3: carl has no label", "hint: add 'label: …'"),
    ("label that is no text", "people:\n  carl:\n    label: {value: Carl}\n",
     "broken.yaml:3:12: carl has no label", "hint: add 'label: …'"),
    ("empty label", "people:\n  carl: {label: ''}\n",
     "broken.yaml:2:17: an empty text", "hint: write the value, or remove the key"),
    ("padded label", "people:\n  carl: {label: ' Carl'}\n",
     "broken.yaml:2:17: ' Carl' starts or ends with a space", "hint: remove it"),
    ("former ids that are no list", "people:\n  carl: {label: Carl, was: karl}\n",
     "broken.yaml:2:28: expected a list of texts", "hint: write [one, two]"),
    ("former id that is no text", "people:\n  carl: {label: Carl, was: [[karl]]}\n",
     "broken.yaml:2:29: expected a list of texts", "hint: write [one, two]"),
    ("former id taken", "people:\n  carl: {label: Carl, was: [bob]}\n",
     "broken.yaml:2:3: former id 'bob' is taken",
     "hint: https://w3id.org/innograph/id/bob can mean one thing only"),
    ("unknown property", film("tittle: {value: X, sources: [web]}"),
     "broken.yaml:4:5: unknown property of Film 'tittle'", "hint: did you mean title?"),
    ("property of another class", film("ageAtCrime: {value: 31, sources: [web]}"),
     "broken.yaml:4:5: unknown property of Film 'ageAtCrime'",
     f"hint: known are {OF_FILMS}"),
    ("property that follows", film("director: {value: ann, sources: [web]}"),
     "broken.yaml:4:5: director is never written",
     "hint: it follows by rule: write what it follows from, such as a credit"),
    ("credits of a person", "people:\n  carl:\n    label: Carl\n    credits: {}\n",
     "broken.yaml:4:5: unknown property of Person 'credits'",
     f"hint: known are {OF_PEOPLE}"),
    ("events of a film", film("events: {}"),
     "broken.yaml:4:5: unknown property of Film 'events'",
     f"hint: known are {OF_FILMS}"),
    ("credits that are no mapping", film("credits: [ann]"),
     "broken.yaml:4:14: expected a role with its facts", "hint: see docs/fact-format.md"),
    ("unknown role", film("credits:\n  directer: {value: ann, sources: [web]}"),
     "broken.yaml:5:7: unknown role of a credit 'directer'", "hint: did you mean director?"),
    ("role that is not written", film("credits:\n  lawyer: {value: ann, sources: [web]}"),
     "broken.yaml:5:7: unknown role of a credit 'lawyer'",
     f"hint: known are {ROLES}"),
    ("events that are no mapping", "cases:\n  case-bob:\n    label: Bob case\n    events: release/1\n",
     "broken.yaml:4:13: expected an event such as 'release/1'", "hint: see docs/fact-format.md"),
    ("unknown kind of event", case("relaese/1: {sources: [web]}"),
     "broken.yaml:5:7: unknown kind of event 'relaese/1'", "hint: did you mean release?"),
    ("event itself", case("event/1: {sources: [web]}"),
     "broken.yaml:5:7: unknown kind of event 'event/1'",
     f"hint: known are {KINDS_OF_EVENTS}"),
    ("event without ordinal", case("release: {sources: [web]}"),
     "broken.yaml:5:7: event 'release' has no ordinal", "hint: write 'release/1'"),
    ("event with ordinal nought", case("release/0: {sources: [web]}"),
     "broken.yaml:5:7: event 'release/0' has no ordinal", "hint: write 'release/1'"),
    ("event with two ordinals", case("release/1/2: {sources: [web]}"),
     "broken.yaml:5:7: event 'release/1/2' has no ordinal", "hint: write 'release/1'"),
    ("event without facts", case("release/1: 2008"),
     "broken.yaml:5:18: event release/1 has no facts", "hint: give it a date, or sources"),
    ("event without source", case("release/1: {}"),
     "broken.yaml:5:7: event release/1 has no source", "hint: add a dated fact, or 'sources: [...]'"),
    ("unknown property of an event", case("release/1:\n  sources: [web]\n  sentence: {value: Life, sources: [web]}"),
     "broken.yaml:7:9: unknown property of Release 'sentence'",
     "hint: known are account, court, date, form, judge, legalBasis, officer, place, sources"),
    ("bare value", film("title: Other"),
     "broken.yaml:4:12: a fact without a source",
     "hint: write {value: …, sources: [...]}, or a list of such"),
    ("list of bare values", film("country: [France, {value: Italy, sources: [web]}]"),
     "broken.yaml:4:15: a fact without a source",
     "hint: write {value: …, sources: [...]}, or a list of such"),
    ("fact without a source", film("title: {value: Other}"),
     "broken.yaml:4:12: a fact without a source", "hint: add 'sources: [...]'"),
    ("sources and inference", film("title:\n  value: Other\n  sources: [web]\n  inferred: {name: n, reasoning: So., premises: [film title Film]}"),
     "broken.yaml:5:7: both sources and an inference",
     "hint: a fact that a source states needs no inference"),
    ("unknown key of a fact", film("title: {value: Other, source: [web], sources: [web]}"),
     "broken.yaml:4:27: unknown key of a fact 'source'", "hint: did you mean sources?"),
    ("scope outside credits", film("title: {value: Other, sources: [web], scope: half}"),
     "broken.yaml:4:43: unknown key of a fact 'scope'",
     "hint: known are about, inferred, rank, reason, reviewed, sources, value, values, within"),
    ("value and values", film("country: {value: France, values: [Italy], sources: [web]}"),
     "broken.yaml:4:14: value and values exclude one another",
     "hint: write 'value:', 'values:' or 'about:' with 'within:'"),
    ("all three", film("runtimeMinutes: {value: 1, values: [2], about: 3, within: 1, sources: [web]}"),
     "broken.yaml:4:21: value and values and about exclude one another",
     "hint: write 'value:', 'values:' or 'about:' with 'within:'"),
    ("no value", film("title: {sources: [web]}"),
     "broken.yaml:4:12: a fact without a value",
     "hint: write 'value:', 'values:' or 'about:' with 'within:'"),
    ("value that is a list", film("country: {value: [France, Italy], sources: [web]}"),
     "broken.yaml:4:22: a value is one text", "hint: put several into 'values: [...]'"),
    ("values that are no list", film("country: {values: France, sources: [web]}"),
     "broken.yaml:4:23: expected a list of texts", "hint: write [one, two]"),
    ("wrong date", film("premiereDate: {value: 2008-02-30, sources: [web]}"),
     "broken.yaml:4:27: premiereDate: '2008-02-30' is not a date",
     "hint: write 2008, 2008-02 or 2008-02-15"),
    ("wrong integer", film("caseCount: {value: '007', sources: [web]}"),
     "broken.yaml:4:24: caseCount: '007' is not a whole number",
     "hint: write digits only, without leading zeros"),
    ("wrong id", film("covers: {value: Ann's case, sources: [web]}"),
     "broken.yaml:4:21: covers: \"Ann's case\" is not an entity's id",
     "hint: ids are lower-case words joined by hyphens: liz-garbus"),
    ("empty text", film("title: {value: '', sources: [web]}"),
     "broken.yaml:4:20: title: an empty text", "hint: write the value, or remove the key"),
    ("about without within", film("runtimeMinutes: {about: 50, sources: [web]}"),
     "broken.yaml:4:29: 'about' needs 'within'", "hint: write {about: 50, within: 5, sources: [...]}"),
    ("about that is a list", film("runtimeMinutes: {about: [50], within: 5, sources: [web]}"),
     "broken.yaml:4:29: 'about' needs 'within'", "hint: write {about: 50, within: 5, sources: [...]}"),
    ("about of an exact property", film("caseCount: {about: 5, within: 1, sources: [web]}"),
     "broken.yaml:4:24: caseCount: caseCount takes no approximate value", "hint: write 'value:'"),
    ("about in words", film("runtimeMinutes: {about: fifty, within: 5, sources: [web]}"),
     "broken.yaml:4:29: runtimeMinutes: 'fifty' is not a whole number",
     "hint: write digits only, such as 50"),
    ("unknown rank", film("title: {value: Other, sources: [web], rank: best}"),
     "broken.yaml:4:49: unknown rank 'best'", "hint: write preferred, normal or deprecated"),
    ("rank that is a list", film("title: {value: Other, sources: [web], rank: [normal]}"),
     "broken.yaml:4:49: unknown rank 'a list'", "hint: write preferred, normal or deprecated"),
    ("reason that is a list", film("title: {value: Other, sources: [web], reason: [because]}"),
     "broken.yaml:4:51: expected one text", "hint: see docs/fact-format.md"),
    ("padded reason", film("title: {value: Other, sources: [web], reason: 'because '}"),
     "broken.yaml:4:51: 'because ' starts or ends with a space", "hint: remove it"),
    ("inference that is no mapping", film("title: {value: Other, inferred: because}"),
     "broken.yaml:4:37: an inference without name", "hint: see docs/fact-format.md",
     "broken.yaml:4:37: an inference without premises", "hint: list the facts it rests on",
     "broken.yaml:4:37: expected name, reasoning and premises", "hint: see docs/fact-format.md"),
    ("inference without reasoning", film("title: {value: Other, inferred: {name: n, premises: [film title Film]}}"),
     "broken.yaml:4:37: an inference without reasoning", "hint: see docs/fact-format.md"),
    ("premise of two words", film("title: {value: Other, inferred: {name: n, reasoning: So., premises: [film title]}}"),
     "broken.yaml:4:37: an inference without premises", "hint: list the facts it rests on",
     "broken.yaml:4:74: 'film title' is not a premise", "hint: write 'subject property value'"),
    ("premises that are no list", film("title: {value: Other, inferred: {name: n, reasoning: So., premises: film title Film}}"),
     "broken.yaml:4:37: an inference without premises", "hint: list the facts it rests on",
     "broken.yaml:4:73: expected a list of texts", "hint: write [one, two]"),
    ("sources that are no list", film("title: {value: Other, sources: web}"),
     "broken.yaml:4:36: sources is a list of citations", "hint: write sources: [pov]"),
    ("empty sources", film("title: {value: Other, sources: []}"),
     "broken.yaml:4:36: sources is a list of citations", "hint: write sources: [pov]"),
    ("source cited twice", film("title: {value: Other, sources: [web, book#1, web]}"),
     "broken.yaml:4:50: web/page is cited twice for one fact", "hint: remove one"),
    ("no citation", film("title: {value: Other, sources: [Web Page]}"),
     "broken.yaml:4:37: 'Web Page' is not a citation",
     "hint: write a source's id, with '#' and a line or row where it has them: seed-000#13"),
    ("citation without locator", film("title: {value: Other, sources: ['web#']}"),
     "broken.yaml:4:37: 'web#' is not a citation",
     "hint: write a source's id, with '#' and a line or row where it has them: seed-000#13"),
    ("citation that is a list", film("title: {value: Other, sources: [[web]]}"),
     "broken.yaml:4:37: this is not a citation",
     "hint: write a source's id, with '#' and a line or row where it has them: seed-000#13"),
    ("unknown key of a source", source("publisher: pub\nkind: blog\npublishd: 2008"),
     "broken.yaml:5:5: unknown key of a source 'publishd'", "hint: known: published, publisher"),
    ("key unlike any of a source", source("publisher: pub\nkind: blog\nx: y"),
     "broken.yaml:5:5: unknown key of a source 'x'",
     "hint: known: title, publisher, author, published, url, seen_at, kind, locator, derived_from, text, lines"),
    ("title that is a list", source("publisher: pub\nkind: blog\ntitle: [a]"),
     "broken.yaml:5:12: title is one text", "hint: see docs/fact-format.md"),
    ("author that is empty", source("publisher: pub\nkind: blog\nauthor: ''"),
     "broken.yaml:5:13: author: an empty text", "hint: write the value, or remove the key"),
    ("no publisher", source("kind: blog"),
     "broken.yaml:2:3: source new has no publisher", "hint: add 'publisher: …'"),
    ("no kind", source("publisher: pub"),
     "broken.yaml:2:3: source new has no kind", "hint: add 'kind: …'"),
    ("unknown kind", source("publisher: pub\nkind: novel"),
     "broken.yaml:4:11: unknown kind 'novel'",
     "hint: write article, review, listing, transcript, interview, podcast, press-release, reference, dataset, court-document, legislation, organization-page, blog"),
    ("unknown locator", source("publisher: pub\nkind: blog\nlocator: chapter"),
     "broken.yaml:5:14: unknown locator 'chapter'", "hint: write page, line, row"),
    ("date of a source", source("publisher: pub\nkind: blog\npublished: May 2008"),
     "broken.yaml:5:16: published: 'May 2008' is not a date", "hint: write 2008, 2008-02 or 2008-02-15"),
    ("address", source("publisher: pub\nkind: blog\nurl: www.example.org"),
     "broken.yaml:5:10: 'www.example.org' is not a web address", "hint: write https://…"),
    ("address of the copy", source("publisher: pub\nkind: blog\nseen_at: https://a b.org/"),
     "broken.yaml:5:14: 'https://a b.org/' is not a web address", "hint: write https://…"),
    ("address without host", source("publisher: pub\nkind: blog\nurl: 'https://'"),
     "broken.yaml:5:10: 'https://' is not a web address", "hint: write https://…"),
    ("address that cannot be split", source("publisher: pub\nkind: blog\nurl: 'https://[x]/'"),
     "broken.yaml:5:10: 'https://[x]/' is not a web address", "hint: write https://…"),
    ("roots that are no list", source("publisher: pub\nkind: blog\nderived_from: web"),
     "broken.yaml:5:19: derived_from is a list", "hint: write derived_from: [one, two]"),
    ("root that is no id", source("publisher: pub\nkind: blog\nderived_from: [{web: 1}]"),
     "broken.yaml:5:20: derived_from is a list of ids", "hint: write derived_from: [one, two]"),
    ("digests that are no mapping", source("publisher: pub\nkind: blog\nlocator: line\nlines: [1]"),
     "broken.yaml:6:12: lines has a digest for each line", 'hint: write "13": 1f2e…'),
    ("digest that is none", source('publisher: pub\nkind: blog\nlocator: line\nlines: {"1": 1F2E, "2": [a]}'),
     "broken.yaml:6:18: line 1 has no SHA-256 digest", "hint: 64 hexadecimal digits",
     "broken.yaml:6:29: line 2 has no SHA-256 digest", "hint: 64 hexadecimal digits"),
    ("unknown publisher", source("publisher: pbu\nkind: blog"),
     "broken.yaml:2:3: unknown entity 'pbu'", "hint: did you mean pub?"),
    ("publisher that is a person", source("publisher: ann\nkind: blog"),
     "broken.yaml:2:3: ann is of the class Person", "hint: needed here: Organization"),
    ("unknown root", source("publisher: pub\nkind: blog\nderived_from: [wbe]"),
     "broken.yaml:2:3: unknown source 'wbe'", "hint: did you mean web?"),
    ("source from itself", source("publisher: pub\nkind: blog\nderived_from: [new]"),
     "broken.yaml:2:3: source new derives from itself", "hint: mend derived_from"),
    ("sources from one another", "sources:\n  new: {publisher: pub, kind: blog, derived_from: [old]}\n  old: {publisher: pub, kind: blog, derived_from: [web, new]}\n",
     "broken.yaml:2:3: source new derives from itself", "hint: mend derived_from",
     "broken.yaml:3:3: source old derives from itself", "hint: mend derived_from"),
    ("unknown entity", film("covers: {value: case-anne, sources: [web]}"),
     "broken.yaml:4:21: unknown entity 'case-anne'", "hint: did you mean case-ann?"),
    ("unknown entity unlike any", film("covers: {value: zzz, sources: [web]}"),
     "broken.yaml:4:21: unknown entity 'zzz'", "hint: describe it in some fact file"),
    ("entity of another class", film("covers: {value: ann, sources: [web]}"),
     "broken.yaml:4:21: ann is of the class Person", "hint: needed here: Case"),
    ("credit of a film", film("credits: {director: {value: film, sources: [web]}}"),
     "broken.yaml:4:33: film is of the class Film", "hint: needed here: Person"),
    ("concept of another class", film("theme: {value: role/director, sources: [web]}"),
     "broken.yaml:4:20: role/director is of the class Role", "hint: needed here: Theme"),
    ("unknown source", film("title: {value: Other, sources: [wbe]}"),
     "broken.yaml:4:37: unknown source 'wbe'", "hint: did you mean web?"),
    ("unknown source unlike any", film("title: {value: Other, sources: [zzz]}"),
     "broken.yaml:4:37: unknown source 'zzz'", "hint: describe it under 'sources:'"),
    ("unknown source of an event", case("release/1: {sources: [wbe]}"),
     "broken.yaml:5:29: unknown source 'wbe'", "hint: did you mean web?"),
    ("page cited by line", film("title: {value: Other, sources: ['web#3']}"),
     "broken.yaml:4:37: web is cited as a whole page", "hint: write web"),
    ("line not named", film("title: {value: Other, sources: [book]}"),
     "broken.yaml:4:37: book is cited by line", "hint: write book#… with the line"),
    ("row not named", film("title: {value: Other, sources: [table]}"),
     "broken.yaml:4:37: table is cited by row", "hint: write table#… with the row"),
    ("line without digest", film("title: {value: Other, sources: ['book#2']}"),
     "broken.yaml:4:37: line 2 of book has no digest", "hint: add it under 'lines' of book"),
    ("fact given twice", film("country:\n  - {value: France, sources: [web]}\n  - {value: France, sources: [book#1]}"),
     "broken.yaml:6:17: country France is given twice",
     "hint: first at broken.yaml:5:17; put all sources there"),
    ("value given twice in a list", film("country: {values: [France, France], sources: [web]}"),
     "broken.yaml:4:32: country France is given twice",
     "hint: first at broken.yaml:4:24; put all sources there"),
    ("credit given twice", film("credits:\n  director:\n    - {value: ann, sources: [web]}\n    - {value: ann, sources: [book#1]}"),
     "broken.yaml:7:19: director ann is given twice",
     "hint: first at broken.yaml:6:19; put all sources there"),
    ("rank without a reason", film("country: {value: France, sources: [web], rank: deprecated}"),
     "broken.yaml:4:22: rank deprecated without a reason", "hint: add 'reason: …'"),
    ("preferred among several", film("country: {value: France, sources: [web], rank: preferred, reason: Best.}"),
     "broken.yaml:4:22: country takes several values",
     "hint: all values that are not deprecated are asserted; remove the rank"),
    ("preferred credit", film("credits: {director: {value: ann, sources: [web], rank: preferred, reason: Best.}}"),
     "broken.yaml:4:33: director takes several values",
     "hint: all values that are not deprecated are asserted; remove the rank"),
    ("preferred without a rival", film("title: {value: Other, sources: [web], rank: preferred, reason: Best.}"),
     "broken.yaml:4:20: title has no rival", "hint: remove the rank and the reason"),
    ("tie", film("title:\n  - {value: One, sources: [web]}\n  - {value: Two, sources: [book#1]}"),
     "broken.yaml:5:17: title has 2 rival values and a tie of ranks: One, Two",
     "hint: give one of them 'rank: preferred' with a reason"),
    ("two preferred", film("title:\n  - {value: One, sources: [web], rank: preferred, reason: Best.}\n  - {value: Two, sources: [book#1], rank: preferred, reason: Best.}\n  - {value: Three, sources: [table#1]}"),
     "broken.yaml:5:17: title has 3 rival values and a tie of ranks: One, Two",
     "hint: give one of them 'rank: preferred' with a reason"),
    ("name of an inference given twice", film("country:\n  - {value: A, inferred: {name: n, reasoning: So., premises: [film title Film]}}\n  - {value: B, inferred: {name: n, reasoning: So., premises: [film title Film]}}"),
     "broken.yaml:6:30: inference 'n' is given twice", "hint: first at broken.yaml:5:17"),
    ("inference without premises", film("country: {value: A, inferred: {name: n, reasoning: So., premises: []}}"),
     "broken.yaml:4:35: an inference without premises", "hint: list the facts it rests on"),
    ("unknown premise", film("country: {value: A, inferred: {name: n, reasoning: So., premises: [film title The Film]}}"),
     "broken.yaml:4:72: no fact 'film title The Film'", "hint: a premise is a fact of the fact files"),
    ("premise without a source", film("title: {value: Other}\ncountry: {value: A, inferred: {name: n, reasoning: So., premises: [other title Other]}}"),
     "broken.yaml:4:12: a fact without a source", "hint: add 'sources: [...]'",
     "broken.yaml:5:72: a premise without a source", "hint: see broken.yaml:4:20"),
    ("deprecated premise", film("genre: {value: drama, sources: [web], rank: deprecated, reason: Wrong.}\ncountry: {value: A, inferred: {name: n, reasoning: So., premises: [other genre drama]}}"),
     "broken.yaml:5:72: a premise that is not asserted", "hint: see broken.yaml:4:20"),
    ("premise that lost to a rival", film("title:\n  - {value: One, sources: [web], rank: preferred, reason: Best.}\n  - {value: Two, sources: [book#1]}\ncountry: {value: A, inferred: {name: n, reasoning: So., premises: [other title Two]}}"),
     "broken.yaml:7:72: a premise that is not asserted", "hint: see broken.yaml:6:17"),
    ("inference from itself", film("country: {value: A, inferred: {name: n, reasoning: So., premises: [other country A]}}"),
     "broken.yaml:4:35: an inference that rests on itself",
     "hint: premises lead back to facts with sources"),
    ("inferences from one another", film("country:\n  - {value: A, inferred: {name: a, reasoning: So., premises: [other country B, film title Film]}}\n  - {value: B, inferred: {name: b, reasoning: So., premises: [other country A]}}\n  - {value: C, inferred: {name: c, reasoning: So., premises: [other country B]}}"),
     "broken.yaml:5:30: an inference that rests on itself",
     "hint: premises lead back to facts with sources",
     "broken.yaml:6:30: an inference that rests on itself",
     "hint: premises lead back to facts with sources"),
    ("three inferences in a circle", film("credits:\n  director:\n    - {value: ann, inferred: {name: a, reasoning: So., premises: [other producer ann]}}\n  producer:\n    - {value: ann, inferred: {name: b, reasoning: So., premises: [other consultant ann]}}\n  consultant:\n    - {value: ann, inferred: {name: c, reasoning: So., premises: [other director ann]}}"),
     "broken.yaml:6:34: an inference that rests on itself",
     "hint: premises lead back to facts with sources",
     "broken.yaml:8:34: an inference that rests on itself",
     "hint: premises lead back to facts with sources",
     "broken.yaml:10:34: an inference that rests on itself",
     "hint: premises lead back to facts with sources"),
]
# fmt: on


@pytest.mark.parametrize(
    ("text", "expected"), [pytest.param(text, expected, id=name) for name, text, *expected in BROKEN]
)
def test_each_mistake_is_found_at_its_place(
    folder: Path, ontology: Ontology, text: str, expected: list[str]
) -> None:
    with pytest.raises(FactsError) as caught:
        load_with(folder, ontology, text, "broken.yaml")
    assert caught.value.lines()[:-1] == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            film("genre: {value: drama, sources: [web], rank: deprecated, reason: No.}"), id="deprecated"
        ),
        pytest.param(
            film("title: {value: T, sources: [web], rank: deprecated, reason: No.}"), id="single one"
        ),
        pytest.param(film("title: {value: T, sources: [web], rank: normal, reason: Plain.}"), id="reason"),
        pytest.param(film("features: {values: [ann, pub], sources: [web]}"), id="several classes"),
        pytest.param(film("credits: {}"), id="no credits"),
        pytest.param(film("title: {value: 'Ann: #1 & *', sources: [web]}"), id="quoted"),
        pytest.param(film("theme: {value: theme/forensic-science, sources: [web]}"), id="concept"),
        pytest.param(case("release/1: {date: {value: 2008, sources: [web]}}"), id="source by its date"),
        pytest.param(case("release/10: {sources: [web]}"), id="ordinal"),
        pytest.param(
            film(
                "credits:\n  director: {value: ann, sources: [web]}\n  producer: {value: ann, sources: [web]}"
            ),
            id="two credits of one",
        ),
        pytest.param(
            film(
                "country:\n"
                "  - {value: A, inferred: {name: a, reasoning: So., premises: [film title Film]}}\n"
                "  - {value: B, inferred: {name: b, reasoning: So., premises: [other country A]}}\n"
                "  - {value: C, inferred: {name: c, reasoning: So., premises: [other country A, other country B]}}"
            ),
            id="inferences on one another without a circle",
        ),
        pytest.param(source("publisher: pub\nkind: blog\nderived_from: [web, book]"), id="roots"),
        pytest.param("", id="empty file"),
    ],
)
def test_what_is_right_is_not_found(folder: Path, ontology: Ontology, text: str) -> None:
    load_with(folder, ontology, text)


def test_all_mistakes_of_all_files_are_reported_at_once_and_in_order(
    folder: Path, ontology: Ontology
) -> None:
    (folder / "b.yaml").write_text("persons: {}\npeople:\n  carl: {}\n  ann: {label: A}\n", encoding="utf-8")
    (folder / "c.yaml").write_text("people: [\n", encoding="utf-8")
    with pytest.raises(FactsError) as caught:
        load_with(folder, ontology, film("title: T\ncovers: {value: case-anne, sources: [wbe]}"), "a/z.yaml")
    assert [f"{finding.place}: {finding.message}" for finding in caught.value.findings] == [
        "a/z.yaml:4:12: a fact without a source",
        "a/z.yaml:5:21: unknown entity 'case-anne'",
        "a/z.yaml:5:42: unknown source 'wbe'",
        "b.yaml:1:1: unknown section 'persons'",
        "b.yaml:3:3: carl has no label",
        "base.yaml:8:3: ann is described twice",
        "c.yaml:2:1: not YAML: did not find expected node content (while parsing a flow node)",
    ]
    assert caught.value.lines()[-1] == "error: 7 findings in the facts; nothing was built"


def test_files_are_read_in_the_order_of_their_names_in_all_subfolders(
    folder: Path, ontology: Ontology
) -> None:
    for number, name in enumerate(["b/two.yaml", "a.yaml", "b/one.yaml", "Z.yaml", "b.yaml", "é/x.yaml"]):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"people:\n  person-{number}: {{label: P}}\n", encoding="utf-8")
    (folder / "notes.yml").write_text("not: read\n", encoding="utf-8")
    names = ["Z.yaml", "a.yaml", "b.yaml", "b/one.yaml", "b/two.yaml", "base.yaml", "é/x.yaml"]
    assert [path.relative_to(folder).as_posix() for path in fact_files(folder)] == names
    people = [name for name in load(folder, ontology).entities if name.startswith("person-")]
    assert people == ["person-3", "person-1", "person-4", "person-2", "person-0", "person-5"]


def test_findings_outside_the_working_folder_have_their_full_path(
    folder: Path, ontology: Ontology, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "elsewhere").mkdir()
    monkeypatch.chdir(folder / "elsewhere")
    with pytest.raises(FactsError) as caught:
        load_with(folder, ontology, "persons: {}\n")
    assert caught.value.lines()[0] == f"{folder}/facts.yaml:1:1: unknown section 'persons'"


def test_a_folder_that_does_not_exist(tmp_path: Path, ontology: Ontology) -> None:
    with pytest.raises(UnknownNameError) as caught:
        load(tmp_path / "gone", ontology)
    assert caught.value.lines() == [f"error: unknown folder of facts '{tmp_path}/gone'"]
    assert caught.value.exit_code == 2


def test_a_file_in_place_of_the_folder(folder: Path, ontology: Ontology) -> None:
    with pytest.raises(UnknownNameError):
        load(folder / "base.yaml", ontology)


@pytest.mark.parametrize("text", [None, "", "# nothing yet\n", "people: {}\n"])
def test_a_folder_without_facts(
    tmp_path: Path, ontology: Ontology, monkeypatch: pytest.MonkeyPatch, text: str | None
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "facts"
    folder.mkdir()
    if text is not None:
        (folder / "a.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(FactsError) as caught:
        load(folder, ontology)
    assert caught.value.lines() == [
        "facts:1:1: no facts here",
        "hint: a fact file ends in .yaml; see docs/fact-format.md",
        "error: 1 finding in the facts; nothing was built",
    ]

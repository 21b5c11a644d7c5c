"""The columns of all known layouts: which property each fills, and how its cells are read.

A column is known by the letters and digits of its header, whatever their case, spacing and
punctuation. Several may fill one property, as where an export gives a flag twice. Whatever speaks of
victims is known by `is_about_victims` and never read; the program has no names for such columns.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from innograph.imports import values
from innograph.imports.nre import vocabulary
from innograph.imports.rows import CASE, PERSON
from innograph.imports.values import WrongValue
from innograph.model import Value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Answers = Callable[[str], list[tuple[str, Value]]]

VICTIMS = re.compile(r"(?i:victim|\bchild vic\b|^cv$|(?<![A-Za-z])Vs?(?![A-Za-z]))|(?<=[a-z])Vs?(?![A-Za-z])")
NAME, LAST_NAME, FIRST_NAME = "name", "lastname", "firstname"
NAMES = frozenset({NAME, LAST_NAME, FIRST_NAME})


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds.

    Attributes:
        about: What its facts are about: ``"person"``, ``"case"`` or an event such as ``"crime/1"``.
        relations: The properties that it fills; the first where *read* does not say which.
        read: A cell's text → the properties and values that it gives.
        part: ``"year"``, ``"month"`` or ``"day"``, for a column that holds a part of a date.
    """

    about: str
    relations: tuple[str, ...]
    read: Answers
    part: str = ""


def key(header: str) -> str:
    """What a header is known by: its letters and digits in lower case; the column of asterisks is ``"*"``."""
    text = values.clean(header)
    return text if text == "*" else "".join(re.findall(r"[^\W_]+", text.casefold()))


def is_about_victims(header: str) -> bool:
    """Whether a column tells something of victims, which is never imported."""
    return VICTIMS.search(values.clean(header).replace("_", " ")) is not None


def _plain(about: str, relation: str, reader: values.Reader) -> Column:
    return Column(about, (relation,), lambda text: [(relation, value) for value in reader(text)])


def _dates() -> Iterator[tuple[str, Column]]:
    """The dates of events, whole and in parts."""
    for event, names in vocabulary.EVENTS.items():
        for name in names:
            yield f"date of {name}", _plain(event, "date", values.day)
            for part in ("year", "month", "day"):
                yield f"date of {name} {part}", Column(event, ("date",), lambda _: [], part)


def _denied(relations: tuple[str, str], value: Value, code: str = "") -> Column:
    """A flag whose yes and no are two properties with one value."""

    def read(text: str) -> list[tuple[str, Value]]:
        said = values.yes_or_no(text, code)
        return [] if said is None else [(relations[0] if said else relations[1], value)]

    return Column(CASE, relations, read)


def _factor(code: str) -> Column:
    return _denied(("factor", "excludedFactor"), Value(vocabulary.FACTORS[code]), code)


def _misconduct(code: str) -> Column:
    value = Value(vocabulary.MISCONDUCT[code], "xsd:string")
    return _denied(("misconductKind", "excludedMisconductKind"), value, code)


def _flags() -> Iterator[tuple[str, Column]]:
    """Contributing factors, kinds of misconduct and characteristics that have a column each."""
    for code, names in vocabulary.FACTOR_NAMES.items():
        yield from ((name, _factor(code)) for name in (code, *names))
    for code, names in vocabulary.MISCONDUCT_NAMES.items():
        yield from ((name, _misconduct(code)) for name in (code, *names))
    for code, name in vocabulary.TAGS.items():
        column = _plain(CASE, "caseCharacteristic", partial(_if_yes, Value(name, "xsd:string"), code))
        yield from (
            (each, column) for each in (code, name) if len(each) > 1 and (each == code or " " in each)
        )


def _if_yes(value: Value, code: str, text: str) -> list[Value]:
    return [value] if values.yes_or_no(text, code) else []


def _dna(text: str) -> list[tuple[str, Value]]:
    """DNA as a flag; an asterisk after it says that DNA was not central (data dictionary of 2015)."""
    said = values.yes_or_no(text, "DNA")
    answers = [] if said is None else [("dnaContributed", Value(str(said).lower(), "xsd:boolean"))]
    return answers + (_asterisk("*") if said and text.endswith("*") else [])


def _asterisk(text: str) -> list[tuple[str, Value]]:
    if text != "*":
        raise WrongValue(f"{text!r} is not an asterisk")
    return [("dnaCentral", Value("false", "xsd:boolean"))]


def _codes(names: dict[str, str], text: str) -> list[Value]:
    """A list of codes, spelled out; what is spelled out already, and is no victim's tag, as it stands."""
    known = {each.casefold(): name for code, name in names.items() for each in (code, name)}
    listed = (part for part in values.listed(text, "[;,]#?") if not values.is_unknown(part))
    parts = [part for part in listed if not is_about_victims(part)]
    found = [Value(known[part.casefold()], "xsd:string") for part in parts if part.casefold() in known]
    unknown = [repr(part) for part in parts if part.casefold() not in known]
    if unknown:
        what = "is not a known code" if len(unknown) == 1 else "are not known codes"
        raise WrongValue(f"{', '.join(unknown)} {what}", found)
    return found


def _state(text: str) -> list[Value]:
    """A state in full, in its usual letters; a federal district as the Registry writes it: ``Fed-NY``."""
    name = vocabulary.state(text)
    if not name:
        raise WrongValue(f"{text!r} is no state of the United States, nor a federal district")
    return [Value(name, "xsd:string")]


def _sex(text: str) -> list[Value]:
    name = vocabulary.SEXES.get(text.casefold())
    if name is None:
        raise WrongValue(f"{text!r} is neither male nor female")
    return [Value(name, "xsd:string")]


def _suspicion(text: str) -> list[Value]:
    return [Value(text.upper(), "xsd:string")]


def _sentence(text: str) -> list[tuple[str, Value]]:
    """A punishment; death is also a death sentence."""
    death = [("deathSentence", Value("true", "xsd:boolean"))] if text.casefold() == "death" else []
    return [("sentence", value) for value in values.words(text)] + death


def _trial_misconduct(text: str) -> list[Value]:
    """The kinds of misconduct at trial, without the number and the "Yes," before each and the coder's notes."""
    parts = (re.sub(r"^\d\s+|\s*\(.*?\)$", "", part) for part in values.listed(text))
    return _said(parts)


def _after_yes(text: str) -> list[Value]:
    return _said(re.sub(r"\s*\(.*?\)$", "", part) for part in values.listed(text))


def _said(parts: object) -> list[Value]:
    found = []
    for part in parts:  # type: ignore[attr-defined]
        if not values.is_unknown(part):
            text = re.sub(r"^yes,\s*", "", part, flags=re.IGNORECASE).rstrip(".")
            found.append(Value(text, "xsd:string"))
    return found


NAMED: dict[str, Column] = {
    "age": _plain(CASE, "ageAtCrime", values.age),
    "age at crime": _plain(CASE, "ageAtCrime", values.age),
    "age at crime yrs": _plain(CASE, "ageAtCrime", values.age),
    "age at crime years": _plain(CASE, "ageAtCrime", values.age),
    "race": _plain(PERSON, "race", values.renamed(vocabulary.RACES)),
    "sex": _plain(PERSON, "sex", _sex),
    "gender": _plain(PERSON, "sex", _sex),
    "state": _plain(CASE, "state", _state),
    "county": _plain(CASE, "county", values.words),
    "county of crime": _plain(CASE, "county", values.words),
    "tags": _plain(CASE, "caseCharacteristic", partial(_codes, vocabulary.TAGS)),
    "case characteristics": _plain(CASE, "caseCharacteristic", partial(_codes, vocabulary.TAGS)),
    "om tags": _plain(CASE, "misconductKind", partial(_codes, vocabulary.MISCONDUCT)),
    "worst crime": _plain(CASE, "worstCrime", values.words),
    "worst crime display": _plain(CASE, "worstCrime", values.words),
    "list add'l crimes": _plain(CASE, "additionalCrime", values.each),
    "list add'l crimes recode": _plain(CASE, "additionalCrime", values.each),
    "sentence": Column("sentencing/1", ("sentence", "deathSentence"), _sentence),
    "posting date": _plain(CASE, "postingDate", values.day),
    "last update date": _plain(CASE, "updateDate", values.day),
    "pre-1989": _plain(CASE, "earlyExoneration", values.flag),
    "years lost": _plain(CASE, "yearsLost", values.years),
    # dates of events by the verb; those that are called dates are made from the vocabulary
    "occurred": _plain("crime/1", "date", values.day),
    "convicted": _plain("wrongful-conviction/1", "date", values.day),
    "released": _plain("release/1", "date", values.day),
    "exonerated": _plain("exoneration/1", "date", values.day),
    "year of recantation": _plain("recantation/1", "date", values.day),
    "form of 1st conviction": _plain("wrongful-conviction/1", "form", lambda text: values.renamed(vocabulary.FORMS)(text.lower())),
    "dna": Column(CASE, ("dnaContributed", "dnaCentral"), _dna),
    "*": Column(CASE, ("dnaCentral",), _asterisk),
    # what only the export of exonerationregistry.org has
    "death penalty": _plain("sentencing/1", "deathSentence", values.flag),
    "2nd sentence": _plain("sentencing/2", "sentence", values.words),
    "why was d suspected recode": _plain(CASE, "suspicionCode", _suspicion),
    "exonerated cods": _plain(CASE, "codefendantGroup", values.words),
    "part of a group exon": _plain(CASE, "groupExoneration", values.flag),
    "# mistaken id witnesses": _plain(CASE, "mistakenWitnesses", values.count),
    "# mistaken id witnesses at trial": _plain(CASE, "mistakenWitnessesAtTrial", lambda text: [] if text == "P" else values.count(text)),
    "other false id": _plain(CASE, "otherFalseIdentification", _suspicion),
    "mistaken cross-group id": _plain(CASE, "crossGroupIdentification", values.flag),
    "tainted id procedure(s)": _plain(CASE, "taintedIdentification", values.only_yes),
    "any known recanters": _plain(CASE, "witnessRecanted", values.flag),
    "forensic evidence used": _plain(CASE, "forensicEvidenceUsed", values.each),
    "perjury by official actors": _plain(CASE, "perjuryBy", values.each),
    "om by prosecutor during trial": _plain(CASE, "trialMisconduct", _trial_misconduct),
    "official actor disciplined for om": _plain(CASE, "misconductDiscipline", _after_yes),
    "om not connected to conviction": _plain(CASE, "unconnectedMisconduct", _after_yes),
    "extreme judicial misconduct": _plain(CASE, "extremeJudicialMisconduct", values.only_yes),
}  # fmt: skip
COLUMNS = {key(name): column for name, column in (*_flags(), *_dates(), *NAMED.items())}
OLD_IDENTIFIER = _plain(CASE, "spreadsheetId", values.identifier)
IDENTIFIER = _plain(CASE, "registryId", values.identifier)
# With "Sentence (Other)" beside it, "Sentence" holds the kind, and the other column the words.
SENTENCE_KIND = "sentence"
SENTENCE_WORDS = "sentenceother"

# What tells an export of the Registry from any other table, in words for whoever gives a wrong file.
REQUIRED = {
    "a name (Name, or Last Name and First Name)": ({NAME}, {LAST_NAME, FIRST_NAME}),
    "State": ({"state"},),
    "Worst Crime Display": ({"worstcrimedisplay"}, {"worstcrime"}),
    "the exoneration (Exonerated, or Date of Exon)": (
        {"exonerated"},
        {"dateofexoneration"},
        {"dateofexonerationyear"},
        {"dateofexon"},
        {"dateofexonyear"},
    ),
}


def missing(keys: set[str]) -> list[str]:
    """What an export of the Registry has and these columns do not."""
    return [what for what, ways in REQUIRED.items() if not any(way <= keys for way in ways)]


def of_layout(keys: set[str]) -> dict[str, Column]:
    """The columns as a layout with these headers means them.

    An ``ID`` beside a single ``Name`` is the current identifier, beside ``Last Name`` that of the
    spreadsheets of 2018 and 2019: the two number different people alike.
    """
    known = dict(COLUMNS)
    known["id"] = IDENTIFIER if NAME in keys else OLD_IDENTIFIER
    if SENTENCE_WORDS in keys:
        known[SENTENCE_KIND] = _plain("sentencing/1", "sentenceKind", values.words)
        known[SENTENCE_WORDS] = _plain("sentencing/1", "sentence", values.words)
    return known


def properties() -> set[str]:
    """The properties that some column of some layout fills."""
    described = [*COLUMNS.values(), OLD_IDENTIFIER, IDENTIFIER]
    return {relation for column in described for relation in column.relations} | {
        "sentenceKind",
        "listedName",
    }

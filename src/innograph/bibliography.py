"""The sources that an answer cites → a bibliography, for reference managers and documents."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from innograph.display import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from innograph.answers import Answer, Citation

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
NOT_IN_A_KEY = re.compile(r"[^A-Za-z0-9:.+/-]+")
# The kinds of source of the fact files: as a BibTeX entry, a CSL type and a RIS type of reference.
KINDS = {
    "article": ("article", "article-newspaper", "NEWS"),
    "blog": ("misc", "post-weblog", "BLOG"),
    "court-document": ("misc", "legal_case", "CASE"),
    "dataset": ("misc", "dataset", "DATA"),
    "interview": ("article", "interview", "NEWS"),
    "legislation": ("misc", "legislation", "STAT"),
    "podcast": ("misc", "broadcast", "SOUND"),
    "reference": ("misc", "entry", "ELEC"),
    "review": ("article", "review", "NEWS"),
}
OTHER_KIND = ("misc", "webpage", "ELEC")
PERIODICALS = frozenset(["article", "blog", "interview", "podcast", "reference", "review"])
LATEX = str.maketrans(
    {character: f"\\{character}" for character in "&%$#_"}
    | {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",  # a bare \{ would count as an opening brace of the field
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "<": r"\textless{}",
        ">": r"\textgreater{}",
        "|": r"\textbar{}",
        "`": r"\textasciigrave{}",
    }
)
LIGATURE = re.compile(r"(?<=-)(?=-)|(?<=')(?=')|(?<=,)(?=,)")  # such as --, which LaTeX sets as a dash


@dataclass(frozen=True, slots=True)
class Reference:
    """A source as a bibliography lists it, with the marks of the passages that are cited.

    Attributes:
        key: Names it in a document; letters, digits and ``: . + / -``, the source's id where it can be.
        date: Year, month and day, as far as they are known.
        authors: Each as one name, or as family name, given name and suffix.
        note: What a reader has to know to find it and what was cited, in words.
    """

    key: str
    kind: str
    title: str
    authors: tuple[tuple[str, ...], ...]
    publisher: str
    date: tuple[int, ...]
    url: str
    note: str

    @property
    def forms(self) -> tuple[str, str, str]:
        """The BibTeX entry, CSL type and RIS type of reference for its kind."""
        return KINDS.get(self.kind, OTHER_KIND)

    @property
    def is_in_periodical(self) -> bool:
        """Whether the publisher's name is that of what it appeared in."""
        return self.kind in PERIODICALS


def references(answer: Answer) -> list[Reference]:
    """The sources of all citations of an answer, each once, by id."""
    by_source: dict[str, list[Citation]] = {}
    for citation in answer.cited():
        by_source.setdefault(citation.source or citation.passage, []).append(citation)
    keys: dict[str, str] = {}
    for source in sorted(by_source):
        keys[_key(source, keys)] = source
    return [_reference(key, by_source[source]) for key, source in keys.items()]


def bibtex(answer: Answer) -> str:
    """BibTeX entries; UTF-8, with what LaTeX would take for markup escaped.

    The date stands as ``year`` and ``month`` for BibTeX and as ``date`` for BibLaTeX.
    """
    return "\n".join(map(_bibtex_entry, references(answer)))


def csl_json(answer: Answer) -> str:
    """The items of a CSL-JSON file, as Pandoc, Zotero and citeproc read them."""
    from json import dumps

    return dumps([_csl_item(each) for each in references(answer)], ensure_ascii=False, indent=2) + "\n"


def ris(answer: Answer) -> str:
    """RIS records; UTF-8, one tag on each line."""
    return "\n".join(map(_ris_record, references(answer)))


FORMATS: dict[str, Callable[[Answer], str]] = {"bibtex": bibtex, "csl-json": csl_json, "ris": ris}


def _key(source: str, taken: dict[str, str]) -> str:
    """A key of the source's own that no other source has."""
    key = NOT_IN_A_KEY.sub("-", source).strip("-") or "source"
    numbered = (f"{key}-{number}" for number in range(2, len(taken) + 3))
    return next(candidate for candidate in (key, *numbered) if candidate not in taken)


def _reference(key: str, citations: list[Citation]) -> Reference:
    source = citations[0]
    return Reference(
        key=key,
        kind=source.kind,
        title=_one_line(source.title),
        authors=tuple(_name(part) for part in _one_line(source.author).split(" and ") if part.strip()),
        publisher=_one_line(source.publisher),
        date=_date(source.date),
        url=_address(source.url),
        note=". ".join(_notes(source, citations)),
    )


def _notes(source: Citation, citations: list[Citation]) -> Iterator[str]:
    located = [_one_line(citation.mark) for citation in citations if citation.locator]
    if located:
        yield f"Passages cited: {', '.join(located)}"
    if source.seen_at and source.seen_at == source.url:
        yield "Seen as a copy at this address"
    elif source.seen_at:
        yield f"Seen as a copy at {_address(source.seen_at)}"
    if source.roots:
        yield f"Repeats {', '.join(map(_one_line, source.roots))}"
    if source.date and not _date(source.date):
        yield f"Dated {_one_line(source.date)}"


def _one_line(text: str) -> str:
    return " ".join(clean(text).split())


def _name(text: str) -> tuple[str, ...]:
    """The parts of a name: ``("Elliott", "Jack", "Jr.")``, or the whole where it has no comma."""
    return tuple(filter(None, (part.strip() for part in text.split(",", 2))))


def _date(text: str) -> tuple[int, ...]:
    """Year, month and day of a date, as far as it goes; nothing for what is no such date."""
    match = DATE.fullmatch(text)
    return tuple(int(part) for part in match.groups() if part) if match else ()


def _address(text: str) -> str:
    """The address with every character that an IRI cannot hold percent-encoded."""
    return quote(clean(text).strip(), safe="!#$%&'()*+,/:;=?@[]~")


def _iso(date: tuple[int, ...]) -> str:
    return "-".join(f"{part:0{4 if index == 0 else 2}}" for index, part in enumerate(date))


def _bibtex_entry(reference: Reference) -> str:
    year, month = (*reference.date, 0, 0)[:2]
    holder = "journal" if reference.forms[0] == "article" else "howpublished"
    fields = {
        "author": " and ".join(map(_bibtex_name, reference.authors)),
        "title": f"{{{_latex(reference.title)}}}" if reference.title else "",  # keeps its capitals
        holder: _latex(reference.publisher),
        "year": str(year) if year else "",
        "date": _iso(reference.date),
        "url": reference.url,
        "note": _latex(reference.note),
    }
    lines = [f"  {name} = {{{text}}}," for name, text in fields.items() if text]
    if 1 <= month <= len(MONTHS):
        lines.append(f"  month = {MONTHS[month - 1]},")
    return "\n".join([f"@{reference.forms[0]}{{{reference.key},", *lines, "}", ""])


def _bibtex_name(parts: tuple[str, ...]) -> str:
    if len(parts) == 1:
        return f"{{{_latex(parts[0])}}}"  # one name, not to be taken apart
    family, given, *suffix = map(_latex, parts)
    return ", ".join([family, *suffix, given])


def _latex(text: str) -> str:
    return LIGATURE.sub("{}", text.translate(LATEX))


def _csl_item(reference: Reference) -> dict[str, Any]:
    container = {"container-title": reference.publisher} if reference.is_in_periodical else {}
    item = {
        "id": reference.key,
        "type": reference.forms[1],
        "title": reference.title,
        "author": [_csl_name(parts) for parts in reference.authors],
        **container,
        "publisher": reference.publisher,
        "issued": {"date-parts": [list(reference.date)]} if reference.date else None,
        "URL": reference.url,
        "note": reference.note,
    }
    return {name: value for name, value in item.items() if value}


def _csl_name(parts: tuple[str, ...]) -> dict[str, str]:
    if len(parts) == 1:
        return {"literal": parts[0]}
    return dict(zip(("family", "given", "suffix"), parts, strict=False))


def _ris_record(reference: Reference) -> str:
    year, month, day = (*reference.date, 0, 0, 0)[:3]
    tags = [
        ("TY", reference.forms[2]),
        ("ID", reference.key),
        ("TI", reference.title),
        *(("AU", ", ".join(parts)) for parts in reference.authors),
        ("T2", reference.publisher if reference.is_in_periodical else ""),
        ("PB", reference.publisher),
        ("PY", f"{year:04}" if year else ""),
        ("DA", f"{year:04}/{_padded(month)}/{_padded(day)}/" if year else ""),
        ("UR", reference.url),
        ("N1", reference.note),
    ]
    return "".join(f"{tag}  - {text}\n" for tag, text in _filled(tags)) + "ER  - \n"


def _padded(number: int) -> str:
    return f"{number:02}" if number else ""


def _filled(tags: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    return ((tag, text) for tag, text in tags if text)

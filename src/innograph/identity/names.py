"""How like are two names? A grade and its reason, from the forms in which people are listed.

Names are compared by their words, without case, accents and punctuation. A suffix (Jr., III) is no
word of the name, but two different ones are two people: a father and a son.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container

SUFFIXES = {"jr": "jr", "junior": "jr", "sr": "sr", "senior": "sr", "ii": "ii", "iii": "iii", "iv": "iv"}
ASIDE = re.compile(r"[(\[\"“”'‘’](\w[\w .]*)[)\]\"“”'‘’](?=\s|$)")
BETWEEN = re.compile(r"[^\w]+")
# First names that the same person goes by; shortened ones (Dan, Daniel) follow from the letters.
NICKNAMES = (
    "albert al bert", "alexander sandy alex", "andrew drew andy", "anthony tony", "barbara barb babs",
    "bernard bernie", "catherine katherine kathleen cathy kathy kate", "charles charlie chuck",
    "clarence clay", "cornelius neil", "david dave davey", "deborah debra debbie", "dennis denny",
    "donald don donnie", "dorothy dot", "edward edwin ed eddie ted ned", "elizabeth liz beth betty lisa",
    "francisco frank franky pancho", "francis franklin frank franky", "frederick fred freddie",
    "gerald jerry gerry", "gerard jerry", "gregory greg", "harold hal harry", "henry hank harry",
    "jacob jake", "james jim jimmy jamie", "jerome jerry", "john jack johnny johnnie", "joseph joe joey",
    "jose pepe", "kenneth ken kenny", "lawrence laurence larry", "leonard len lenny", "margaret maggie peggy",
    "matthew matt", "michael mike mickey", "nathaniel nathan nate", "nicholas nick", "patricia pat patty trish",
    "patrick pat paddy", "raymond ray", "richard rick ricky rickie dick rich", "robert rob bob bobby robbie bert",
    "ronald ron ronnie", "samuel sam sammy", "stephen steven steve", "susan sue", "theodore ted teddy",
    "thomas tom tommy tommie", "timothy tim", "vincent vince", "walter walt", "william bill billy will willie",
    # one name, spelt in several ways
    "allen alan allan", "anne ann anna", "brian bryan", "carl karl", "darryl darrell daryl darrel",
    "eric erik", "gary garry", "geoffrey jeffrey jeffery geoff jeff", "glen glenn", "jesse jessie", "jon john",
    "katherine kathryn", "lewis louis", "mark marc", "phillip philip phil", "sean shawn shaun", "sidney sydney",
    "terry terrence terrance terence", "tyrone tyron",
)  # fmt: skip
SHORTEST = 3  # letters of a shortened first name
FORGIVEN = ((12, 2), (7, 1))  # letters of a whole name, and how many of them may be wrong


class Grade(IntEnum):
    """How like two names are, from not at all to the same."""

    APART = 0
    PARTLY = 1
    NEAR = 2
    FORM = 3
    SAME = 4


@dataclass(frozen=True)
class Form:
    """A name taken apart.

    Attributes:
        words: Its words, folded, without a suffix: ``("franky", "carrillo")``.
        suffix: ``"jr"``, ``"sr"``, ``"ii"``, … or empty.
        aside: Words that stand in brackets or quotation marks: another first name.
    """

    words: tuple[str, ...]
    suffix: str = ""
    aside: tuple[str, ...] = ()

    @cached_property
    def joined(self) -> str:
        """The letters of all words."""
        return "".join(self.words)

    @property
    def given(self) -> tuple[str, ...]:
        """All given names: first, middle, and those aside."""
        return (*self.words[:-1], *self.aside)

    @property
    def firsts(self) -> tuple[str, ...]:
        """The first names by which the person is known."""
        return (*self.words[:1], *self.aside)


def folded(text: str) -> str:
    """The text without case and accents: ``"Ibáñez"`` → ``"ibanez"``."""
    if text.isascii():
        return text.casefold()
    parts = unicodedata.normalize("NFKD", text)
    return "".join(each for each in parts if not unicodedata.combining(each)).casefold()


@lru_cache(maxsize=65_536)
def form(name: str) -> Form:
    """The name taken apart: ``"Robert (Bob) O'Neil, Jr."`` → robert oneil, jr, bob."""
    aside = tuple(word for part in ASIDE.findall(name) for word in _words(part))
    words = _words(ASIDE.sub(" ", name))
    suffix = next((SUFFIXES[word] for word in words[1:] if word in SUFFIXES), "")
    words = words[:1] + [word for word in words[1:] if word not in SUFFIXES]
    return Form(tuple(words), suffix, aside)


def _words(text: str) -> list[str]:
    plain = folded(text).replace("'", "").replace("’", "")
    return [word for word in BETWEEN.split(plain) if word]


def compare(one: str, other: str, attested: Container[str] = ()) -> tuple[Grade, str]:
    """How like two names are, and why, in words.

    Args:
        one: A name.
        other: Another.
        attested: Words, folded, that are known to be names: no word of them is another misspelt.
    """
    first, second = form(one), form(other)
    if not first.words or not second.words:
        return Grade.APART, "a name is missing"
    if first.suffix and second.suffix and first.suffix != second.suffix:
        return Grade.PARTLY, f"names end in {first.suffix} and {second.suffix}"
    if first.joined == second.joined:
        differs = first.suffix != second.suffix
        return (Grade.FORM, "the same name but for a suffix") if differs else (Grade.SAME, "the same name")
    return _unlike(first, second, attested)


def _unlike(one: Form, other: Form, attested: Container[str]) -> tuple[Grade, str]:
    if one.words[-1] == other.words[-1] and (known := _of_one_last_name(one, other)):
        return known
    if sorted(one.words) == sorted(other.words):
        return Grade.NEAR, "the same words in another order"
    shared = {word for word in {*one.words} & {*other.words} if len(word) > 1}
    if len(shared) > 1 and _ends_meet(one, other):
        return Grade.NEAR, "several words of the names are the same"
    if _is_misspelt(one, other, attested):
        return Grade.NEAR, "the names differ in a letter or two"
    only = f"of the names only {' and '.join(sorted(shared))} {'is' if len(shared) == 1 else 'are'} the same"
    return (Grade.PARTLY, only) if shared else (Grade.APART, "the names differ")


def _of_one_last_name(one: Form, other: Form) -> tuple[Grade, str] | None:
    """What the given names say, if anything; middle names that contradict one another are two people's."""
    is_one_first = bool(set(one.firsts) & set(other.firsts))
    if not _fit(one.given, other.given):
        words = "the first and the last name are the same, the middle names differ"
        return (Grade.PARTLY, words) if is_one_first else None
    if is_one_first:
        return Grade.FORM, "the same name but for a middle name"
    return Grade.NEAR, "the same last name, and forms of one first name"


def _ends_meet(one: Form, other: Form) -> bool:
    """Whether the first name of either is in the other, and so the last: brothers share the middle too."""
    return all(one.words[end] in other.words or other.words[end] in one.words for end in (0, -1))


def _fit(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether given names contradict nothing: those of the one are the other's, or forms of them."""
    fewer, more = sorted((one, other), key=len)
    left = list(more)
    for name in fewer:
        found = next((each for each in left if each == name), None)
        found = found or next((each for each in left if is_form_of(name, each)), None)
        if found is None:
            return False
        left.remove(found)
    return True


def is_form_of(one: str, other: str) -> bool:
    """Whether two first names, folded, may be the same person's: ``j`` and ``jane``, ``bob`` and ``robert``."""
    shorter, longer = sorted((one, other), key=len)
    if longer.startswith(shorter) and (len(shorter) == 1 or len(shorter) >= SHORTEST):
        return True
    return bool(_nicknames().get(one, frozenset()) & _nicknames().get(other, frozenset()))


@lru_cache(maxsize=1)
def _nicknames() -> dict[str, frozenset[int]]:
    """For each first name the numbers of the groups that it is in."""
    found: dict[str, set[int]] = {}
    for number, group in enumerate(NICKNAMES):
        for name in group.split():
            found.setdefault(name, set()).add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


def _is_misspelt(one: Form, other: Form, attested: Container[str]) -> bool:
    from rapidfuzz.distance import DamerauLevenshtein

    shortest = min(len(one.joined), len(other.joined))
    allowed = next((errors for length, errors in FORGIVEN if shortest >= length), 0)
    if not allowed or DamerauLevenshtein.distance(one.joined, other.joined, score_cutoff=allowed) > allowed:
        return False
    sides = [set(mine.words) - set(theirs.words) for mine, theirs in ((one, other), (other, one))]
    return not all(side and all(word in attested for word in side) for side in sides)

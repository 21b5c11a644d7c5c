"""The structure of a SPARQL 1.1 query, as far as lineage needs it.

Patterns are taken apart down to their triples; expressions stay text, apart from the patterns
of EXISTS in them. Terms are the query's own text; a variable begins with ``?``, and what the
query leaves without a name (blank nodes, the joints of a path) is a variable whose name no
query writes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_ABSOLUTE = re.compile("[A-Za-z][A-Za-z0-9+.-]*:")
SEQUENCE, ALTERNATIVE, INVERSE, NEGATED = "/", "|", "^", "!"
ZERO_OR_MORE, ONE_OR_MORE, ZERO_OR_ONE = "*", "+", "?"


@dataclass(frozen=True, slots=True)
class Path:
    """A property path: an operator and its parts, IRIs or paths."""

    operator: str
    parts: tuple[Path | str, ...]

    def __str__(self) -> str:
        inner = [str(part) for part in self.parts]
        if self.operator in (SEQUENCE, ALTERNATIVE):
            return f"({self.operator.join(inner)})"
        if self.operator == NEGATED:
            return f"!({'|'.join(inner)})"
        if self.operator == INVERSE:
            return f"^{inner[0]}"
        return f"({inner[0]}){self.operator}"

    def iris(self) -> Iterator[str]:
        """The IRIs in it."""
        for part in self.parts:
            if isinstance(part, Path):
                yield from part.iris()
            else:
                yield part


@dataclass(frozen=True, slots=True)
class Triple:
    """A triple pattern or, when *predicate* is a `Path`, a path pattern."""

    subject: str
    predicate: str | Path
    object: str

    def __str__(self) -> str:
        return f"{self.subject} {self.predicate} {self.object}"

    def variables(self) -> Iterator[str]:
        """Its variables, those without a name in the query included."""
        for term in (self.subject, self.predicate, self.object):
            if isinstance(term, str) and term.startswith("?"):
                yield term


@dataclass(frozen=True, slots=True)
class Exists:
    """An EXISTS or NOT EXISTS in an expression."""

    pattern: Group
    negated: bool


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression as text, the EXISTS in it, and whether it is one EXISTS and nothing else."""

    text: str
    exists: tuple[Exists, ...] = ()
    is_exists: bool = False
    aggregates: bool = False


@dataclass(frozen=True, slots=True)
class Triples:
    """Neighbouring triple patterns."""

    triples: tuple[Triple, ...]

    @property
    def text(self) -> str:
        """As it stands in a group."""
        return " ".join(f"{triple} ." for triple in self.triples)


@dataclass(frozen=True, slots=True)
class Filter:
    """FILTER."""

    expression: Expression

    @property
    def text(self) -> str:
        """As it stands in a group."""
        return f"FILTER {self.expression.text}"


@dataclass(frozen=True, slots=True)
class Bind:
    """BIND."""

    expression: Expression
    variable: str

    @property
    def text(self) -> str:
        """As it stands in a group."""
        return f"BIND ({self.expression.text} AS {self.variable})"


@dataclass(frozen=True, slots=True)
class Values:
    """VALUES."""

    text: str
    variables: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Optional:
    """OPTIONAL."""

    group: Group

    @property
    def text(self) -> str:
        """As it stands in a group."""
        return f"OPTIONAL {self.group.text}"


@dataclass(frozen=True, slots=True)
class Minus:
    """MINUS."""

    group: Group

    @property
    def text(self) -> str:
        """As it stands in a group."""
        return f"MINUS {self.group.text}"


@dataclass(frozen=True, slots=True)
class Graph:
    """GRAPH."""

    name: str
    group: Group

    @property
    def text(self) -> str:
        """As it stands in a group."""
        return f"GRAPH {self.name} {self.group.text}"


@dataclass(frozen=True, slots=True)
class Union:
    """A group by itself, or several of which each gives solutions."""

    groups: tuple[Group, ...]

    @property
    def text(self) -> str:
        """As it stands in a group."""
        return " UNION ".join(group.text for group in self.groups)


@dataclass(frozen=True, slots=True)
class SubSelect:
    """A SELECT within the pattern."""

    select: Select

    @property
    def text(self) -> str:
        """As it stands in a group."""
        return f"{{ {self.select.text} }}"


Element = Triples | Filter | Bind | Values | Optional | Minus | Graph | Union | SubSelect


@dataclass(frozen=True, slots=True)
class Group:
    """A group graph pattern, with its text in the query."""

    elements: tuple[Element, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Column:
    """What a SELECT or GROUP BY names: a variable, or an expression and the variable it is bound to."""

    variable: str
    expression: Expression | None = None

    def __str__(self) -> str:
        return f"({self.expression.text} AS {self.variable})" if self.expression else self.variable


@dataclass(frozen=True, slots=True)
class Modifiers:
    """What follows the pattern.

    Attributes:
        keys: GROUP BY; None without one.
        having: HAVING.
        order: ORDER BY, as text.
        slice: LIMIT and OFFSET, as text.
        values: The VALUES at the end.
    """

    keys: tuple[Column, ...] | None = None
    having: tuple[Expression, ...] = ()
    order: str = ""
    order_conditions: tuple[Expression, ...] = ()
    slice: str = ""
    values: Values | None = None

    @property
    def grouping(self) -> str:
        """GROUP BY and HAVING as text; a key that is an expression has a name in it."""
        keys = f"GROUP BY {' '.join(map(str, self.keys))}" if self.keys else ""
        having = f"HAVING {' '.join(each.text for each in self.having)}" if self.having else ""
        return f"{keys} {having}"


@dataclass(frozen=True, slots=True)
class Select:
    """A SELECT, or the pattern of another form.

    Attributes:
        distinct: ``"DISTINCT"``, ``"REDUCED"`` or nothing.
        columns: None for ``*``.
        text: The whole, as it stands in the query.
    """

    distinct: str
    columns: tuple[Column, ...] | None
    where: Group
    modifiers: Modifiers
    text: str = ""

    @property
    def is_grouped(self) -> bool:
        """Whether rows stand for groups of solutions."""
        aggregated = (column.expression for column in self.columns or ())
        return (
            self.modifiers.keys is not None
            or bool(self.modifiers.having)
            or any(expression.aggregates for expression in aggregated if expression)
        )

    def with_columns(
        self, columns: Iterable[Column | str], dataset: str = "", graph: str = "", *, sliced: bool = False
    ) -> str:
        """The SELECT with other columns, in a graph, without DISTINCT; in order if *sliced*."""
        where = f"{{ GRAPH {graph} {self.where.text} }}" if graph else self.where.text
        modifiers = self.modifiers
        order = f"{modifiers.order} {modifiers.slice}" if sliced else ""
        values = modifiers.values.text if modifiers.values else ""
        shown = " ".join(map(str, columns))
        return f"SELECT {shown} {dataset} WHERE {where} {modifiers.grouping} {order} {values}"


@dataclass(frozen=True, slots=True)
class Query:
    """A query.

    Attributes:
        prologue: BASE and PREFIX, as text.
        form: ``"select"``, ``"ask"``, ``"construct"`` or ``"describe"``.
        select: The pattern with its modifiers; a SELECT's columns.
        template: CONSTRUCT's triples.
        resources: DESCRIBE's IRIs and variables; empty for ``*``.
        default: The IRIs after FROM, as text.
        named: The IRIs after FROM NAMED, as text.
        fresh: How the variables begin that the query does not write.
        prefixes: The IRIs that its prefixes stand for, where they are absolute.
    """

    prologue: str
    form: str
    select: Select
    template: tuple[Triple, ...] = ()
    resources: tuple[str, ...] = ()
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    fresh: str = "_"
    prefixes: Mapping[str, str] = field(default_factory=dict)

    def absolute(self, text: str) -> str:
        """The IRI that a text stands for; empty where that takes more than putting a prefix in."""
        if "\\" in text or '"' in text or "'" in text:
            return ""
        if text.startswith("<"):
            return absolute_iri(text)
        prefix, colon, local = text.partition(":")
        namespace = self.prefixes.get(prefix) if colon else None
        return f"{namespace}{local}" if namespace else ""

    @property
    def dataset(self) -> str:
        """FROM and FROM NAMED as text."""
        return " ".join(
            [*(f"FROM {name}" for name in self.default), *(f"FROM NAMED {name}" for name in self.named)]
        )


def absolute_iri(text: str) -> str:
    """The IRI between angle brackets; empty where it is relative or holds an escape."""
    return text[1:-1] if _ABSOLUTE.match(text, 1) and "\\" not in text else ""

"""GEXF 1.3 (gexf.net, March 2022): the format of Gephi, with colours, sizes and places of its own.

Attributes have their title for an id, because Gephi Lite names them by the id. The kind of each edge
is its interaction, so that Gephi keeps edges of several kinds between two nodes apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from innograph.export.placement import DrawnNode, Form
from innograph.export.xml import escaped

if TYPE_CHECKING:
    from innograph.network import Edge

NODE_ATTRIBUTES = {"name": "string", "type": "string", "uri": "string"}
EDGE_ATTRIBUTES = {
    "interaction": "string",
    "predicate": "string",
    "uri": "string",
    "disputed": "boolean",
    "derived": "boolean",
    "sources": "string",
    "evidence": "string",
    "fact": "string",
}
NAMESPACE = "http://gexf.net/1.3"


def _declared(kind: str, attributes: dict[str, str]) -> str:
    lines = (
        f'<attribute id="{name}" title="{name}" type="{type_}"/>\n' for name, type_ in attributes.items()
    )
    return f'<attributes class="{kind}" mode="static">\n{"".join(lines)}</attributes>\n'


def _node(drawn: DrawnNode) -> str:
    node = drawn.node
    label = escaped(node.label)
    red, green, blue = (int(node.color[at : at + 2], 16) for at in (1, 3, 5))
    return (
        f'<node id="{escaped(node.id)}" label="{label}"><attvalues><attvalue for="name" value="{label}"/>'
        f'<attvalue for="type" value="{escaped(node.type)}"/><attvalue for="uri" value="{escaped(node.iri)}"/>'
        f'</attvalues><viz:color r="{red}" g="{green}" b="{blue}" a="1.0"/>'
        f'<viz:position x="{drawn.x}.0" y="{drawn.y}.0" z="0.0"/><viz:size value="{drawn.size}.0"/></node>\n'
    )


def _edge(edge: Edge) -> str:
    values = (
        f'<attvalue for="{name}" value="{escaped(value)}"/>'
        for name, value in (
            ("interaction", edge.interaction),
            ("predicate", edge.predicate),
            ("uri", edge.uri),
            ("disputed", "true" if edge.disputed else "false"),
            ("derived", "true" if edge.derived else "false"),
            ("sources", " | ".join(edge.sources)),
            ("evidence", edge.evidence),
            ("fact", edge.fact),
        )
    )
    return (
        f'<edge id="{edge.key}" source="{escaped(edge.source)}" target="{escaped(edge.target)}"'
        f' kind="{escaped(edge.interaction)}" label="{escaped(edge.label)}" weight="{edge.weight}.0">'
        f"<attvalues>{''.join(values)}</attvalues></edge>\n"
    )


FORM = Form(
    head=(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<gexf xmlns="{NAMESPACE}" xmlns:viz="{NAMESPACE}/viz"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        f' xsi:schemaLocation="{NAMESPACE} {NAMESPACE}/gexf.xsd" version="1.3">\n'
        "<meta><creator>innograph</creator></meta>\n"
        '<graph defaultedgetype="directed" mode="static">\n'
        + _declared("node", NODE_ATTRIBUTES)
        + _declared("edge", EDGE_ATTRIBUTES)
        + "<nodes>\n"
    ),
    node=_node,
    between="</nodes>\n<edges>\n",
    edge=_edge,
    tail="</edges>\n</graph>\n</gexf>\n",
)

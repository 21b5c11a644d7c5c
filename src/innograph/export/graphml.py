"""GraphML 1.0 (graphml.graphdrawing.org), plain or in the flavour of one program.

Plain, it is valid against the schema. Identifiers are name tokens, as the schema asks, and those of
edges are unique, because readers drop or refuse a second edge with the same one. Each key has one
type, there is no data on the graph itself, and every edge of several between two nodes is kept.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from innograph.export.placement import DrawnNode, Form
from innograph.export.xml import escaped, text, texts, token

if TYPE_CHECKING:
    from innograph.network import Edge

NODE_KEYS = {
    "label": "string",
    "name": "string",  # what Cytoscape shows
    "type": "string",
    "color": "string",
    "size": "double",
    "x": "double",
    "y": "double",
    "uri": "string",
    "evidence": "string",
}
EDGE_KEYS = {
    "label": "string",
    "interaction": "string",  # what Cytoscape shows
    "predicate": "string",
    "weight": "double",
    "uri": "string",
    "disputed": "boolean",
    "derived": "boolean",
    "sources": "string",
    "evidence": "string",
    "fact": "string",
}
STANDING = {
    (disputed, derived): (
        f'<data key="e_disputed">{str(disputed).lower()}</data><data key="e_derived">{str(derived).lower()}</data>'
    )
    for disputed in (False, True)
    for derived in (False, True)
}
NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
OPENING = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    f'<graphml xmlns="{NAMESPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    f'{{namespaces}} xsi:schemaLocation="{NAMESPACE} {NAMESPACE}/1.0/graphml.xsd">\n'
)
YED_NAMESPACE = ' xmlns:y="http://www.yworks.com/xml/graphml"'
YED_KEYS = (
    '<key id="n_graphics" for="node" yfiles.type="nodegraphics"/>\n'
    '<key id="e_graphics" for="edge" yfiles.type="edgegraphics"/>\n'
)
TAIL = "</graph>\n</graphml>\n"


def _head(namespaces: str = "", keys: str = "") -> str:
    given = [
        f'<key id="{domain[0]}_{name}" for="{domain}" attr.name="{name}" attr.type="{kind}"/>\n'
        for domain, names in (("node", NODE_KEYS), ("edge", EDGE_KEYS))
        for name, kind in names.items()
    ]
    graph = '<graph id="innograph" edgedefault="directed">\n'
    return OPENING.format(namespaces=namespaces) + "".join(given) + keys + graph


def _node(drawn: DrawnNode, graphics: str = "") -> str:
    node = drawn.node
    label = text(node.label)
    return (
        f'<node id="{token(node.id)}"><data key="n_label">{label}</data><data key="n_name">{label}</data>'
        f'<data key="n_type">{text(node.type)}</data><data key="n_color">{text(node.color)}</data>'
        f'<data key="n_size">{drawn.size}</data><data key="n_x">{drawn.x}</data>'
        f'<data key="n_y">{drawn.y}</data><data key="n_uri">{text(node.iri)}</data>'
        f'<data key="n_evidence">{text(drawn.evidence)}</data>{graphics}</node>\n'
    )


def _edge(edge: Edge, attribute: str = "", graphics: str = "") -> str:
    uri, sources, evidence, fact = texts(edge.uri, " | ".join(edge.sources), edge.evidence, edge.fact)
    return (
        f'<edge id="{edge.key}" source="{token(edge.source)}" target="{token(edge.target)}"{attribute}>'
        f"{_relation(edge.label, edge.interaction, edge.predicate)}"
        f'<data key="e_weight">{edge.weight}</data><data key="e_uri">{uri}</data>'
        f"{STANDING[edge.disputed, edge.derived]}"
        f'<data key="e_sources">{sources}</data><data key="e_evidence">{evidence}</data>'
        f'<data key="e_fact">{fact}</data>{graphics}</edge>\n'
    )


@lru_cache(maxsize=10_000)
def _relation(label: str, interaction: str, predicate: str) -> str:
    """What many edges have in common."""
    return (
        f'<data key="e_label">{text(label)}</data><data key="e_interaction">{text(interaction)}</data>'
        f'<data key="e_predicate">{text(predicate)}</data>'
    )


def _gephi_edge(edge: Edge) -> str:
    """Gephi takes the kind of an edge from this attribute, and merges parallel edges of one kind."""
    return _edge(edge, attribute=f' label="{escaped(edge.interaction)}"')


def _yed_node(drawn: DrawnNode) -> str:
    """What yEd shows stands in elements of its own; a place there is that of the upper left corner."""
    half = drawn.size / 2
    return _node(
        drawn,
        '<data key="n_graphics"><y:ShapeNode>'
        f'<y:Geometry x="{drawn.x - half}" y="{drawn.y - half}" width="{drawn.size}" height="{drawn.size}"/>'
        f'<y:Fill color="{escaped(drawn.node.color)}" transparent="false"/>'
        '<y:BorderStyle color="#FFFFFF" type="line" width="1.0"/>'
        '<y:NodeLabel modelName="sides" modelPosition="s" autoSizePolicy="content">'
        f'{text(drawn.node.label)}</y:NodeLabel><y:Shape type="ellipse"/></y:ShapeNode></data>',
    )


def _yed_edge(edge: Edge) -> str:
    line = "dashed" if edge.derived or edge.disputed else "line"
    return _edge(
        edge,
        graphics='<data key="e_graphics"><y:PolyLineEdge>'
        f'<y:LineStyle color="#808080" type="{line}" width="1.0"/><y:Arrows source="none" target="standard"/>'
        f"<y:EdgeLabel>{text(edge.label)}</y:EdgeLabel></y:PolyLineEdge></data>",
    )


FLAVORS = {
    "plain": Form(_head(), _node, "", _edge, TAIL, holds_claims=True),
    "gephi": Form(_head(), _node, "", _gephi_edge, TAIL, holds_claims=True),
    "yed": Form(_head(YED_NAMESPACE, YED_KEYS), _yed_node, "", _yed_edge, TAIL, holds_claims=True),
}

// What the page shows: nodes and edges, read from the columns in the page, and what is said of them.
// view/columns.py makes the columns, and says at its head what each holds.

import { createContent, marksOf } from "./content.js";
import { readGroups } from "./folding.js";
import { summed, unpacked } from "./packing.js";

/**
 * @typedef {{id: string, number: number, label: string, type: string, color: string, shape: string,
 *            x: number, y: number}} SceneNode
 * @typedef {{id: string, number: number, from: string, to: string, label: string, relation: number,
 *            disputed: boolean, derived: boolean}} SceneEdge
 */

const DERIVED = 1;
const DISPUTED = 2;
const NO_EDGES = Object.freeze([]);

/** The scene; what is said of nodes and edges is read when it is first asked for. */
export function readScene() {
  const read = unpacked("scene");
  const columns = { ...read, source: summed(read.source), key: summed(read.key) };
  const { ids, labels, types, relations, wordings, source, target } = columns;
  const content = createContent(ids, labels);
  /** @type {Map<string, SceneNode>} */
  const nodes = new Map(ids.map((id, number) => {
    const { label: type, color, shape } = types[columns.type[number]];
    return [id, { id, number, label: labels[number], type, color, shape, x: columns.x[number], y: columns.y[number] }];
  }));
  /** @type {Map<string, SceneEdge>} */
  const edges = new Map(columns.target.map((to, number) => {
    const [id, relation, standing] = [`e${columns.key[number]}`, columns.relation[number], columns.standing[number]];
    const label = relations[relation].label + wordings[columns.words[number]];
    const disputed = Boolean(standing & DISPUTED);
    return [id, { id, number, from: ids[source[number]], to: ids[to], label, relation, disputed, derived: Boolean(standing & DERIVED) }];
  }));
  const edgesAt = new Map();
  const meet = (end, edge) => {
    const met = edgesAt.get(end);
    if (met) met.push(edge);
    else edgesAt.set(end, [edge]);
  };
  for (const edge of edges.values()) {
    meet(edge.from, edge);
    if (edge.to !== edge.from) meet(edge.to, edge);
  }
  const hubs = new Set(columns.hubs);
  const classes = new Map(types.map(({ label, name }) => [label, name]));
  const years = new Map();
  const entriesOf = (id) => content.entriesOf(nodes.get(id).number);
  const groundsOf = (id) => content.groundsOf(edges.get(id).number);

  return {
    /** All of the above by the numbers of nodes and edges, for renderers. */
    columns,
    /** How many rows of an answer the page shows. */
    rows: Number(document.getElementById("answer-table")?.dataset.rows ?? 0),
    /** Which part of the page is seen when it opens: the picture that the answer makes, if it makes one. */
    opensAs: document.getElementById("chart-part") ? "chart" : "picture",
    /** Whether nodes without an edge are shown when the page opens: where they are all, or the answer. */
    isLoose: edges.size === 0 || document.getElementById("answer-table") !== null,
    /** The node that the page is about; null if it is about several, or all. */
    focus: columns.focus,
    nodes,
    edges,
    /** The groups that nodes stand in; null if there are none. */
    groups: readGroups(columns, (id) => nodes.get(id).number),
    /** The edges that begin or end at a node. */
    edgesAt: (id) => edgesAt.get(id) ?? NO_EDGES,
    otherEnd: (edge, id) => (edge.from === id ? edge.to : edge.from),
    iriOf: (id) => content.iriOf(nodes.get(id).number),
    entriesOf,
    /** The claim that an edge shows, then its rivals. */
    claimsOf(id) {
      const { number, label } = edges.get(id);
      return content.claimsOf(number, label, target[number]);
    },
    /** What an edge says, without the scope or the event that its label may name. */
    relationOf: (edge) => relations[edge.relation].label,
    /** The name and the IRI of what an edge says. */
    predicateOf: (edge) => relations[edge.relation],
    /** The same as an edge's label, read from its end to its start. */
    inverseOf({ label, relation }) {
      const { label: words, inverse } = relations[relation];
      return inverse + label.slice(words.length);
    },
    /** Whether nearly everything is connected with a node's like, so that a way through it says little. */
    isHub: (id) => hubs.has(nodes.get(id).type),
    /** The years of the dated events of a node, and of its own dates; rival dates left out. */
    yearsOf(id) {
      if (!years.has(id)) years.set(id, entriesOf(id).filter((each) => each.dated).map((each) => Number(each.value.slice(0, 4))));
      return years.get(id);
    },
    /** The name of the class of a type. */
    classOf: (type) => classes.get(type),
    /** An edge's weight, IRI and evidence, as `innograph export` writes them. */
    groundsOf(id) {
      const { weight, uri, grounds } = groundsOf(id);
      return { weight, uri, evidence: JSON.stringify(grounds) };
    },
    /** The marks of the passages that an edge rests on. */
    sourcesOf: (id) => marksOf(groundsOf(id).grounds),
    /** The other names of a node. */
    aliasesOf: (id) => entriesOf(id).filter((each) => each.alias).map((each) => each.value),
    degree: (id) => (edgesAt.get(id) ?? NO_EDGES).length,
  };
}

/** A text cut in its middle, so that the end of a label, which may tell how a case ended, stays. */
export function shortened(text, longest = 44) {
  const signs = [...text];
  if (signs.length <= longest) return text;
  const half = Math.floor((longest - 1) / 2);
  return `${signs.slice(0, half).join("")}…${signs.slice(-half).join("")}`;
}

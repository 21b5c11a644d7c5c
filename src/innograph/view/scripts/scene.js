// What the page shows: nodes, edges and what is said of them, read from the data in the page.

/**
 * @typedef {{id: string, label: string, type: string, color: string, shape: string, size: number,
 *            x: number, y: number}} SceneNode
 * @typedef {{id: string, from: string, to: string, label: string, sources: string[],
 *            relation: number, disputed?: boolean, derived?: boolean}} SceneEdge
 * @typedef {{event: string | null, property: string, value: string, node: string | null,
 *            standing: string, derived: boolean, disputed: boolean, dated: boolean, reasons: string[],
 *            passages: Passage[]}} Entry
 * @typedef {{place: string, publisher: string, title: string, date: string, address: string}} Passage
 */

const NO_EDGES = Object.freeze([]);

function data(id) {
  return JSON.parse(document.getElementById(id)?.textContent ?? "null");
}

/** The scene; facts are parsed when they are first asked for. */
export function readScene() {
  const records = data("records");
  /** @type {Map<string, SceneNode>} */
  const nodes = new Map(records.nodes.map((node) => [node.id, node]));
  /** @type {Map<string, SceneEdge>} */
  const edges = new Map(records.edges.map((edge) => [edge.id, edge]));
  const edgesAt = new Map();
  for (const edge of edges.values()) {
    for (const end of new Set([edge.from, edge.to])) {
      if (!edgesAt.has(end)) edgesAt.set(end, []);
      edgesAt.get(end).push(edge);
    }
  }
  const hubs = new Set(records.hubs);
  const years = new Map();
  let content = null;
  const said = () => (content ??= data("content"));

  /** @returns {Entry} */
  function entry([event, property, value, node, standing, marks, reasons, passages]) {
    return {
      event, property, value, node, standing, reasons,
      derived: Boolean(marks & 1),
      disputed: Boolean(marks & 2),
      dated: Boolean(marks & 4),
      passages: passages.map(passage),
    };
  }

  const entriesOf = (id) => (said().entities[id]?.entries ?? []).map(entry);

  function passage(number) {
    const [place, publisher, title, date, address] = said().passages[number];
    return { place, publisher, title, date, address };
  }

  return {
    records,
    /** The node that the page is about; null if it is about several, or all. */
    focus: records.focus,
    nodes,
    edges,
    /** The edges that begin or end at a node. */
    edgesAt: (id) => edgesAt.get(id) ?? NO_EDGES,
    otherEnd: (edge, id) => (edge.from === id ? edge.to : edge.from),
    iriOf: (id) => said().entities[id]?.iri ?? "",
    entriesOf,
    /** The claim that an edge shows, then its rivals. */
    claimsOf: (id) => said().edges[id].map(entry),
    /** What an edge says, without the scope or the event that its label may name. */
    relationOf: (edge) => records.relations[edge.relation].label,
    /** The same as an edge's label, read from its end to its start. */
    inverseOf({ label, relation }) {
      const { label: words, inverse } = records.relations[relation];
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
    classOf: (type) => said().classes[type],
    /** An edge's weight, IRI and evidence, as `innograph export` writes them. */
    groundsOf(id) {
      const [weight, uri, numbers] = said().evidence[id];
      return { weight, uri, evidence: JSON.stringify(numbers.map((number) => said().grounds[number])) };
    },
    /** The other names of a node. */
    aliasesOf: (id) => entriesOf(id).filter((e) => e.property === "alias").map((e) => e.value),
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

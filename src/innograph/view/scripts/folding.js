// The picture where nodes stand in groups: a group is drawn as one node as long as it is folded, and
// what is between two groups as one edge. An unfolded group keeps a node that names it, above its members.

import { counted } from "./dom.js";

/**
 * @typedef {object} Group nodes that belong together; view/grouping.py makes them
 * @property {string} id
 * @property {string} kind
 * @property {string} label
 * @property {string | null} head the node that it is named after
 * @property {string[]} members those that stand in it
 * @property {number} x the middle of its members
 * @property {number} y
 * @property {number} radius of the disc that holds them
 *
 * @typedef {object} Groups
 * @property {string} by
 * @property {boolean} folded whether groups are folded when the page opens
 * @property {Group[]} list
 * @property {Int32Array} place for each node, by its number, the place in the list of the group that it stands in
 * @property {Map<string, Group>} all by their ids
 * @property {(node: string) => Group} of the group that a node stands in
 * @property {(node: string) => Group[]} otherOf others that it is counted in
 */

const GAP = 60;
const SMALLEST = 4; // pixels of the radius of a folded group, where all is seen
const PLAIN = "#7f8794"; // of groups that are not drawn as what they are named after
const LIKE_HEAD = Object.freeze(["theme", "work"]);
// A control character stands in no id of a node, of a group or of an edge.
const GROUP = "\u0001";
const LINK = "\u0002";

/** The id of a group as a node of the picture. */
export function asNode(group) {
  return GROUP + group;
}

/** The id of all that is between two nodes of the picture, as an edge of it. */
export function asEdge(one, other) {
  return LINK + [one, other].sort().join(LINK);
}

/** What a node or an edge of the picture stands for, as what can be selected. */
export function meant(kind, id) {
  if (id.startsWith(GROUP)) return { kind: "group", id: id.slice(1) };
  return id.startsWith(LINK) ? { kind: "link", id } : { kind, id };
}

/** The two ends of what is between two nodes of the picture. */
export function endsOf(link) {
  return link.slice(1).split(LINK);
}

/** The edges that are shown between two nodes of the picture, by the id of the edge that stands for them. */
export function between(scene, shown, link) {
  const isAt = (end, id) => {
    const { kind, id: meantId } = meant("node", end);
    return kind === "group" ? scene.groups.of(id).id === meantId : id === meantId;
  };
  const [one, other] = endsOf(link);
  return [...shown.edges].map((id) => scene.edges.get(id)).filter(({ from, to }) =>
    (isAt(one, from) && isAt(other, to)) || (isAt(one, to) && isAt(other, from)));
}

/**
 * The groups of a scene, from its columns.
 * @param {any} columns
 * @param {(node: string) => number} numberOf
 * @returns {Groups | null} null where there are none
 */
export function readGroups({ groups, ids, x, y }, numberOf) {
  if (!groups) return null;
  const list = groups.list.map(({ head, ...group }) => ({ ...group, head: head === null ? null : ids[head], members: [], x: 0, y: 0, radius: 0 }));
  const boxes = list.map(() => [Infinity, Infinity, -Infinity, -Infinity]);
  const place = Int32Array.from(groups.of, (at) => groups.several[at][0]);
  place.forEach((at, number) => {
    const box = boxes[at];
    list[at].members.push(ids[number]);
    if (x[number] < box[0]) box[0] = x[number];
    if (y[number] < box[1]) box[1] = y[number];
    if (x[number] > box[2]) box[2] = x[number];
    if (y[number] > box[3]) box[3] = y[number];
  });
  list.forEach((group, at) => {
    const [left, top, right, bottom] = boxes[at];
    Object.assign(group, { x: (left + right) / 2, y: (top + bottom) / 2, radius: Math.max(right - left, bottom - top) / 2 + GAP / 2 });
  });
  return {
    by: groups.by,
    folded: groups.folded,
    list,
    place,
    all: new Map(list.map((group) => [group.id, group])),
    of: (node) => list[place[numberOf(node)]],
    otherOf: (node) => groups.several[groups.of[numberOf(node)]].slice(1).map((at) => list[at]),
  };
}

/**
 * The picture of what is shown, as a scene that a renderer draws.
 * @param {(group: string) => boolean} isFolded
 * @param {Map<string, {x: number, y: number}> | null} places where nodes stand, if not where the scene has them
 * @param {{whole: number, at: number}} growth the scale at which all is seen, and how many pixels a
 *   unit of a node's size takes there
 */
export function pictureOf(scene, shown, isFolded, places, growth) {
  const { list, place } = scene.groups;
  const counts = new Int32Array(list.length);
  const numbers = Array.from(shown.nodes, (id) => scene.nodes.get(id).number);
  for (const number of numbers) counts[place[number]] += 1;
  const folded = list.map(({ id }) => isFolded(id));
  const types = kinds(scene);
  const nodes = [];
  const handles = list.map((group, at) => (counts[at] && !places ? nodes.push(handle(scene, group, counts[at], folded[at], types, growth)) - 1 : -1));
  const drawnAt = new Int32Array(place.length).fill(-1);
  for (const number of numbers) {
    if (folded[place[number]]) drawnAt[number] = handles[place[number]];
    else {
      const node = scene.nodes.get(scene.columns.ids[number]);
      drawnAt[number] = nodes.push({ ...node, ...places?.get(node.id), kind: types.of(node.type, node.color, node.shape), size: 0 }) - 1;
    }
  }
  return assembled(nodes, edgesOf(scene, shown, nodes, drawnAt, (number) => folded[place[number]]), types.list);
}

/** A group as a node of the picture: folded as large as its disc would be, unfolded a name above it. */
function handle(scene, group, count, isFolded, types, { whole, at }) {
  const head = LIKE_HEAD.includes(group.kind) ? scene.nodes.get(group.head) : null;
  const disc = (group.radius * Math.sqrt(count / group.members.length) * whole) / at;
  const words = `${group.label} (${count.toLocaleString("en")})`;
  return {
    id: asNode(group.id), label: words, type: kindOf(group.kind), color: head?.color ?? PLAIN, shape: head?.shape ?? "hexagon",
    kind: types.of(`${group.kind} ${head?.type ?? ""}`, head?.color ?? PLAIN, head?.shape ?? "hexagon"),
    x: group.x, y: isFolded ? group.y : group.y - group.radius - GAP / 2,
    size: isFolded ? Math.max(disc, SMALLEST / at) : GAP / 4,
    importance: group.members.length,
  };
}

const KINDS = Object.freeze({ theme: "group of a theme", work: "group of a work", community: "community", type: "type", state: "state", rest: "all others" });

/** What a kind of group is called. */
export function kindOf(kind) {
  return KINDS[kind] ?? kind;
}

/** The looks of nodes, each once. */
function kinds(scene) {
  const list = scene.columns.types.map((type) => ({ ...type }));
  const numbers = new Map(list.map(({ label }, at) => [label, at]));
  return {
    list,
    of(label, color, shape) {
      if (!numbers.has(label)) numbers.set(label, list.push({ label, name: "", color, shape }) - 1);
      return numbers.get(label);
    },
  };
}

/** What is drawn between nodes of the picture: an edge as it is, or how many are between two. */
function edgesOf(scene, shown, nodes, drawnAt, isFolded) {
  const { source, target } = scene.columns;
  const edges = [];
  const counts = new Map();
  for (const id of shown.edges) {
    const edge = scene.edges.get(id);
    const [one, other] = [source[edge.number], target[edge.number]];
    const [from, to] = [drawnAt[one], drawnAt[other]];
    if (!isFolded(one) && !isFolded(other)) edges.push(edge);
    else if (from !== to) {
      const pair = Math.min(from, to) * nodes.length + Math.max(from, to);
      counts.set(pair, (counts.get(pair) ?? 0) + 1);
    }
  }
  for (const [pair, count] of counts) {
    const [from, to] = [nodes[Math.floor(pair / nodes.length)].id, nodes[pair % nodes.length].id];
    edges.push({ id: asEdge(from, to), from, to, count, label: counted(count, "connection"), relation: -1, disputed: false, derived: false });
  }
  return edges;
}

/** Nodes and edges as a scene, as far as a renderer and what walks through the picture ask for it. */
function assembled(nodes, edges, types) {
  const byId = new Map(nodes.map((node, number) => [node.id, { ...node, number }]));
  const edgesById = new Map(edges.map((edge, number) => [edge.id, { ...edge, number }]));
  const at = new Map(nodes.map((node) => [node.id, []]));
  for (const edge of edgesById.values()) for (const end of new Set([edge.from, edge.to])) at.get(end).push(edge);
  const number = (id) => byId.get(id).number;
  return {
    nodes: byId,
    edges: edgesById,
    edgesAt: (id) => at.get(id) ?? [],
    otherEnd: (edge, id) => (edge.from === id ? edge.to : edge.from),
    /** How much a node deserves a label: a group is named before its members. */
    degree: (id) => at.get(id).length + 1e6 * (byId.get(id).importance ?? 0),
    columns: {
      ids: nodes.map(({ id }) => id), labels: nodes.map(({ label }) => label), x: nodes.map(({ x }) => x), y: nodes.map(({ y }) => y),
      type: nodes.map(({ kind }) => kind), types, own: nodes.map(({ size }) => size),
      source: edges.map(({ from }) => number(from)), target: edges.map(({ to }) => number(to)),
      weight: edges.map(({ count }) => count ?? 0),
    },
  };
}

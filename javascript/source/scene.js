/**
 * What is drawn: columns of nodes and edges, as typed arrays, and who is whose neighbour.
 *
 * @typedef {object} Kind  a type of node: its words, its colour and its shape
 * @property {string} label
 * @property {string} color  "#RRGGBB"
 * @property {string} shape  a key of `SHAPES` in shapes.js
 *
 * @typedef {object} Columns  the network as the page's data gives it
 * @property {string[]} labels
 * @property {ArrayLike<number>} x
 * @property {ArrayLike<number>} y
 * @property {ArrayLike<number>} size  radius in pixels at the first view
 * @property {ArrayLike<number>} type  index into `types`
 * @property {Kind[]} types
 * @property {ArrayLike<number>} source  index of the node that an edge starts from
 * @property {ArrayLike<number>} target
 * @property {ArrayLike<number>} disputed  1 for an edge that sources disagree on
 * @property {ArrayLike<number>} derived  1 for an edge that follows from several passages
 * @property {ArrayLike<number>} [weight]  of an edge that stands for many, in either direction, how many;
 *   0 of all others
 *
 * @typedef {object} Box
 * @property {number} left
 * @property {number} top
 * @property {number} right
 * @property {number} bottom
 */

export class Scene {
  /** @type {Box | null} */ #box = null;

  /** @param {Columns} columns */
  constructor(columns) {
    this.labels = columns.labels;
    this.types = columns.types;
    this.x = Float32Array.from(columns.x);
    this.y = Float32Array.from(columns.y);
    this.size = Float32Array.from(columns.size);
    this.type = Uint16Array.from(columns.type);
    this.source = Uint32Array.from(columns.source);
    this.target = Uint32Array.from(columns.target);
    this.disputed = Uint8Array.from(columns.disputed);
    this.derived = Uint8Array.from(columns.derived);
    this.weight = columns.weight ? Uint32Array.from(columns.weight) : null;
    this.nodes = this.x.length;
    this.edges = this.source.length;
    /** @type {Uint8Array} */
    this.shownNodes = new Uint8Array(this.nodes).fill(1);
    /** @type {Uint8Array} */
    this.shownEdges = new Uint8Array(this.edges).fill(1);
    this.bend = bends(this.source, this.target, this.nodes);
    /** Nodes from the largest to the smallest: who gets a label first. */
    this.bySize = Uint32Array.from(this.x.keys()).sort((a, b) => this.size[b] - this.size[a] || a - b);
  }

  /**
   * Put nodes at other places.
   *
   * @param {ArrayLike<number>} x
   * @param {ArrayLike<number>} y
   */
  place(x, y) {
    this.#box = null;
    this.x = Float32Array.from(x);
    this.y = Float32Array.from(y);
  }

  /** How wide an edge is: the more it stands for, the wider. @param {number} at */
  width(at) {
    return this.weight?.[at] ? Math.min(1 + Math.floor(Math.log2(this.weight[at])), 8) : 1;
  }

  /**
   * Show these nodes and edges only; an edge needs both its ends.
   *
   * @param {Uint8Array} nodes
   * @param {Uint8Array} edges
   */
  show(nodes, edges) {
    this.#box = null;
    this.shownNodes = nodes;
    this.shownEdges = edges.map((shown, at) =>
      shown && nodes[this.source[at]] && nodes[this.target[at]] ? 1 : 0);
  }

  /**
   * The box around the nodes that are shown, or around all if none is.
   *
   * @returns {Box}
   */
  box() {
    return (this.#box ??= this.#measured());
  }

  /** @returns {Box} */
  #measured() {
    const any = this.shownNodes.includes(1);
    const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
    for (let at = 0; at < this.nodes; at += 1) {
      if (any && !this.shownNodes[at]) continue;
      box.left = Math.min(box.left, this.x[at]);
      box.right = Math.max(box.right, this.x[at]);
      box.top = Math.min(box.top, this.y[at]);
      box.bottom = Math.max(box.bottom, this.y[at]);
    }
    return this.nodes ? box : { left: -1, top: -1, right: 1, bottom: 1 };
  }
}

/**
 * How far each edge bends from the straight line, so that parallel edges lie side by side.
 *
 * @param {Uint32Array} source
 * @param {Uint32Array} target
 * @param {number} nodes
 * @returns {Float32Array} shares of the edge's length, 0 for an edge that is alone
 */
export function bends(source, target, nodes) {
  const pair = (/** @type {number} */ at) =>
    Math.min(source[at], target[at]) * nodes + Math.max(source[at], target[at]);
  const total = new Map();
  for (let at = 0; at < source.length; at += 1) total.set(pair(at), (total.get(pair(at)) ?? 0) + 1);
  const seen = new Map();
  return Float32Array.from(source, (_, at) => {
    const key = pair(at);
    const count = total.get(key);
    if (count === 1) return 0;
    const turn = seen.get(key) ?? 0;
    seen.set(key, turn + 1);
    const side = source[at] < target[at] ? 1 : -1;
    return side * (turn - (count - 1) / 2) * 0.18;
  });
}

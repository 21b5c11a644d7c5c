/**
 * The picture itself, drawn with a pen on a canvas or into an SVG document: edges in one path for
 * each look, nodes in one path for each type, then the labels that have room.
 *
 * @typedef {import("./scene.js").Scene} Scene
 * @typedef {import("./view.js").View} View
 * @typedef {import("./svg.js").Pen} Pen
 *
 * @typedef {object} Theme
 * @property {string} background
 * @property {string} edge
 * @property {string} text
 * @property {string} accent  for what is selected, and the path
 *
 * @typedef {object} Marks  what stands out; all else is drawn faint if anything does
 * @property {number} node  the selected node, or -1
 * @property {number} edge  the selected edge, or -1
 * @property {number} hovered  the node under the pointer, or -1
 * @property {Set<number> | null} near  nodes that stay bright, or null for all
 * @property {Set<number>} path  edges of the path
 *
 * @typedef {object} Size
 * @property {number} width
 * @property {number} height
 *
 * @typedef {object} Detail  how much is drawn
 * @property {number} edges  about how many plain edges at most
 * @property {boolean} labels
 */

import { SHAPES } from "./shapes.js";

export const FONT_SIZE = 12;
const FAINT = 0.12;
const MOST_LABELS = 90;
const CELL_WIDTH = 130;
const CELL_HEIGHT = 22;
const ARROWS_UP_TO = 600;
const LONGEST = 44;

/** @returns {Marks} */
export const noMarks = () => ({ node: -1, edge: -1, hovered: -1, near: null, path: new Set() });

/**
 * Positions and radii on the window, for one view.
 */
export class Placement {
  /**
   * @param {Scene} scene
   * @param {View} view
   * @param {Size} size
   * @param {number} whole  the scale at which all is seen
   */
  constructor(scene, view, size, whole) {
    this.size = size;
    this.x = new Float32Array(scene.nodes);
    this.y = new Float32Array(scene.nodes);
    this.zoom = view.scale / whole;
    const shrink = Math.min(1, 28 / Math.sqrt(Math.max(scene.nodes, 1)));
    this.growth = Math.max(0.35, shrink) * Math.min(Math.max(Math.sqrt(this.zoom), 0.6), 2.4);
    const left = size.width / 2 - view.x * view.scale;
    const top = size.height / 2 - view.y * view.scale;
    for (let at = 0; at < scene.nodes; at += 1) {
      this.x[at] = scene.x[at] * view.scale + left;
      this.y[at] = scene.y[at] * view.scale + top;
    }
  }

  /** @param {Scene} scene @param {number} node */
  radius(scene, node) {
    return scene.size[node] * this.growth;
  }

  /** @param {number} node @param {number} margin */
  sees(node, margin) {
    const x = this.x[node];
    const y = this.y[node];
    return x > -margin && y > -margin && x < this.size.width + margin && y < this.size.height + margin;
  }

  /** Whether any part of an edge may be in the window. @param {number} from @param {number} to */
  crosses(from, to) {
    const { width, height } = this.size;
    const [ax, ay, bx, by] = [this.x[from], this.y[from], this.x[to], this.y[to]];
    return !((ax < 0 && bx < 0) || (ay < 0 && by < 0) || (ax > width && bx > width) || (ay > height && by > height));
  }
}

/**
 * The control point of a bent edge.
 *
 * @param {number} ax @param {number} ay @param {number} bx @param {number} by @param {number} bend
 * @returns {[number, number]}
 */
export function control(ax, ay, bx, by, bend) {
  return [(ax + bx) / 2 + (by - ay) * bend * 2, (ay + by) / 2 - (bx - ax) * bend * 2];
}

/**
 * The whole picture.
 *
 * @param {Pen} pen @param {Scene} scene @param {Placement} placement @param {Marks} marks @param {Theme} theme @param {Detail} detail
 */
export function paint(pen, scene, placement, marks, theme, detail) {
  pen.globalAlpha = 1;
  pen.fillStyle = theme.background;
  pen.fillRect(0, 0, placement.size.width, placement.size.height);
  const looks = looksOfEdges(scene, marks, (from, to) => placement.crosses(from, to));
  const lines = liner(pen, scene, placement);
  lines(thinned(looks.faint, detail.edges), theme.edge, FAINT, 1);
  lines(thinned(looks.plain, detail.edges), theme.edge, edgeOpacity(looks.plain.length), 1);
  specialEdges(pen, scene, placement, looks, theme);
  paintNodes(pen, scene, placement, marks);
  paintSelection(pen, scene, placement, marks, theme);
  if (detail.labels) paintLabels(pen, scene, placement, marks, theme);
}

/**
 * What lies over nodes and plain edges that something else has drawn.
 *
 * @param {Pen} pen @param {Scene} scene @param {Placement} placement @param {Marks} marks @param {Theme} theme @param {Detail} detail
 */
export function paintOver(pen, scene, placement, marks, theme, detail) {
  const looks = looksOfEdges(scene, marks, (from, to) => placement.crosses(from, to));
  specialEdges(pen, scene, placement, looks, theme);
  paintSelection(pen, scene, placement, marks, theme);
  if (detail.labels) paintLabels(pen, scene, placement, marks, theme);
}

/**
 * The edges that are shown, by how they look.
 *
 * @param {Scene} scene @param {Marks} marks @param {(from: number, to: number) => boolean} sees
 */
export function looksOfEdges(scene, marks, sees) {
  const looks = {
    faint: /** @type {number[]} */ ([]),
    faintSpecial: /** @type {number[]} */ ([]),
    plain: /** @type {number[]} */ ([]),
    disputed: /** @type {number[]} */ ([]),
    derived: /** @type {number[]} */ ([]),
    marked: /** @type {number[]} */ ([]),
  };
  for (let at = 0; at < scene.edges; at += 1) {
    const from = scene.source[at];
    const to = scene.target[at];
    if (!scene.shownEdges[at] || !sees(from, to)) continue;
    const bright = !marks.near || (marks.near.has(from) && marks.near.has(to));
    if (at === marks.edge || marks.path.has(at)) looks.marked.push(at);
    else if (scene.disputed[at]) looks[bright ? "disputed" : "faintSpecial"].push(at);
    else if (scene.derived[at]) looks[bright ? "derived" : "faintSpecial"].push(at);
    else looks[bright ? "plain" : "faint"].push(at);
  }
  return looks;
}

/** About *most* of the edges, evenly chosen. @param {number[]} edges @param {number} most */
function thinned(edges, most) {
  const step = Math.ceil(edges.length / most);
  return step > 1 ? edges.filter((at) => at % step === 0) : edges;
}

/** How strongly plain edges are drawn: the fewer, the stronger. @param {number} count */
export const edgeOpacity = (count) => (count > 4000 ? 0.25 : count > 1200 ? 0.45 : 0.75);

/** @param {Pen} pen @param {Scene} scene @param {Placement} placement */
function liner(pen, scene, placement) {
  return (/** @type {number[]} */ edges, /** @type {string} */ color, /** @type {number} */ opacity, /** @type {number} */ width, /** @type {number[]} */ dash = []) => {
    if (!edges.length) return;
    pen.globalAlpha = opacity;
    pen.strokeStyle = color;
    pen.lineWidth = width;
    pen.setLineDash(dash);
    pen.beginPath();
    for (const at of edges) line(pen, scene, placement, at);
    pen.stroke();
    pen.setLineDash([]);
  };
}

/** @param {Pen} pen @param {Scene} scene @param {Placement} placement @param {ReturnType<typeof looksOfEdges>} looks @param {Theme} theme */
function specialEdges(pen, scene, placement, looks, theme) {
  const lines = liner(pen, scene, placement);
  lines(looks.faintSpecial, theme.edge, FAINT, 1.5, [8, 6]);
  lines(looks.derived, theme.edge, 0.95, 1.5, [2, 5]);
  lines(looks.disputed, theme.edge, 0.95, 2, [8, 6]);
  lines(looks.marked, theme.accent, 1, 3);
  const pointed = [...looks.plain, ...looks.disputed, ...looks.derived, ...looks.marked];
  if (pointed.length <= ARROWS_UP_TO) arrows(pen, scene, placement, pointed, theme);
}

/** @param {Pen} pen @param {Scene} scene @param {Placement} placement @param {number} at */
function line(pen, scene, placement, at) {
  const [from, to] = [scene.source[at], scene.target[at]];
  const [ax, ay, bx, by] = [placement.x[from], placement.y[from], placement.x[to], placement.y[to]];
  if (from === to) {
    const radius = placement.radius(scene, from) + 5;
    pen.moveTo(ax + radius, ay - radius);
    pen.arc(ax, ay - radius, radius, 0, 2 * Math.PI);
    return;
  }
  pen.moveTo(ax, ay);
  if (scene.bend[at]) pen.quadraticCurveTo(...control(ax, ay, bx, by, scene.bend[at]), bx, by);
  else pen.lineTo(bx, by);
}

/** @param {Pen} pen @param {Scene} scene @param {Placement} placement @param {number[]} edges @param {Theme} theme */
function arrows(pen, scene, placement, edges, theme) {
  pen.globalAlpha = 0.8;
  pen.fillStyle = theme.edge;
  pen.beginPath();
  for (const at of edges) {
    const [from, to] = [scene.source[at], scene.target[at]];
    const [bx, by] = [placement.x[to], placement.y[to]];
    const [cx, cy] = control(placement.x[from], placement.y[from], bx, by, scene.bend[at]);
    const length = Math.hypot(bx - cx, by - cy);
    const rim = placement.radius(scene, to) * 1.15;
    if (from === to || length < rim + 8) continue;
    const [ux, uy] = [(bx - cx) / length, (by - cy) / length];
    const [tipX, tipY] = [bx - ux * rim, by - uy * rim];
    pen.moveTo(tipX, tipY);
    pen.lineTo(tipX - ux * 7 - uy * 3, tipY - uy * 7 + ux * 3);
    pen.lineTo(tipX - ux * 7 + uy * 3, tipY - uy * 7 - ux * 3);
    pen.closePath();
  }
  pen.fill();
}

/** @param {Pen} pen @param {Scene} scene @param {Placement} placement @param {Marks} marks */
function paintNodes(pen, scene, placement, marks) {
  const bright = /** @type {number[][]} */ (scene.types.map(() => []));
  const faint = /** @type {number[][]} */ (scene.types.map(() => []));
  for (let node = 0; node < scene.nodes; node += 1) {
    if (!scene.shownNodes[node] || !placement.sees(node, 30)) continue;
    const list = !marks.near || marks.near.has(node) ? bright : faint;
    list[scene.type[node]].push(node);
  }
  for (const [lists, alpha] of /** @type {[number[][], number][]} */ ([[faint, FAINT * 2], [bright, 1]])) {
    pen.globalAlpha = alpha;
    lists.forEach((nodes, type) => {
      if (!nodes.length) return;
      const outline = SHAPES[scene.types[type].shape] ?? SHAPES.dot;
      pen.fillStyle = scene.types[type].color;
      pen.beginPath();
      for (const node of nodes) outline(pen, placement.x[node], placement.y[node], placement.radius(scene, node));
      pen.fill();
    });
  }
}

/** @param {Pen} pen @param {Scene} scene @param {Placement} placement @param {Marks} marks @param {Theme} theme */
function paintSelection(pen, scene, placement, marks, theme) {
  pen.globalAlpha = 1;
  pen.strokeStyle = theme.accent;
  for (const [node, width] of [[marks.hovered, 2], [marks.node, 3.5]]) {
    if (node < 0 || !scene.shownNodes[node]) continue;
    pen.lineWidth = width;
    pen.beginPath();
    const radius = placement.radius(scene, node) + 4;
    pen.moveTo(placement.x[node] + radius, placement.y[node]);
    pen.arc(placement.x[node], placement.y[node], radius, 0, 2 * Math.PI);
    pen.stroke();
  }
}

/** @param {Pen} pen @param {Scene} scene @param {Placement} placement @param {Marks} marks @param {Theme} theme */
function paintLabels(pen, scene, placement, marks, theme) {
  pen.font = `${FONT_SIZE}px system-ui, sans-serif`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  pen.lineWidth = 3;
  pen.strokeStyle = theme.background;
  pen.fillStyle = theme.text;
  pen.globalAlpha = 1;
  for (const node of labelled(scene, placement, marks)) {
    const x = placement.x[node];
    const y = placement.y[node] + placement.radius(scene, node) + FONT_SIZE * 0.8;
    const text = shortened(scene.labels[node]);
    pen.strokeText(text, x, y);
    pen.fillText(text, x, y);
  }
}

/**
 * The nodes whose labels have room, marked ones first, then by size.
 *
 * @param {Scene} scene
 * @param {Placement} placement
 * @param {Marks} marks
 * @returns {number[]}
 */
export function labelled(scene, placement, marks) {
  const taken = new Set();
  const chosen = /** @type {number[]} */ ([]);
  const wanted = [marks.node, marks.hovered].filter((node) => node >= 0);
  const offer = (/** @type {number} */ node, force = false) => {
    if (!scene.shownNodes[node] || !placement.sees(node, 0) || chosen.includes(node)) return;
    const row = Math.floor((placement.y[node] + placement.radius(scene, node)) / CELL_HEIGHT);
    const half = Math.min(shortened(scene.labels[node]).length * 3.4, 110);
    const first = Math.floor(((placement.x[node] - half) / CELL_WIDTH) * 4);
    const last = Math.floor(((placement.x[node] + half) / CELL_WIDTH) * 4);
    const cells = [];
    for (let column = first; column <= last; column += 1) cells.push(`${row} ${column}`, `${row + 1} ${column}`);
    if (!force && cells.some((cell) => taken.has(cell))) return;
    for (const cell of cells) taken.add(cell);
    chosen.push(node);
  };
  wanted.forEach((node) => offer(node, true));
  if (marks.near && marks.near.size <= MOST_LABELS) marks.near.forEach((node) => offer(node));
  for (const node of scene.bySize) {
    if (chosen.length >= MOST_LABELS) break;
    if (!marks.near || marks.near.has(node)) offer(node);
  }
  return chosen;
}

/**
 * A label cut in its middle: its end, which may tell how a case ended, stays.
 *
 * @param {string} label
 */
export function shortened(label) {
  const letters = Array.from(label);
  if (letters.length <= LONGEST) return label;
  const half = Math.floor((LONGEST - 1) / 2);
  return `${letters.slice(0, half).join("")}…${letters.slice(-half).join("")}`;
}

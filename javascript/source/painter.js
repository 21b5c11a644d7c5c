/**
 * The picture itself, drawn with a pen on a canvas or into an SVG document: edges in one path for
 * each look, nodes in one path for each type. What is written over it is the page's own affair.
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
 * @property {Set<number> | null} near  nodes that stay bright, or null for all
 * @property {Set<number>} own  edges of the selected node
 * @property {Set<number>} strong  the selected edge, or the edges of the path
 *
 * @typedef {object} Hover  what is under the pointer
 * @property {number} node  or -1
 * @property {number} edge  or -1
 *
 * @typedef {object} Size
 * @property {number} width
 * @property {number} height
 *
 * @typedef {number[][]} Look  edges that look alike but for their kind: stated, derived, disputed, and
 *   stated of a node and itself
 */

import { SHAPES } from "./shapes.js";

const FAINT = 0.15;
const ARROWS_UP_TO = 300;
const [STATED, DERIVED, DISPUTED, LOOP] = [0, 1, 2, 3];
const DASHES = [[], [2, 5], [8, 6], []];
const HEAD = 7;

/** @returns {Marks} */
export const noMarks = () => ({ node: -1, near: null, own: new Set(), strong: new Set() });

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
    this.growth = growthAt(view.scale, whole);
    /** Where the plane's origin lies. */
    this.origin = { x: size.width / 2 - view.x * view.scale, y: size.height / 2 - view.y * view.scale };
    for (let at = 0; at < scene.nodes; at += 1) {
      this.x[at] = scene.x[at] * view.scale + this.origin.x;
      this.y[at] = scene.y[at] * view.scale + this.origin.y;
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
 * How many pixels a unit of a node's size takes: nodes grow as the view does, but are not too small
 * to be seen where the whole is seen from far, nor so large that they cover one another.
 *
 * @param {number} scale
 * @param {number} whole  the scale at which all is seen
 */
function growthAt(scale, whole) {
  const larger = Math.min(Math.max(0.55 / whole, 1), 1.6);
  return Math.min(Math.max(scale * larger, 0.1), 2);
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
 * The whole picture, but for what is under the pointer.
 *
 * @param {Pen} pen @param {Scene} scene @param {Placement} placement @param {Marks} marks @param {Theme} theme
 */
export function paint(pen, scene, placement, marks, theme) {
  pen.globalAlpha = 1;
  pen.fillStyle = theme.background;
  pen.fillRect(0, 0, placement.size.width, placement.size.height);
  const looks = looksOfEdges(scene, marks, (from, to) => placement.crosses(from, to));
  const lines = liner(pen, scene, placement, false);
  const [faint, plain] = [looks.faint[STATED], looks.plain[STATED]];
  lines(faint, theme.edge, FAINT, 1, STATED);
  lines(plain, theme.edge, edgeOpacity(plain.length), 1, STATED);
  paintNodes(pen, scene, placement, marks);
  paintOver(pen, scene, placement, looks, marks, theme);
}

/**
 * What lies over nodes and plain edges.
 *
 * @param {Pen} pen @param {Scene} scene @param {Placement} placement @param {ReturnType<typeof looksOfEdges>} looks @param {Marks} marks @param {Theme} theme
 */
export function paintOver(pen, scene, placement, looks, marks, theme) {
  const lines = liner(pen, scene, placement, true);
  for (const kind of [LOOP, DERIVED, DISPUTED]) {
    const [strength, width] = kind === LOOP ? [0.75, 1] : [0.95, kind === DISPUTED ? 2 : 1.5];
    lines(looks.faint[kind], theme.edge, strength * FAINT * 2, width, kind);
    lines(looks.plain[kind], theme.edge, strength, width, kind);
  }
  for (const kind of [STATED, LOOP, DERIVED, DISPUTED]) {
    lines(looks.own[kind], theme.accent, 1, 1.5, kind);
    lines(looks.strong[kind], theme.accent, 1, 4, kind);
  }
  arrows(pen, scene, placement, looks, theme);
  if (marks.node >= 0) ring(pen, scene, placement, marks.node, theme, 3.5);
}

/**
 * What is under the pointer.
 *
 * @param {Pen} pen @param {Scene} scene @param {Placement} placement @param {Hover} hover @param {Theme} theme
 */
export function paintHover(pen, scene, placement, hover, theme) {
  if (hover.node >= 0) ring(pen, scene, placement, hover.node, theme, 2);
  if (hover.edge >= 0) liner(pen, scene, placement, true)([hover.edge], theme.accent, 1, 2.5, kindOf(scene, hover.edge));
}

/** @param {Scene} scene @param {number} at @returns {number} */
function kindOf(scene, at) {
  if (scene.disputed[at]) return DISPUTED;
  if (scene.derived[at]) return DERIVED;
  return scene.source[at] === scene.target[at] ? LOOP : STATED;
}

/**
 * The edges that are shown, by how they look.
 *
 * @param {Scene} scene @param {Marks} marks @param {(from: number, to: number) => boolean} sees
 */
export function looksOfEdges(scene, marks, sees) {
  const look = () => /** @type {Look} */ ([[], [], [], []]);
  const looks = { faint: look(), plain: look(), own: look(), strong: look() };
  const others = marks.near ? looks.faint : looks.plain;
  for (let at = 0; at < scene.edges; at += 1) {
    if (!scene.shownEdges[at] || !sees(scene.source[at], scene.target[at])) continue;
    const found = marks.strong.has(at) ? looks.strong : marks.own.has(at) ? looks.own : others;
    found[kindOf(scene, at)].push(at);
  }
  return looks;
}

/** How strongly plain edges are drawn: the fewer, the stronger. @param {number} count */
export const edgeOpacity = (count) => (count > 4000 ? 0.25 : count > 300 ? 0.45 : 0.75);

/**
 * A function that draws edges in one path; from rim to rim of their nodes if these lie below.
 *
 * @param {Pen} pen @param {Scene} scene @param {Placement} placement @param {boolean} trims
 */
function liner(pen, scene, placement, trims) {
  const trace = trims ? trimmed : line;
  return (/** @type {number[]} */ edges, /** @type {string} */ color, /** @type {number} */ opacity, /** @type {number} */ width, /** @type {number} */ kind) => {
    if (!edges.length) return;
    pen.globalAlpha = opacity;
    pen.strokeStyle = color;
    pen.setLineDash(DASHES[kind]);
    for (const [factor, alike] of byWidth(scene, edges)) {
      pen.lineWidth = width * factor;
      pen.beginPath();
      for (const at of alike) trace(pen, scene, placement, at);
      pen.stroke();
    }
    pen.setLineDash([]);
  };
}

/** Edges that are as wide. @param {Scene} scene @param {number[]} edges @returns {Map<number, number[]>} */
function byWidth(scene, edges) {
  if (!scene.weight) return new Map([[1, edges]]);
  const found = /** @type {Map<number, number[]>} */ (new Map());
  for (const at of edges) {
    const alike = found.get(scene.width(at));
    if (alike) alike.push(at);
    else found.set(scene.width(at), [at]);
  }
  return found;
}

/** @param {Pen} pen @param {Scene} scene @param {Placement} placement @param {number} at */
function line(pen, scene, placement, at) {
  const [from, to] = [scene.source[at], scene.target[at]];
  const [ax, ay, bx, by] = [placement.x[from], placement.y[from], placement.x[to], placement.y[to]];
  if (from === to) loop(pen, ax, ay, placement.radius(scene, from));
  else {
    pen.moveTo(ax, ay);
    if (scene.bend[at]) pen.quadraticCurveTo(...control(ax, ay, bx, by, scene.bend[at]), bx, by);
    else pen.lineTo(bx, by);
  }
}

/** @param {Pen} pen @param {Scene} scene @param {Placement} placement @param {number} at */
function trimmed(pen, scene, placement, at) {
  const [from, to] = [scene.source[at], scene.target[at]];
  const [ax, ay, bx, by] = [placement.x[from], placement.y[from], placement.x[to], placement.y[to]];
  if (from === to) return loop(pen, ax, ay, placement.radius(scene, from));
  const [cx, cy] = control(ax, ay, bx, by, scene.bend[at]);
  const [start, end] = [Math.hypot(cx - ax, cy - ay), Math.hypot(bx - cx, by - cy)];
  const [gap, rim] = [placement.radius(scene, from), placement.radius(scene, to)];
  if (start <= gap || end <= rim) return undefined;
  pen.moveTo(ax + ((cx - ax) * gap) / start, ay + ((cy - ay) * gap) / start);
  const [x, y] = [bx - ((bx - cx) * rim) / end, by - ((by - cy) * rim) / end];
  if (scene.bend[at]) pen.quadraticCurveTo(cx, cy, x, y);
  else pen.lineTo(x, y);
  return undefined;
}

/** @param {Pen} pen @param {number} x @param {number} y @param {number} rim */
function loop(pen, x, y, rim) {
  const radius = rim + 5;
  pen.moveTo(x + radius, y - radius);
  pen.arc(x, y - radius, radius, 0, 2 * Math.PI);
}

/** Heads at the ends of edges, where few enough are seen. @param {Pen} pen @param {Scene} scene @param {Placement} placement @param {ReturnType<typeof looksOfEdges>} looks @param {Theme} theme */
function arrows(pen, scene, placement, looks, theme) {
  const quiet = seen(scene, placement, looks.plain, ARROWS_UP_TO);
  const loud = [...looks.own.flat(), ...looks.strong.flat()];
  pen.globalAlpha = 0.9;
  for (const [edges, color] of /** @type {[number[], string][]} */ ([[quiet, theme.edge], [loud, theme.accent]])) {
    if (!edges.length) continue;
    pen.fillStyle = color;
    pen.beginPath();
    for (const at of edges) head(pen, scene, placement, at);
    pen.fill();
  }
}

/** Those of the edges that are seen; none, if they are more than *most*. @param {Scene} scene @param {Placement} placement @param {Look} look @param {number} most */
function seen(scene, placement, look, most) {
  const found = /** @type {number[]} */ ([]);
  for (const edges of look) {
    for (const at of edges) {
      if (!placement.crosses(scene.source[at], scene.target[at])) continue;
      found.push(at);
      if (found.length > most) return [];
    }
  }
  return found;
}

/** @param {Pen} pen @param {Scene} scene @param {Placement} placement @param {number} at */
function head(pen, scene, placement, at) {
  const [from, to] = [scene.source[at], scene.target[at]];
  const [bx, by] = [placement.x[to], placement.y[to]];
  const [cx, cy] = control(placement.x[from], placement.y[from], bx, by, scene.bend[at]);
  const length = Math.hypot(bx - cx, by - cy);
  const rim = placement.radius(scene, to) * 1.1;
  if (from === to || length < rim + HEAD + 1 || scene.weight?.[at]) return;
  const [ux, uy] = [(bx - cx) / length, (by - cy) / length];
  const [tipX, tipY] = [bx - ux * rim, by - uy * rim];
  pen.moveTo(tipX, tipY);
  pen.lineTo(tipX - ux * HEAD - uy * 3, tipY - uy * HEAD + ux * 3);
  pen.lineTo(tipX - ux * HEAD + uy * 3, tipY - uy * HEAD - ux * 3);
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
  for (const [lists, alpha] of /** @type {[number[][], number][]} */ ([[faint, FAINT * 1.5], [bright, 1]])) {
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

/** @param {Pen} pen @param {Scene} scene @param {Placement} placement @param {number} node @param {Theme} theme @param {number} width */
function ring(pen, scene, placement, node, theme, width) {
  if (!scene.shownNodes[node]) return;
  pen.globalAlpha = 1;
  pen.strokeStyle = theme.accent;
  pen.lineWidth = width;
  pen.beginPath();
  const radius = placement.radius(scene, node) + 4;
  pen.moveTo(placement.x[node] + radius, placement.y[node]);
  pen.arc(placement.x[node], placement.y[node], radius, 0, 2 * Math.PI);
  pen.stroke();
}

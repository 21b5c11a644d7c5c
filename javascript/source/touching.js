/**
 * What lies under a point of the window.
 *
 * @typedef {import("./painter.js").Placement} Placement
 * @typedef {import("./scene.js").Scene} Scene
 */

import { control } from "./painter.js";

const REACH = 5;

/** @param {Scene} scene @param {Placement} placement @param {number} x @param {number} y @returns {number} the nearest node, or -1 */
export function nodeAt(scene, placement, x, y) {
  let best = -1;
  let nearest = Infinity;
  for (let node = 0; node < scene.nodes; node += 1) {
    if (!scene.shownNodes[node]) continue;
    const distance = Math.hypot(placement.x[node] - x, placement.y[node] - y);
    if (distance <= placement.radius(scene, node) + REACH && distance < nearest) {
      nearest = distance;
      best = node;
    }
  }
  return best;
}

/** @param {Scene} scene @param {Placement} placement @param {number} x @param {number} y @returns {number} the nearest edge, or -1 */
export function edgeAt(scene, placement, x, y) {
  let best = -1;
  let nearest = REACH;
  for (let at = 0; at < scene.edges; at += 1) {
    if (!scene.shownEdges[at]) continue;
    const distance = distanceTo(scene, placement, at, x, y);
    if (distance < nearest) {
      nearest = distance;
      best = at;
    }
  }
  return best;
}

/** @param {Scene} scene @param {Placement} placement @param {number} at @param {number} x @param {number} y */
function distanceTo(scene, placement, at, x, y) {
  const [from, to] = [scene.source[at], scene.target[at]];
  const [ax, ay, bx, by] = [placement.x[from], placement.y[from], placement.x[to], placement.y[to]];
  const bend = scene.bend[at];
  if (!bend) return toSegment(x, y, ax, ay, bx, by);
  const [cx, cy] = control(ax, ay, bx, by, bend);
  const room = Math.abs(bend) * Math.hypot(bx - ax, by - ay) + REACH;
  if (toSegment(x, y, ax, ay, bx, by) > room) return Infinity;
  let nearest = Infinity;
  let [px, py] = [ax, ay];
  for (let step = 1; step <= 8; step += 1) {
    const t = step / 8;
    const qx = (1 - t) * (1 - t) * ax + 2 * t * (1 - t) * cx + t * t * bx;
    const qy = (1 - t) * (1 - t) * ay + 2 * t * (1 - t) * cy + t * t * by;
    nearest = Math.min(nearest, toSegment(x, y, px, py, qx, qy));
    [px, py] = [qx, qy];
  }
  return nearest;
}

/** @param {number} x @param {number} y @param {number} ax @param {number} ay @param {number} bx @param {number} by */
function toSegment(x, y, ax, ay, bx, by) {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const share = length ? Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length)) : 0;
  return Math.hypot(ax + share * dx - x, ay + share * dy - y);
}

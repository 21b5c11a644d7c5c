/**
 * Drawing on a plain canvas: what works everywhere, and without a graphics card the fastest.
 *
 * @typedef {import("./drawing.js").Surface} Surface
 * @typedef {import("./scene.js").Scene} Scene
 */

import { Ground } from "./ground.js";
import { layer } from "./layer.js";
import { paint } from "./painter.js";

const MANY = 4000;

/** @param {HTMLElement} container @param {Scene} scene @returns {Surface} */
export function canvasSurface(container, scene) {
  const { canvas, pen, resize } = layer(container, false);
  const ground = scene.nodes + scene.edges > MANY ? new Ground(scene) : null;
  return {
    element: canvas,
    pen,
    resize,
    paint: (placement, view, marks, theme, isMoving) => {
      if (ground) return ground.paint(pen, placement, view, marks, theme, isMoving);
      paint(pen, scene, placement, marks, theme);
      return true;
    },
    stop: () => canvas.remove(),
  };
}

/**
 * Drawing on a plain canvas: what works everywhere, and without a graphics card the fastest.
 *
 * @typedef {import("./drawing.js").Surface} Surface
 * @typedef {import("./scene.js").Scene} Scene
 */

import { paint } from "./painter.js";

/** @param {HTMLElement} container @param {Scene} scene @returns {Surface} */
export function canvasSurface(container, scene) {
  const { canvas, pen, resize } = layer(container, false);
  return {
    element: canvas,
    resize,
    paint: (placement, _view, marks, theme, detail) => paint(pen, scene, placement, marks, theme, detail),
    stop: () => canvas.remove(),
  };
}

/**
 * A canvas that fills its container and is drawn on in pixels of the page.
 *
 * @param {HTMLElement} container
 * @param {boolean} clear  whether what lies below shows through
 */
export function layer(container, clear) {
  const canvas = document.createElement("canvas");
  canvas.style.position = "absolute";
  canvas.style.inset = "0";
  container.append(canvas);
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { alpha: clear }));
  const resize = (/** @type {import("./painter.js").Size} */ size) => {
    const ratio = window.devicePixelRatio || 1;
    canvas.width = Math.round(size.width * ratio);
    canvas.height = Math.round(size.height * ratio);
    canvas.style.width = `${size.width}px`;
    canvas.style.height = `${size.height}px`;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  };
  return { canvas, pen, resize };
}

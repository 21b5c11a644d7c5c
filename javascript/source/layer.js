/** Canvases in the page. */

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
    sized(canvas, pen, size);
    canvas.style.width = `${size.width}px`;
    canvas.style.height = `${size.height}px`;
  };
  return { canvas, pen, resize };
}

/**
 * Give a canvas a size in pixels of the page, as sharp as the screen.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {CanvasRenderingContext2D} pen
 * @param {import("./painter.js").Size} size
 */
export function sized(canvas, pen, size) {
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.round(size.width * ratio);
  canvas.height = Math.round(size.height * ratio);
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
}

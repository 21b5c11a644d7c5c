/**
 * Which part of the plane is seen: its middle, and how many pixels a unit takes.
 *
 * @typedef {object} View
 * @property {number} x
 * @property {number} y
 * @property {number} scale
 */

const MARGIN = 0.9;
const CLOSEST = 4; // pixels for a unit of the plane
const LARGEST = 1.2; // a few nodes are not blown up to fill the window

/**
 * The view that shows a whole box in a window of *width* × *height* pixels.
 *
 * @param {import("./scene.js").Box} box
 * @param {number} width
 * @param {number} height
 * @returns {View}
 */
export function fitted(box, width, height) {
  const across = Math.max(box.right - box.left, 1e-6);
  const down = Math.max(box.bottom - box.top, 1e-6);
  const scale = Math.min((width / across) * MARGIN, (height / down) * MARGIN, LARGEST);
  return { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2, scale };
}

/**
 * The view zoomed by *factor* about a point of the window, within bounds about the *whole* view.
 *
 * @param {View} view
 * @param {number} factor
 * @param {number} atX  pixels from the middle of the window
 * @param {number} atY
 * @param {View} whole
 * @returns {View}
 */
export function zoomed(view, factor, atX, atY, whole) {
  const scale = Math.min(Math.max(view.scale * factor, whole.scale / 4), Math.max(CLOSEST, whole.scale));
  return {
    x: view.x + atX / view.scale - atX / scale,
    y: view.y + atY / view.scale - atY / scale,
    scale,
  };
}

/**
 * Where a picture that was drawn for one view lies in the window of another. A picture of many edges
 * takes longer than a frame to draw, so it is drawn with a margin, kept, and moved as the view is.
 *
 * @typedef {import("./painter.js").Size} Size
 * @typedef {import("./scene.js").Scene} Scene
 * @typedef {import("./view.js").View} View
 *
 * @typedef {object} Place  in pixels of the page
 * @property {number} left
 * @property {number} top
 * @property {number} width
 * @property {number} height
 * @property {number} factor  how much larger it is seen than it was drawn
 */

const MARGIN = 0.25; // of the window, on each side
const ROOM = 40; // what nodes at the rim of the picture may take beyond their places, in pixels

/** The size of a window with the margin around it. @param {Size} size @returns {Size} */
export function withMargin({ width, height }) {
  return { width: Math.round(width * (1 + 2 * MARGIN)), height: Math.round(height * (1 + 2 * MARGIN)) };
}

export class Kept {
  /** @type {View} */ view = { x: 0, y: 0, scale: 1 };
  /** @type {Size} */ size = { width: 0, height: 0 };
  /** @type {unknown[]} */ #look = [];

  /** A picture was drawn. @param {View} view @param {Size} size @param {unknown[]} look  all else that it depends on */
  keep(view, size, look) {
    this.view = view;
    this.size = size;
    this.#look = look;
  }

  /** @param {unknown[]} look */
  looks(look) {
    return look.length === this.#look.length && look.every((value, at) => value === this.#look[at]);
  }

  /** Where it lies in the window; to whole pixels of the screen where it is not scaled. @param {View} view @param {Size} size @returns {Place} */
  place(view, size) {
    const factor = view.scale / this.view.scale;
    const [width, height] = [this.size.width * factor, this.size.height * factor];
    const ratio = window.devicePixelRatio || 1;
    const whole = (/** @type {number} */ value) => (factor === 1 ? Math.round(value * ratio) / ratio : value);
    return {
      left: whole(size.width / 2 + (this.view.x - view.x) * view.scale - width / 2),
      top: whole(size.height / 2 + (this.view.y - view.y) * view.scale - height / 2),
      width, height, factor,
    };
  }

  /**
   * Whether it holds all that the window can show.
   *
   * @param {Scene} scene @param {View} view @param {Size} size
   * @param {number} most  how much larger or smaller it may be seen than it was drawn
   */
  reaches(scene, view, size, most) {
    const { left, top, width, height, factor } = this.place(view, size);
    if (factor > most || factor < 1 / most) return false;
    const box = scene.box();
    const [x, y] = [size.width / 2 - view.x * view.scale, size.height / 2 - view.y * view.scale];
    return left <= Math.max(0, box.left * view.scale + x - ROOM)
      && top <= Math.max(0, box.top * view.scale + y - ROOM)
      && left + width >= Math.min(size.width, box.right * view.scale + x + ROOM)
      && top + height >= Math.min(size.height, box.bottom * view.scale + y + ROOM);
  }
}

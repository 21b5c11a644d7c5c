/**
 * A picture of many edges, kept and shown again as long as only the view moves: drawing it anew
 * takes longer than a frame. It is drawn with a margin, so that the view can be moved about in it;
 * while the view is zoomed it is scaled, and drawn anew when the zooming rests.
 *
 * @typedef {import("./painter.js").Marks} Marks
 * @typedef {import("./painter.js").Size} Size
 * @typedef {import("./painter.js").Theme} Theme
 * @typedef {import("./scene.js").Scene} Scene
 * @typedef {import("./view.js").View} View
 */

import { sized } from "./layer.js";
import { paint, Placement } from "./painter.js";

const MARGIN = 0.25;
const MOST_SCALED = 1.6;
const ROOM = 40; // what nodes at the rim of the picture may take beyond their places, in pixels

export class Ground {
  /** @type {View} */ #view = { x: 0, y: 0, scale: 1 };
  /** @type {Size} */ #size = { width: 0, height: 0 };
  /** @type {unknown[]} */ #look = [];

  /** @param {Scene} scene */
  constructor(scene) {
    this.scene = scene;
    this.canvas = document.createElement("canvas");
    this.pen = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d", { alpha: false }));
  }

  /**
   * @param {CanvasRenderingContext2D} pen @param {Placement} placement @param {View} view
   * @param {Marks} marks @param {Theme} theme @param {boolean} isMoving
   * @returns {boolean} whether it is as sharp as it can be
   */
  paint(pen, placement, view, marks, theme, isMoving) {
    const { shownNodes, shownEdges } = this.scene;
    const look = [marks, theme, shownNodes, shownEdges, placement.size.width, placement.size.height, window.devicePixelRatio];
    const isSame = look.every((value, at) => value === this.#look[at]);
    if (!isSame || !this.#reaches(view, placement.size, isMoving)) {
      this.#look = look;
      this.#draw(placement, view, marks, theme);
    }
    this.#show(pen, placement.size, view, theme);
    return view.scale === this.#view.scale;
  }

  /** Where the picture lies in the window. @param {View} view @param {Size} size */
  #place(view, size) {
    const factor = view.scale / this.#view.scale;
    const [width, height] = [this.#size.width * factor, this.#size.height * factor];
    return {
      left: size.width / 2 + (this.#view.x - view.x) * view.scale - width / 2,
      top: size.height / 2 + (this.#view.y - view.y) * view.scale - height / 2,
      width, height, factor,
    };
  }

  /** Whether the picture holds all that the window can show. @param {View} view @param {Size} size @param {boolean} isMoving */
  #reaches(view, size, isMoving) {
    const { left, top, width, height, factor } = this.#place(view, size);
    if (isMoving ? factor > MOST_SCALED || factor < 1 / MOST_SCALED : factor !== 1) return false;
    const box = this.scene.box();
    const [x, y] = [size.width / 2 - view.x * view.scale, size.height / 2 - view.y * view.scale];
    return left <= Math.max(0, box.left * view.scale + x - ROOM)
      && top <= Math.max(0, box.top * view.scale + y - ROOM)
      && left + width >= Math.min(size.width, box.right * view.scale + x + ROOM)
      && top + height >= Math.min(size.height, box.bottom * view.scale + y + ROOM);
  }

  /** @param {Placement} placement @param {View} view @param {Marks} marks @param {Theme} theme */
  #draw(placement, view, marks, theme) {
    const { width, height } = placement.size;
    const size = { width: Math.round(width * (1 + 2 * MARGIN)), height: Math.round(height * (1 + 2 * MARGIN)) };
    sized(this.canvas, this.pen, size);
    this.#view = view;
    this.#size = size;
    paint(this.pen, this.scene, new Placement(this.scene, view, size, view.scale / placement.zoom), marks, theme);
  }

  /** @param {CanvasRenderingContext2D} pen @param {Size} size @param {View} view @param {Theme} theme */
  #show(pen, size, view, theme) {
    const { left, top, width, height, factor } = this.#place(view, size);
    const ratio = window.devicePixelRatio || 1;
    const whole = (/** @type {number} */ value) => (factor === 1 ? Math.round(value * ratio) / ratio : value);
    pen.globalAlpha = 1;
    pen.fillStyle = theme.background;
    pen.fillRect(0, 0, size.width, size.height);
    pen.drawImage(this.canvas, whole(left), whole(top), width, height);
  }
}

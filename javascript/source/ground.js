/**
 * A picture of many edges on a canvas, kept and shown again as long as only the view moves; while the
 * view is zoomed it is scaled, and drawn anew when the zooming rests.
 *
 * @typedef {import("./painter.js").Marks} Marks
 * @typedef {import("./painter.js").Theme} Theme
 * @typedef {import("./scene.js").Scene} Scene
 * @typedef {import("./view.js").View} View
 */

import { Kept, withMargin } from "./kept.js";
import { sized } from "./layer.js";
import { paint, Placement } from "./painter.js";

const MOST_SCALED = 1.6;

export class Ground {
  #kept = new Kept();

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
    const { x, shownNodes, shownEdges } = this.scene;
    const { size } = placement;
    const look = [marks, theme, x, shownNodes, shownEdges, size.width, size.height, window.devicePixelRatio];
    if (!this.#kept.looks(look) || !this.#kept.reaches(this.scene, view, size, isMoving ? MOST_SCALED : 1)) {
      this.#draw(placement, view, marks, theme);
      this.#kept.keep(view, withMargin(size), look);
    }
    const { left, top, width, height, factor } = this.#kept.place(view, size);
    pen.globalAlpha = 1;
    pen.fillStyle = theme.background;
    pen.fillRect(0, 0, size.width, size.height);
    pen.drawImage(this.canvas, left, top, width, height);
    return factor === 1;
  }

  /** @param {Placement} placement @param {View} view @param {Marks} marks @param {Theme} theme */
  #draw(placement, view, marks, theme) {
    const size = withMargin(placement.size);
    sized(this.canvas, this.pen, size);
    paint(this.pen, this.scene, new Placement(this.scene, view, size, view.scale / placement.zoom), marks, theme);
  }
}

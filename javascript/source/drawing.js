/**
 * The picture on the page: one camera, one way to point and to press, whatever draws it.
 *
 * @typedef {import("./painter.js").Hover} Hover
 * @typedef {import("./painter.js").Marks} Marks
 * @typedef {import("./painter.js").Size} Size
 * @typedef {import("./painter.js").Theme} Theme
 * @typedef {import("./scene.js").Scene} Scene
 * @typedef {import("./view.js").View} View
 *
 * @typedef {object} Surface  what draws
 * @property {HTMLElement} element  the topmost one, which gestures are made on
 * @property {(size: Size) => void} resize
 * @property {CanvasRenderingContext2D} pen  draws over all that it painted
 * @property {(placement: Placement, view: View, marks: Marks, theme: Theme, isMoving: boolean) => boolean} paint
 *   says whether that is as sharp as it can be; if not, it is asked again when nothing moves
 * @property {() => void} stop
 *
 * @typedef {object} Handlers
 * @property {(node: number, edge: number) => void} press  a node, or an edge, or neither (-1)
 * @property {(node: number, edge: number, x: number, y: number) => void} hover
 * @property {() => void} moved  somebody moved the view
 * @property {(pen: import("./svg.js").Pen) => void} write  write over the picture
 */

import { canvasSurface } from "./canvas.js";
import { hasGraphicsCard } from "./graphics.js";
import { Placement, noMarks, paintHover } from "./painter.js";
import { pointing } from "./pointing.js";
import { edgeAt, nodeAt } from "./touching.js";
import { fitted, zoomed } from "./view.js";
import { webglSurface } from "./webgl.js";

const REST = 160;
/** The scale at which one node is looked at. */
export const NEAR = 0.6;

export class Drawing {
  #theme;
  #handlers;
  #marks = noMarks();
  #asked = 0;
  /** @type {Hover} */ #hover = { node: -1, edge: -1 };
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #later;
  #movedAt = -REST;

  /**
   * Draw with the graphics card where there is one, else on a plain canvas.
   *
   * @param {HTMLElement} container
   * @param {Scene} scene
   * @param {Theme} theme
   * @param {Handlers} handlers
   * @param {"canvas" | "webgl" | ""} [wish]  which to use; by default what the machine does best
   */
  constructor(container, scene, theme, handlers, wish = "") {
    this.container = container;
    this.scene = scene;
    this.#theme = theme;
    this.#handlers = handlers;
    /** @type {Surface} */
    this.surface = this.#surfaceOf(wish || (hasGraphicsCard() ? "webgl" : "canvas"));
    this.size = measured(container);
    this.whole = fitted(scene.box(), this.size.width, this.size.height);
    this.camera = { ...this.whole };
    this.placement = this.#placed();
    this.watcher = new ResizeObserver(() => this.#resize());
    this.watcher.observe(container);
    this.release = this.#listen();
    this.#resize();
  }

  /**
   * What draws: a plain canvas also where the graphics card is there but fails.
   *
   * @param {"canvas" | "webgl"} kind @returns {Surface}
   */
  #surfaceOf(kind) {
    this.container.dataset.drawing = kind;
    if (kind === "canvas") return canvasSurface(this.container, this.scene);
    try {
      return webglSurface(this.container, this.scene, () => this.#giveUp());
    } catch {
      this.container.replaceChildren();
      return this.#surfaceOf("canvas");
    }
  }

  /** Draw on a plain canvas from now on: the graphics card was taken away. */
  #giveUp() {
    if (this.container.dataset.drawing === "canvas") return;
    this.release();
    this.surface.stop();
    this.surface = this.#surfaceOf("canvas");
    this.surface.resize(this.size);
    this.release = this.#listen();
    this.draw();
  }

  /** Put nodes at other places. @param {ArrayLike<number>} x @param {ArrayLike<number>} y */
  place(x, y) {
    this.scene.place(x, y);
    this.placement = this.#placed();
    this.draw();
  }

  /** @param {Uint8Array} nodes @param {Uint8Array} edges */
  show(nodes, edges) {
    this.scene.show(nodes, edges);
    this.draw();
  }

  /** @param {Marks} marks */
  mark(marks) {
    this.#marks = marks;
    this.draw();
  }

  /** Show all that is shown at once. */
  fit() {
    this.whole = fitted(this.scene.box(), this.size.width, this.size.height);
    this.#move({ ...this.whole });
  }

  /** Bring a node to the middle, near enough to read what is around it. @param {number} node */
  center(node) {
    const scale = Math.max(this.camera.scale, NEAR);
    this.#move({ x: this.scene.x[node], y: this.scene.y[node], scale });
  }

  /** @param {number} factor @param {number} [x]  pixels from the middle @param {number} [y] */
  zoom(factor, x = 0, y = 0) {
    this.#move(zoomed(this.camera, factor, x, y, this.whole));
    this.#handlers.moved();
  }

  /** @param {number} dx  pixels @param {number} dy */
  pan(dx, dy) {
    const { x, y, scale } = this.camera;
    this.#move({ x: x - dx / scale, y: y - dy / scale, scale });
    this.#handlers.moved();
  }

  /** The middle of what is seen, and how many pixels a unit takes. @returns {View} */
  get view() {
    return { ...this.camera };
  }

  set view(given) {
    this.#move({ ...given });
  }

  /** @param {Theme} theme */
  set theme(theme) {
    this.#theme = theme;
    this.draw();
  }

  /** What stands out now. */
  get marks() {
    return this.#marks;
  }

  /** What is under the pointer. */
  get hover() {
    return this.#hover;
  }

  /** Draw in the next frame. */
  draw() {
    if (!this.#asked) this.#asked = requestAnimationFrame(() => this.#frame());
  }

  /** Take the picture from the page. */
  stop() {
    cancelAnimationFrame(this.#asked);
    clearTimeout(this.#later);
    this.watcher.disconnect();
    this.release();
    this.surface.stop();
  }

  #frame() {
    this.#asked = 0;
    const { surface, placement } = this;
    const isMoving = performance.now() - this.#movedAt < REST;
    const isSharp = surface.paint(placement, this.camera, this.#marks, this.#theme, isMoving);
    paintHover(surface.pen, this.scene, placement, this.#hover, this.#theme);
    this.#handlers.write(surface.pen);
    clearTimeout(this.#later);
    if (!isSharp) this.#later = setTimeout(() => this.draw(), REST);
  }

  #placed() {
    return new Placement(this.scene, this.camera, this.size, this.whole.scale);
  }

  /** @param {View} view */
  #move(view) {
    this.camera = view;
    this.placement = this.#placed();
    this.#movedAt = performance.now();
    this.draw();
  }

  #resize() {
    const atWhole = this.camera.scale === this.whole.scale && this.camera.x === this.whole.x;
    this.size = measured(this.container);
    this.whole = fitted(this.scene.box(), this.size.width, this.size.height);
    if (atWhole) this.camera = { ...this.whole };
    this.placement = this.#placed();
    this.surface.resize(this.size);
    this.draw();
  }

  #listen() {
    const { element } = this.surface;
    const under = (/** @type {number} */ x, /** @type {number} */ y) => {
      const node = nodeAt(this.scene, this.placement, x, y);
      return { node, edge: node < 0 ? edgeAt(this.scene, this.placement, x, y) : -1 };
    };
    return pointing(element, {
      pan: (dx, dy) => this.pan(dx, dy),
      zoom: (factor, x, y) => this.zoom(factor, x - this.size.width / 2, y - this.size.height / 2),
      point: (x, y) => {
        const { node, edge } = under(x, y);
        element.style.cursor = node < 0 && edge < 0 ? "grab" : "pointer";
        if (this.#hover.node !== node || this.#hover.edge !== edge) {
          this.#hover = { node, edge };
          this.draw();
        }
        this.#handlers.hover(node, edge, x, y);
      },
      press: (x, y) => {
        const { node, edge } = under(x, y);
        this.#handlers.press(node, edge);
      },
    });
  }
}

/** @param {HTMLElement} container @returns {Size} */
function measured(container) {
  return { width: Math.max(container.clientWidth, 1), height: Math.max(container.clientHeight, 1) };
}

/** What the page takes from this bundle. */
export { Drawing, NEAR } from "./drawing.js";
export { Placement, paint } from "./painter.js";
export { Scene } from "./scene.js";
export { SHAPES } from "./shapes.js";
export { SvgPen } from "./svg.js";

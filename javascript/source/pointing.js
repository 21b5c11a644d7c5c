/**
 * Mouse, pen and fingers → panning, zooming, pointing and pressing.
 *
 * @typedef {object} Gestures  positions in pixels from the element's corner
 * @property {(dx: number, dy: number) => void} pan
 * @property {(factor: number, x: number, y: number) => void} zoom
 * @property {(x: number, y: number) => void} point
 * @property {(x: number, y: number) => void} press
 */

const STILL = 4;

/**
 * @param {HTMLElement} element
 * @param {Gestures} gestures
 * @returns {() => void} stops listening
 */
export function pointing(element, gestures) {
  const down = /** @type {Map<number, {x: number, y: number}>} */ (new Map());
  const ending = new AbortController();
  const { signal } = ending;
  let moved = 0;
  let pointedAt = 0;
  const spread = () => {
    const [a, b] = [...down.values()];
    return { gap: Math.hypot(a.x - b.x, a.y - b.y), x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  };
  element.style.touchAction = "none";
  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    if (!down.size) moved = 0;
    down.set(event.pointerId, { x: event.offsetX, y: event.offsetY });
    element.setPointerCapture(event.pointerId);
  }, { signal });
  element.addEventListener("pointermove", (event) => {
    const before = down.get(event.pointerId);
    if (!before) {
      if (!pointedAt) {
        pointedAt = requestAnimationFrame(() => {
          pointedAt = 0;
          gestures.point(event.offsetX, event.offsetY);
        });
      }
      return;
    }
    const [dx, dy] = [event.offsetX - before.x, event.offsetY - before.y];
    moved += Math.abs(dx) + Math.abs(dy);
    const wide = down.size === 2 ? spread() : null;
    down.set(event.pointerId, { x: event.offsetX, y: event.offsetY });
    if (wide) {
      const now = spread();
      if (wide.gap > 0) gestures.zoom(now.gap / wide.gap, now.x, now.y);
      gestures.pan(now.x - wide.x, now.y - wide.y);
    } else if (moved > STILL) gestures.pan(dx, dy);
  }, { signal });
  const lift = (/** @type {PointerEvent} */ event) => {
    if (!down.delete(event.pointerId)) return;
    if (event.type === "pointerup" && moved <= STILL) gestures.press(event.offsetX, event.offsetY);
  };
  element.addEventListener("pointerup", lift, { signal });
  element.addEventListener("pointercancel", lift, { signal });
  element.addEventListener("wheel", (event) => {
    event.preventDefault();
    const step = event.deltaMode === 0 ? event.deltaY : event.deltaY * 30;
    gestures.zoom(Math.exp(-Math.max(-200, Math.min(200, step)) / 400), event.offsetX, event.offsetY);
  }, { signal, passive: false });
  return () => ending.abort();
}

/**
 * Outlines of nodes: with the colours of the types, so that neither has to be seen alone. They are
 * filled, which closes them: Chromium's own closePath looks at the whole path again each time.
 *
 * @typedef {import("./svg.js").Pen} Pen
 * @typedef {(pen: Pen, x: number, y: number, radius: number) => void} Outline
 */

const corners = (/** @type {number[][]} */ points) => /** @type {Outline} */ (
  (pen, x, y, radius) => {
    points.forEach(([dx, dy], at) => {
      if (at === 0) pen.moveTo(x + dx * radius, y + dy * radius);
      else pen.lineTo(x + dx * radius, y + dy * radius);
    });
  }
);

const around = (/** @type {number} */ count, /** @type {number} */ turn, inner = 1) =>
  Array.from({ length: count }, (_, at) => {
    const angle = turn + (at * 2 * Math.PI) / count;
    const length = at % 2 ? inner : 1;
    return [Math.cos(angle) * length, Math.sin(angle) * length];
  });

/** @type {Record<string, Outline>} */
export const SHAPES = {
  dot: (pen, x, y, radius) => {
    pen.moveTo(x + radius, y);
    pen.arc(x, y, radius, 0, 2 * Math.PI);
  },
  square: corners([[-0.86, -0.86], [0.86, -0.86], [0.86, 0.86], [-0.86, 0.86]]),
  diamond: corners(around(4, 0).map(([x, y]) => [x * 1.2, y * 1.2])),
  triangle: corners(around(3, -Math.PI / 2).map(([x, y]) => [x * 1.2, y * 1.2])),
  triangleDown: corners(around(3, Math.PI / 2).map(([x, y]) => [x * 1.2, y * 1.2])),
  hexagon: corners(around(6, 0)),
  pentagon: corners(around(5, -Math.PI / 2).map(([x, y]) => [x * 1.1, y * 1.1])),
  cross: corners([
    [-0.4, -1.1], [0.4, -1.1], [0.4, -0.4], [1.1, -0.4], [1.1, 0.4], [0.4, 0.4],
    [0.4, 1.1], [-0.4, 1.1], [-0.4, 0.4], [-1.1, 0.4], [-1.1, -0.4], [-0.4, -0.4],
  ]),
  bar: corners([[-1.2, -0.6], [1.2, -0.6], [1.2, 0.6], [-1.2, 0.6]]),
  star: corners(around(10, -Math.PI / 2, 0.5).map(([x, y]) => [x * 1.3, y * 1.3])),
};

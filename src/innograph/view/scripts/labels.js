// Labels on the picture, at the size of the page's text whatever the zoom: none over another, and
// none beyond the picture's edge.

import { shortened } from "./scene.js";

const SIZE = 12;
const GAP = 3;
const HALF = SIZE / 2 + 2;
const MOST = 100;
const MOST_TRIED = 1200;
const MOST_OWN = 40;
const CELL = 8;

/**
 * A text at a point, below what is there.
 * @typedef {{text: string, x: number, y: number, reach: number, bold?: boolean, quiet?: boolean, stays?: boolean}} Label
 *   `reach` is how far what is there extends from the point, in pixels; what `stays` may stand beside or above it too
 *
 * @typedef {[x: number, y: number]} Place
 *
 * What is seen of the plane: sizes, and places in pixels of the picture. The origin of the plane moves with the picture.
 * @typedef {{width: number, height: number, origin: {x: number, y: number},
 *            placeOf: (id: string) => {x: number, y: number}, reachOf: (id: string) => number}} Frame
 */

/**
 * What is labelled, the most important first.
 * @param {ReturnType<typeof import("./scene.js").readScene>} scene
 */
export function createLabels(scene) {
  const byDegree = [...scene.nodes.keys()].sort((one, other) => scene.degree(other) - scene.degree(one));
  const disputed = [...scene.edges.values()].filter((edge) => edge.disputed).map((edge) => edge.id);

  /**
   * @param {{nodes: Set<string>, edges: Set<string>}} shown
   * @param {import("./marks.js").Marks} marks
   * @param {{kind: "node" | "edge", id: string} | null} hovered
   * @param {Frame} frame
   * @returns {Generator<Label>}
   */
  return function* labels(shown, marks, hovered, frame) {
    const first = new Set(marks.first);
    const told = new Set(marks.strong);
    if (hovered) (hovered.kind === "node" ? first : told).add(hovered.id);
    const own = new Set([...marks.own].slice(0, MOST_OWN));
    const bright = marks.bright ? [...marks.bright] : [];
    const isOpen = (id) => !first.has(id) && (!marks.bright || marks.bright.has(id));

    function node(id, stays) {
      const { x, y } = frame.placeOf(id);
      return { text: scene.nodes.get(id).label, x, y, reach: frame.reachOf(id), bold: stays, stays };
    }

    function edge(id, stays) {
      const { from, to, label, disputed: rivals } = scene.edges.get(id);
      const [start, end] = [frame.placeOf(from), frame.placeOf(to)];
      const text = told.has(id) || own.has(id) ? label : "";
      return { text: rivals ? `≠ ${text}`.trim() : text, x: (start.x + end.x) / 2, y: (start.y + end.y) / 2, reach: 0, quiet: true, stays };
    }

    for (const id of first) if (shown.nodes.has(id)) yield node(id, true);
    for (const id of told) if (shown.edges.has(id)) yield edge(id, true);
    for (const id of bright) if (isOpen(id) && shown.nodes.has(id)) yield node(id, false);
    for (const id of own) if (shown.edges.has(id) && !told.has(id)) yield edge(id, false);
    for (const id of disputed) if (shown.edges.has(id) && !told.has(id) && !own.has(id) && !marks.bright) yield edge(id, false);
    if (marks.bright) return;
    for (const id of byDegree) if (isOpen(id) && shown.nodes.has(id)) yield node(id, false);
  };
}

/**
 * @typedef {Pick<CanvasRenderingContext2D, "globalAlpha" | "textAlign" | "textBaseline" | "lineJoin" | "lineWidth" |
 *   "strokeStyle" | "fillStyle" | "font" | "measureText" | "strokeText" | "fillText">} Pen what labels are painted with
 */

/** A function that paints labels, those that find room, with a pen whose unit is the pixel of the page. */
export function createLabelPainter() {
  const widths = new Map();

  function widthOf(pen, text, bold) {
    const key = (bold ? "b" : " ") + text;
    if (!widths.has(key)) widths.set(key, pen.measureText(text).width);
    return widths.get(key);
  }

  /**
   * @param {Pen} pen
   * @param {Iterable<Label>} labels
   * @param {Frame} frame
   * @param {Record<string, string>} palette
   */
  return (pen, labels, frame, palette) => {
    const { width, height } = frame;
    const room = createRoom(frame);
    let [painted, tried] = [0, 0];
    let bold = null;
    pen.globalAlpha = 1;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.lineJoin = "round";
    pen.lineWidth = 3;
    pen.strokeStyle = palette.background;
    for (const label of labels) {
      if (painted >= MOST || tried >= MOST_TRIED) break;
      const { x, y, reach, stays } = label;
      if (!label.text || x < -reach || x > width + reach || y < -reach || y > height + reach) continue;
      tried += 1;
      if (!stays && !room.isFree(x, y + (reach ? reach + GAP + HALF : 0), 1, 1)) continue;
      if (bold !== Boolean(label.bold)) {
        bold = Boolean(label.bold);
        pen.font = `${bold ? "bold " : ""}${SIZE}px system-ui, sans-serif`;
      }
      const text = shortened(label.text);
      const half = widthOf(pen, text, bold) / 2 + GAP;
      const at = places(label, half).map((place) => within(place, half, width, height)).find((place) => room.isFree(...place, half, HALF));
      if (!at) continue;
      room.take(...at, half, HALF);
      painted += 1;
      pen.strokeText(text, ...at);
      pen.fillStyle = label.quiet ? palette.quiet : palette.text;
      pen.fillText(text, ...at);
    }
  };
}

/**
 * The middles of where a label may stand, in the order in which they are tried.
 * @param {Label} label
 * @param {number} half
 * @returns {Place[]}
 */
function places({ x, y, reach, stays }, half) {
  const away = reach ? reach + GAP + HALF : 0;
  if (!stays) return [[x, y + away]];
  const up = away || 2 * HALF;
  const aside = reach + GAP + half;
  return [[x, y + away], [x, y - up], [x + aside, y], [x - aside, y], [x, y + away + 2 * HALF], [x, y - up - 2 * HALF]];
}

/**
 * A place moved so that a label of that size does not leave the picture.
 * @param {Place} place
 * @returns {Place}
 */
function within([x, y], half, width, height) {
  return [Math.max(half, Math.min(x, width - half)), Math.max(HALF, Math.min(y, height - HALF))];
}

/** What is taken of the picture, in cells that move with it: so labels do not come and go while it is moved. */
function createRoom({ width, height, origin }) {
  const [left, top] = [Math.floor(-origin.x / CELL), Math.floor(-origin.y / CELL)];
  const [columns, rows] = [Math.ceil(width / CELL) + 2, Math.ceil(height / CELL) + 2];
  const taken = new Uint8Array(columns * rows);

  /** The first and the last column and row that a box touches. */
  function cells(x, y, half, tall) {
    const column = (at) => Math.max(0, Math.min(columns - 1, Math.floor((at - origin.x) / CELL) - left));
    const row = (at) => Math.max(0, Math.min(rows - 1, Math.floor((at - origin.y) / CELL) - top));
    return [column(x - half), column(x + half), row(y - tall), row(y + tall)];
  }

  return {
    isFree(x, y, half, tall) {
      const [first, last, above, below] = cells(x, y, half, tall);
      for (let row = above; row <= below; row += 1) {
        for (let column = first; column <= last; column += 1) if (taken[row * columns + column]) return false;
      }
      return true;
    },
    take(x, y, half, tall) {
      const [first, last, above, below] = cells(x, y, half, tall);
      for (let row = above; row <= below; row += 1) taken.fill(1, row * columns + first, row * columns + last + 1);
    },
  };
}

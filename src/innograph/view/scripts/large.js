// The renderer for large networks: the drawing that is bundled when the package is built.

import { digits } from "./dom.js";
import { createLabelPainter, createLabels } from "./labels.js";
import { noMarks } from "./marks.js";
import { sizes } from "./records.js";

/**
 * @param {HTMLElement} container
 * @param {ReturnType<typeof import("./scene.js").readScene>} scene
 * @param {() => Record<string, string>} palette the colours of the page as they are now
 * @param {import("./vis.js").Listener} listener
 * @param {{nodes: Set<string>, edges: Set<string>}} initially what is drawn at first
 * @returns {import("./vis.js").Renderer}
 */
export function createRenderer(container, scene, palette, listener, initially) {
  const { Drawing, NEAR, Scene } = InnographDrawing;
  const { columns } = scene;
  const nodes = [...scene.nodes.values()];
  const edges = [...scene.edges.values()];
  const nodeNumber = (id) => scene.nodes.get(id).number;
  const edgeNumber = (id) => scene.edges.get(id).number;
  const drawn = new Scene({
    ...columns,
    size: sizes(columns),
    types: columns.types.map(({ label, color, shape }) => ({ label, color: digits(color), shape })),
    disputed: edges.map((edge) => (edge.disputed ? 1 : 0)),
    derived: edges.map((edge) => (edge.derived ? 1 : 0)),
  });
  const labels = createLabels(scene);
  const write = createLabelPainter();
  let shown = initially;
  let marks = noMarks();
  let hovered = null;
  let colours = palette();
  const wish = new URLSearchParams(location.search).get("drawing");
  const drawing = new Drawing(container, drawn, theme(colours), {
    press(node, edge) {
      if (node >= 0) listener.node(nodes[node].id);
      else if (edge >= 0) listener.edge(edges[edge].id);
      else listener.nothing();
    },
    hover(node, edge, x, y) {
      hovered = node >= 0 ? { kind: "node", id: nodes[node].id } : edge >= 0 ? { kind: "edge", id: edges[edge].id } : null;
      listener.over(hovered?.kind ?? null, hovered?.id ?? "", x, y);
    },
    moved: () => listener.moved(placeNow()),
    write: paintLabels,
  }, wish === "canvas" || wish === "webgl" ? wish : "");

  const bits = (ids, numberOf, length) => {
    const mask = new Uint8Array(length);
    for (const id of ids) mask[numberOf(id)] = 1;
    return mask;
  };

  const numbered = (ids, numberOf) => new Set(Array.from(ids, numberOf));

  /** The view that holds these nodes, no nearer than one at which a single node is looked at. */
  function viewOf(numbers) {
    const [xs, ys] = [numbers.map((at) => drawn.x[at]), numbers.map((at) => drawn.y[at])];
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const { width, height } = drawing.size;
    const scale = 0.75 * Math.min(width / Math.max(right - left, 1), height / Math.max(bottom - top, 1));
    return { x: (left + right) / 2, y: (top + bottom) / 2, scale: Math.min(scale, Math.max(drawing.view.scale, NEAR)) };
  }

  const side = () => Math.min(drawing.size.width, drawing.size.height);

  function placeNow() {
    const { x, y, scale } = drawing.view;
    return { x, y, reach: side() / scale };
  }

  function positionOf(id) {
    const at = nodeNumber(id);
    return { x: drawing.placement.x[at], y: drawing.placement.y[at] };
  }

  function paintLabels(pen) {
    const { size: { width, height }, placement } = drawing;
    const frame = {
      width, height, origin: placement.origin, placeOf: positionOf,
      reachOf: (id) => placement.radius(drawn, nodeNumber(id)),
    };
    write(pen, labels(shown, marks, hovered, frame), frame, colours);
  }

  function show(next) {
    shown = next;
    drawing.show(bits(shown.nodes, nodeNumber, nodes.length), bits(shown.edges, edgeNumber, edges.length));
  }
  show(initially);

  return {
    show,
    stop: () => drawing.stop(),
    arrange(places) {
      const of = (/** @type {"x" | "y"} */ axis) => nodes.map((node) => (places?.get(node.id) ?? node)[axis]);
      drawing.place(of("x"), of("y"));
    },
    mark(next) {
      marks = next;
      drawing.mark({
        node: marks.node === null ? -1 : nodeNumber(marks.node),
        near: marks.bright && numbered(marks.bright, nodeNumber),
        own: numbered(marks.own, edgeNumber),
        strong: numbered(marks.strong, edgeNumber),
      });
    },
    centre(ids) {
      listener.moved(null);
      const numbers = ids.map(nodeNumber);
      if (numbers.length === 1) drawing.center(numbers[0]);
      else drawing.view = viewOf(numbers);
    },
    fit() {
      listener.moved(null);
      drawing.fit();
    },
    place: placeNow,
    look({ x, y, reach }) {
      drawing.view = { x, y, scale: side() / reach };
    },
    zoom: (factor) => drawing.zoom(factor),
    pan: (x, y) => drawing.pan(x, y),
    positionOf,
    svg() {
      const { paint, SvgPen } = InnographDrawing;
      const { width, height } = drawing.size;
      const pen = new SvgPen(width, height);
      paint(pen, drawn, drawing.placement, drawing.marks, theme(colours));
      paintLabels(pen);
      const body = pen.document("").replace(/^<svg[^>]*>\n<title><\/title>\n/, "").replace(/\n<\/svg>\n$/, "");
      return { width, height, body };
    },
    recolour() {
      colours = palette();
      drawing.theme = theme(colours);
    },
  };
}

/** The page's colours, as six digits each. @param {Record<string, string>} colours */
function theme({ background, edge, text, accent }) {
  return { background: digits(background), edge: digits(edge), text: digits(text), accent: digits(accent) };
}

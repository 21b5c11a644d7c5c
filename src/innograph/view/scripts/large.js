// The renderer for large networks: the drawing that is bundled when the package is built.

import { digits } from "./dom.js";
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
  const { Drawing, Scene } = InnographDrawing;
  const { columns } = scene;
  const nodes = [...scene.nodes.values()];
  const edges = [...scene.edges.values()];
  const nodeNumber = (id) => scene.nodes.get(id).number;
  const edgeNumber = (id) => scene.edges.get(id).number;
  const drawn = new Scene({
    ...columns,
    size: sizes(columns).map((size) => size * 0.6),
    types: columns.types.map(({ label, color, shape }) => ({ label, color: digits(color), shape })),
    disputed: edges.map((edge) => (edge.disputed ? 1 : 0)),
    derived: edges.map((edge) => (edge.derived ? 1 : 0)),
  });
  const wish = new URLSearchParams(location.search).get("drawing");
  const drawing = new Drawing(container, drawn, theme(palette()), {
    press(node, edge) {
      if (node >= 0) listener.node(nodes[node].id);
      else if (edge >= 0) listener.edge(edges[edge].id);
      else listener.nothing();
    },
    hover(node, edge, x, y) {
      if (node >= 0) listener.over("node", nodes[node].id, x, y);
      else if (edge >= 0) listener.over("edge", edges[edge].id, x, y);
      else listener.over(null, "", x, y);
    },
    moved() {},
  }, wish === "canvas" || wish === "webgl" ? wish : "");

  const bits = (ids, numberOf, length) => {
    const mask = new Uint8Array(length);
    for (const id of ids) mask[numberOf(id)] = 1;
    return mask;
  };

  function marksOf(selection, path, isNarrow) {
    const marks = { node: -1, edge: -1, near: null, path: new Set() };
    if (path) {
      marks.near = new Set(path.stops.map(nodeNumber));
      for (const { edges: along } of path.hops) for (const edge of along) marks.path.add(edgeNumber(edge.id));
    }
    if (selection?.kind === "node") {
      marks.node = nodeNumber(selection.id);
      if (isNarrow) return marks;
      marks.near ??= new Set([marks.node]);
      if (!path) for (const edge of scene.edgesAt(selection.id)) marks.near.add(nodeNumber(scene.otherEnd(edge, selection.id)));
    } else if (selection?.kind === "edge") {
      const edge = scene.edges.get(selection.id);
      marks.edge = edgeNumber(selection.id);
      marks.near ??= new Set([nodeNumber(edge.from), nodeNumber(edge.to)]);
    }
    return marks;
  }

  /** The view that holds these nodes, no nearer than one at which a single node is looked at. */
  function viewOf(numbers) {
    const [xs, ys] = [numbers.map((at) => drawn.x[at]), numbers.map((at) => drawn.y[at])];
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const { width, height } = drawing.size;
    const scale = 0.75 * Math.min(width / Math.max(right - left, 1), height / Math.max(bottom - top, 1));
    return { x: (left + right) / 2, y: (top + bottom) / 2, scale: Math.min(scale / drawing.whole.scale, 3) };
  }

  function show(shown) {
    drawing.show(bits(shown.nodes, nodeNumber, nodes.length), bits(shown.edges, edgeNumber, edges.length));
  }
  show(initially);

  return {
    show,
    select: (selection, path, isNarrow) => drawing.mark(marksOf(selection, path, isNarrow)),
    centre(ids) {
      const numbers = ids.map(nodeNumber);
      if (numbers.length === 1) drawing.center(numbers[0]);
      else drawing.view = viewOf(numbers);
    },
    fit: () => drawing.fit(),
    zoom: (factor) => drawing.zoom(factor),
    pan: (x, y) => drawing.pan(x, y),
    positionOf(id) {
      const at = nodeNumber(id);
      return { x: drawing.placement.x[at], y: drawing.placement.y[at] };
    },
    svg() {
      const { paint, SvgPen } = InnographDrawing;
      const { width, height } = drawing.size;
      const pen = new SvgPen(width, height);
      paint(pen, drawn, drawing.placement, drawing.marks, theme(palette()), { edges: Infinity, labels: true });
      const body = pen.document("").replace(/^<svg[^>]*>\n<title><\/title>\n/, "").replace(/\n<\/svg>\n$/, "");
      return { width, height, body };
    },
    recolour() {
      drawing.theme = theme(palette());
    },
  };
}

/** The page's colours, as six digits each. */
function theme({ background, edge, text, accent }) {
  return { background: digits(background), edge: digits(edge), text: digits(text), accent: digits(accent) };
}

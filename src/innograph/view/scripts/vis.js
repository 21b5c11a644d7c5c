// The renderer for networks of up to some thousand nodes: pyvis's records, drawn by vis-network.

import { digits } from "./dom.js";
import { createLabelPainter } from "./labels.js";
import { outline } from "./legend.js";
import { recordsOf } from "./records.js";
import { sketch, svgContext } from "./sketch.js";

/**
 * What the page asks of whoever draws the picture. Ids are those of the scene.
 * @typedef {object} Renderer
 * @property {(shown: {nodes: Set<string>, edges: Set<string>}) => void} show draw these only
 * @property {(selection: import("./state.js").Selection, path: Path | null, isNarrow: boolean) => void} select
 *   mark what is selected, and a path; where the picture is narrowed to what is near, all of it stays bright
 * @property {(ids: string[]) => void} centre bring a node, or the ends of an edge, into view
 * @property {(atOnce?: boolean) => void} fit bring all that is shown into view
 * @property {(factor: number) => void} zoom
 * @property {(x: number, y: number) => void} pan by pixels
 * @property {(id: string) => {x: number, y: number}} positionOf in pixels of the picture
 * @property {() => void} recolour take the colours of the page anew
 * @property {() => {width: number, height: number, body: string}} svg what is in view, as elements of SVG
 * @property {((isOn: boolean) => void)} [settle] let nodes move, where the renderer can
 *
 * @typedef {{stops: string[], hops: {from: string, to: string, edges: import("./scene.js").SceneEdge[]}[]}} Path
 *
 * @typedef {object} Listener told what happens to the picture
 * @property {(id: string) => void} node a node was clicked
 * @property {(id: string) => void} edge an edge was clicked
 * @property {() => void} nothing the ground was clicked
 * @property {(kind: "node" | "edge" | null, id: string, x: number, y: number) => void} over
 */

const MANY_EDGES = 400;
const MOST_FORCED = 12; // labels that stay though they meet
const DRAWN = new Set(["pentagon", "cross", "bar"]);
// vis-network keeps its nodes in plain objects, where an id such as __proto__ would do harm.
const inside = (id) => `:${id}`;
const outside = (id) => id.slice(1);

/** A shape as vis-network takes it: one of its own, or one that is drawn for it. */
function formOf(shape) {
  if (!DRAWN.has(shape)) return { shape };
  const path = new Path2D(outline(shape));
  const ctxRenderer = ({ ctx, x, y, style }) => ({
    drawNode() {
      const scale = style.size / 6;
      ctx.save();
      ctx.translate(x, y);
      ctx.scale(scale, scale);
      ctx.translate(-8, -8);
      ctx.fillStyle = style.color;
      ctx.fill(path);
      ctx.lineWidth = style.borderWidth / scale;
      ctx.strokeStyle = style.borderColor;
      if (style.borderWidth > 0) ctx.stroke(path);
      ctx.restore();
    },
    nodeDimensions: { width: 2 * style.size, height: 2 * style.size },
  });
  return { shape: "custom", ctxRenderer };
}

/** How much larger nodes are drawn where the whole is seen from far, so that their shapes are told apart. */
function growthOf(scene, shown, { clientWidth, clientHeight }) {
  const placed = [...shown].map((id) => scene.nodes.get(id));
  const spread = (axis) => Math.max(...placed.map((node) => node[axis])) - Math.min(...placed.map((node) => node[axis]));
  const scale = Math.min(clientWidth / Math.max(spread("x"), 1), clientHeight / Math.max(spread("y"), 1));
  return Math.min(Math.max(0.55 / scale, 1), 1.6);
}

/**
 * @param {HTMLElement} container
 * @param {ReturnType<typeof import("./scene.js").readScene>} scene
 * @param {() => Record<string, string>} palette the colours of the page as they are now
 * @param {Listener} listener
 * @param {{nodes: Set<string>, edges: Set<string>}} initially what is drawn at first
 * @returns {Renderer}
 */
export function createRenderer(container, scene, palette, listener, initially) {
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const animation = () => (still.matches ? false : { duration: 300 });
  const paint = createLabelPainter();
  const records = recordsOf(scene);
  const growth = growthOf(scene, initially.nodes, container);
  const nodes = new vis.DataSet(records.nodes.map(({ id, label, size, shape, ...node }) =>
    ({ ...node, ...formOf(shape), size: size * growth, id: inside(id), hidden: !initially.nodes.has(id) })));
  const edges = new vis.DataSet(records.edges.map(({ from, to, label, ...edge }) =>
    ({ ...edge, from: inside(from), to: inside(to), hidden: !initially.edges.has(edge.id) })));
  const byDegree = [...scene.nodes.keys()].sort((one, other) => scene.degree(other) - scene.degree(one));
  let shown = initially;
  let selection = null;
  let along = []; // the edges of the path
  let stops = [];
  let hovered = null;
  let colours = palette();

  const network = new vis.Network(container, { nodes, edges }, options());
  const frame = container.querySelector(".vis-network");
  frame.tabIndex = -1; // the container takes the keys
  network.on("afterDrawing", (context) => paintLabels(context));
  network.on("click", ({ nodes: [node], edges: [edge] }) => {
    if (node !== undefined) listener.node(outside(node));
    else if (edge !== undefined) listener.edge(edge);
    else listener.nothing();
  });
  network.on("hoverNode", ({ node, pointer }) => hover("node", outside(node), pointer));
  network.on("hoverEdge", ({ edge, pointer }) => hover("edge", edge, pointer));
  network.on("blurNode", () => hover(null, "", null));
  network.on("blurEdge", () => hover(null, "", null));

  function options() {
    return {
      autoResize: true,
      physics: { enabled: false, stabilization: false, barnesHut: { springLength: 110, avoidOverlap: 0.1 } },
      layout: { improvedLayout: false },
      interaction: {
        hover: true,
        hoverConnectedEdges: false,
        keyboard: false,
        hideEdgesOnDrag: scene.edges.size > MANY_EDGES,
        hideEdgesOnZoom: scene.edges.size > MANY_EDGES,
      },
      nodes: {
        borderWidth: 1,
        borderWidthSelected: 1,
        chosen: { node: (values) => Object.assign(values, { borderWidth: 4, borderColor: colours.text }), label: false },
      },
      edges: {
        smooth: false,
        width: 1,
        selectionWidth: 1,
        hoverWidth: 1,
        color: { color: colours.edge, highlight: colours.accent, hover: colours.accent, inherit: false },
        arrows: { to: { scaleFactor: 0.6 } },
      },
    };
  }

  function hover(kind, id, pointer) {
    hovered = kind ? { kind, id } : null;
    listener.over(kind, id, pointer?.DOM.x ?? 0, pointer?.DOM.y ?? 0);
  }

  function place(id) {
    const at = network.body.nodes[inside(id)];
    return network.canvasToDOM({ x: at.x, y: at.y });
  }

  function paintLabels(context) {
    const { clientWidth: width, clientHeight: height } = container;
    const scale = network.getScale();
    const ratio = context.canvas.width / width;
    context.save();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    paint(context, [...edgeLabels(), ...nodeLabels(scale)], width, height, colours);
    context.restore();
  }

  /** The selected edge's label and those of a selected node, and a sign on each disputed edge. */
  function edgeLabels() {
    const labels = [];
    const chosen = new Set(
      selection?.kind === "edge" ? [selection.id]
        : selection?.kind === "node" ? scene.edgesAt(selection.id).slice(0, 40).map((edge) => edge.id) : [],
    );
    if (hovered?.kind === "edge") chosen.add(hovered.id);
    for (const id of along) chosen.add(id);
    for (const edge of scene.edges.values()) {
      if (!shown.edges.has(edge.id) || !(edge.disputed || chosen.has(edge.id))) continue;
      const [from, to] = [place(edge.from), place(edge.to)];
      const text = chosen.has(edge.id) ? edge.label : "";
      labels.push({
        text: edge.disputed ? `≠ ${text}`.trim() : text,
        x: (from.x + to.x) / 2,
        y: (from.y + to.y) / 2 - 8,
        quiet: true,
        stays: edge.id === selection?.id || edge.id === hovered?.id,
      });
    }
    return labels;
  }

  function* nodeLabels(scale) {
    const first = new Set(stops);
    for (const each of [selection, hovered]) if (each?.kind === "node") first.add(each.id);
    if (selection?.kind === "edge") {
      const edge = scene.edges.get(selection.id);
      first.add(edge.from).add(edge.to);
    }
    const near = new Set(
      selection?.kind === "node" ? scene.edgesAt(selection.id).map((edge) => scene.otherEnd(edge, selection.id)) : [],
    );
    for (const id of new Set([...first, ...near, ...byDegree])) {
      if (!shown.nodes.has(id)) continue;
      const node = scene.nodes.get(id);
      const { x, y } = place(id);
      yield { text: node.label, x, y: y + records.nodes[node.number].size * growth * scale + 3, bold: first.has(id), stays: first.size <= MOST_FORCED && first.has(id) };
    }
  }

  return {
    show(next) {
      const changed = (all, before, after) => [...all.keys()].filter((id) => before.has(id) !== after.has(id));
      nodes.update(changed(scene.nodes, shown.nodes, next.nodes).map((id) => ({ id: inside(id), hidden: !next.nodes.has(id) })));
      edges.update(changed(scene.edges, shown.edges, next.edges).map((id) => ({ id, hidden: !next.edges.has(id) })));
      shown = next;
      network.redraw();
    },
    select(next, path) {
      selection = next;
      const before = along;
      stops = path?.stops ?? [];
      along = path?.hops.flatMap((hop) => hop.edges.map((edge) => edge.id)) ?? [];
      edges.update([...before.map((id) => ({ id, width: 1 })), ...along.map((id) => ({ id, width: 5 }))]);
      network.unselectAll();
      const near = next?.kind === "node" && !path ? scene.edgesAt(next.id).map((edge) => edge.id) : next?.kind === "edge" ? [next.id] : [];
      const marked = new Set([...(next?.kind === "node" ? [next.id] : []), ...stops]);
      network.setSelection({ nodes: [...marked].map(inside), edges: [...new Set([...near, ...along])] }, { highlightEdges: false });
      network.redraw();
    },
    centre(ids) {
      const scale = Math.max(network.getScale(), 0.8);
      if (ids.length === 1) network.focus(inside(ids[0]), { scale, animation: animation() });
      else network.fit({ nodes: ids.map(inside), maxZoomLevel: scale, animation: animation() });
    },
    fit(atOnce = false) {
      network.fit({ nodes: [...shown.nodes].map(inside), maxZoomLevel: 1.2, animation: !atOnce && animation() });
    },
    zoom(factor) {
      network.moveTo({ scale: network.getScale() * factor, animation: animation() });
    },
    pan(x, y) {
      network.moveTo({ offset: { x, y }, animation: false });
    },
    positionOf: place,
    recolour() {
      colours = palette();
      network.setOptions({ edges: { color: { color: colours.edge, highlight: colours.accent, hover: colours.accent } } });
    },
    svg() {
      const { clientWidth: width, clientHeight: height } = container;
      const scale = network.getScale();
      const placed = new Map([...shown.nodes].map((id) => {
        const { size, shape, color } = records.nodes[scene.nodes.get(id).number];
        return [id, { ...place(id), radius: size * growth * scale, shape, color: digits(color) }];
      }));
      const selected = new Set(network.getSelectedEdges());
      const lines = [...shown.edges].map((id) => {
        const edge = records.edges[scene.edges.get(id).number];
        const via = edge.smooth && network.body.edges[id].edgeType.getViaNode?.();
        return {
          from: placed.get(edge.from), to: placed.get(edge.to), via: via ? network.canvasToDOM({ x: via.x, y: via.y }) : null,
          color: digits(selected.has(id) ? colours.accent : colours.edge), width: along.includes(id) ? 4 : 1, dashes: edge.dashes ?? [],
        };
      });
      const context = svgContext();
      paint(context, [...edgeLabels(), ...nodeLabels(scale)], width, height, { ...colours, background: digits(colours.background) });
      return { width, height, body: [sketch(lines, [...placed.values()]), ...context.parts].join("\n") };
    },
    settle(isOn) {
      network.setOptions({ physics: { enabled: isOn && !still.matches } });
      if (isOn && still.matches) network.stabilize(100);
      if (!isOn) network.stopSimulation();
    },
  };
}

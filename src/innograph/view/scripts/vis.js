// The renderer for networks of up to some thousand nodes: pyvis's records, drawn by vis-network.

import { digits } from "./dom.js";
import { createLabelPainter, createLabels } from "./labels.js";
import { outline } from "./legend.js";
import { noMarks } from "./marks.js";
import { recordsOf } from "./records.js";
import { sketch, svgContext } from "./sketch.js";

/**
 * What the page asks of whoever draws the picture. Ids are those of the scene.
 * @typedef {object} Renderer
 * @property {(shown: {nodes: Set<string>, edges: Set<string>}) => void} show draw these only
 * @property {(places: Map<string, {x: number, y: number}> | null) => void} arrange put these nodes at these places, all others
 *   where the scene has them
 * @property {(marks: import("./marks.js").Marks) => void} mark let these stand out
 * @property {(ids: string[]) => void} centre bring a node, or the ends of an edge, into view
 * @property {(atOnce?: boolean) => void} fit bring all that is shown into view
 * @property {(factor: number) => void} zoom
 * @property {(x: number, y: number) => void} pan by pixels
 * @property {() => import("./state.js").Place} place what part of the plane is seen
 * @property {(place: import("./state.js").Place) => void} look see that part
 * @property {(id: string) => {x: number, y: number}} positionOf in pixels of the picture
 * @property {() => void} recolour take the colours of the page anew
 * @property {() => {width: number, height: number, body: string}} svg what is in view, as elements of SVG
 * @property {() => void} [stop] take it from the page, where the renderer can: another picture is made
 *
 * @typedef {{stops: string[], hops: {from: string, to: string, edges: import("./scene.js").SceneEdge[]}[]}} Path
 *
 * @typedef {object} Listener told what happens to the picture
 * @property {(id: string) => void} node a node was clicked
 * @property {(id: string) => void} edge an edge was clicked
 * @property {() => void} nothing the ground was clicked
 * @property {(kind: "node" | "edge" | null, id: string, x: number, y: number) => void} over
 * @property {(place: import("./state.js").Place | null) => void} moved somebody moved the picture, or it was
 *   brought to where what was asked for is seen (null)
 */

const MANY_EDGES = 400;
const DRAWN = new Set(["pentagon", "cross", "bar"]);
const NEAR = 0.6; // the scale at which one node is looked at
const VEIL = 0.8; // how much of what fades is covered
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
function growthOf(placed, { clientWidth, clientHeight }) {
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
  const labels = createLabels(scene);
  const paint = createLabelPainter();
  const records = recordsOf(scene);
  const whole = growthOf([...initially.nodes].map((id) => scene.nodes.get(id)), container);
  let growth = whole;
  const nodes = new vis.DataSet(records.nodes.map(({ id, label, size, shape, ...node }) =>
    ({ ...node, ...formOf(shape), size: size * growth, id: inside(id), hidden: !initially.nodes.has(id) })));
  const edges = new vis.DataSet(records.edges.map(({ from, to, label, ...edge }) =>
    ({ ...edge, from: inside(from), to: inside(to), hidden: !initially.edges.has(edge.id) })));
  let shown = initially;
  let marks = noMarks();
  let hovered = null;
  let colours = palette();

  const network = new vis.Network(container, { nodes, edges }, options());
  const frame = /** @type {HTMLElement} */ (container.querySelector(".vis-network"));
  frame.tabIndex = -1; // the container takes the keys
  network.on("afterDrawing", (context) => {
    paintMarks(context);
    paintLabels(context);
  });
  network.on("click", ({ nodes: [node], edges: [edge] }) => {
    if (node !== undefined) listener.node(outside(node));
    else if (edge !== undefined) listener.edge(edge);
    else listener.nothing();
  });
  network.on("zoom", () => listener.moved(placeNow()));
  network.on("dragEnd", () => listener.moved(placeNow()));
  network.on("hoverNode", ({ node, pointer }) => hover("node", outside(node), pointer));
  network.on("hoverEdge", ({ edge, pointer }) => hover("edge", edge, pointer));
  network.on("blurNode", () => hover(null, "", null));
  network.on("blurEdge", () => hover(null, "", null));

  function options() {
    return {
      autoResize: true,
      physics: false,
      layout: { improvedLayout: false },
      interaction: {
        dragNodes: false, // as in the other renderer: nodes stay where they are
        hover: true,
        hoverConnectedEdges: false,
        keyboard: false,
        hideEdgesOnDrag: scene.edges.size > MANY_EDGES,
        hideEdgesOnZoom: scene.edges.size > MANY_EDGES,
      },
      nodes: {
        borderWidth: 0,
        borderWidthSelected: 0,
        chosen: false,
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

  // In the next frame, once for all that changed until then: network.redraw would draw at once, each time.
  const redraw = () => network.body.emitter.emit("_requestRedraw");

  /** Fade what does not stand out, draw again what does, and ring what is selected or pointed at. */
  function paintMarks(context) {
    const { nodes: allNodes, edges: allEdges } = network.body;
    if (marks.bright) {
      context.save();
      context.resetTransform();
      context.globalAlpha = VEIL;
      context.fillStyle = colours.background;
      context.fillRect(0, 0, context.canvas.width, context.canvas.height);
      context.restore();
    }
    const lit = [...marks.own, ...marks.strong].filter((id) => shown.edges.has(id)).map((id) => allEdges[id]);
    for (const edge of lit) edge.draw(context);
    for (const edge of lit) edge.drawArrows(context);
    for (const id of [...(marks.bright ?? []), ...marks.first]) if (shown.nodes.has(id)) allNodes[inside(id)].draw(context).drawNode?.();
    if (marks.node !== null) ring(context, marks.node, 3.5);
    if (hovered?.kind === "node") ring(context, hovered.id, 2);
  }

  function ring(context, id, width) {
    if (!shown.nodes.has(id)) return;
    const scale = network.getScale();
    const { x, y } = network.body.nodes[inside(id)];
    context.strokeStyle = colours.accent;
    context.lineWidth = width / scale;
    context.beginPath();
    context.arc(x, y, reachOf(id) / scale + 4 / scale, 0, 2 * Math.PI);
    context.stroke();
  }

  const reachOf = (id) => records.nodes[scene.nodes.get(id).number].size * growth * network.getScale();

  /** How far the shorter side of the picture reaches at a scale of 1. */
  const side = () => Math.min(container.clientWidth, container.clientHeight);

  function placeNow(scale = network.getScale()) {
    return { ...network.getViewPosition(), reach: side() / scale };
  }

  function frameNow() {
    const { clientWidth: width, clientHeight: height } = container;
    return { width, height, origin: network.canvasToDOM({ x: 0, y: 0 }), placeOf: place, reachOf };
  }

  function paintLabels(context) {
    const frame = frameNow();
    const ratio = context.canvas.width / frame.width;
    context.save();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    paint(context, labels(shown, marks, hovered, frame), frame, colours);
    context.restore();
  }

  return {
    show(next) {
      const changed = (all, before, after) => [...all.keys()].filter((id) => before.has(id) !== after.has(id));
      nodes.update(changed(scene.nodes, shown.nodes, next.nodes).map((id) => ({ id: inside(id), hidden: !next.nodes.has(id) })));
      edges.update(changed(scene.edges, shown.edges, next.edges).map((id) => ({ id, hidden: !next.edges.has(id) })));
      shown = next;
      redraw();
    },
    arrange(places) {
      growth = places ? growthOf([...places.values()], container) : whole;
      nodes.update([...scene.nodes.values()].map(({ id, number, x, y }) =>
        ({ id: inside(id), x, y, ...places?.get(id), size: records.nodes[number].size * growth })));
    },
    mark(next) {
      const before = marks;
      marks = next;
      edges.update([...[...before.strong].map((id) => ({ id, width: 1 })), ...[...marks.strong].map((id) => ({ id, width: 4 }))]);
      network.setSelection({ nodes: [], edges: [...marks.own, ...marks.strong] }, { highlightEdges: false });
      redraw();
    },
    centre(ids) {
      listener.moved(null);
      const scale = Math.max(network.getScale(), NEAR);
      if (ids.length === 1) network.focus(inside(ids[0]), { scale, animation: animation() });
      else network.fit({ nodes: ids.map(inside), maxZoomLevel: scale, animation: animation() });
    },
    fit(atOnce = false) {
      listener.moved(null);
      network.fit({ nodes: [...shown.nodes].map(inside), maxZoomLevel: 1.2, animation: !atOnce && animation() });
    },
    zoom(factor) {
      const scale = network.getScale() * factor;
      listener.moved(placeNow(scale));
      network.moveTo({ scale, animation: animation() });
    },
    pan(x, y) {
      network.moveTo({ offset: { x, y }, animation: false });
      listener.moved(placeNow());
    },
    place: () => placeNow(),
    look: ({ x, y, reach }) => network.moveTo({ position: { x, y }, scale: side() / reach, animation: false }),
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
        return [id, { ...place(id), radius: size * growth * scale, shape, color: digits(color), isFaint: marks.bright !== null && !marks.bright.has(id) }];
      }));
      const selected = new Set(network.getSelectedEdges());
      const lines = [...shown.edges].map((id) => {
        const edge = records.edges[scene.edges.get(id).number];
        const via = edge.smooth && network.body.edges[id].edgeType.getViaNode?.();
        return {
          from: placed.get(edge.from), to: placed.get(edge.to), via: via ? network.canvasToDOM({ x: via.x, y: via.y }) : null,
          color: digits(selected.has(id) ? colours.accent : colours.edge), width: marks.strong.has(id) ? 4 : 1, dashes: edge.dashes ?? [],
          isFaint: marks.bright !== null && !selected.has(id),
        };
      });
      const context = svgContext();
      const frame = frameNow();
      paint(context, labels(shown, marks, null, frame), frame, { ...colours, background: digits(colours.background) });
      return { width, height, body: [sketch(lines, [...placed.values()]), ...context.parts].join("\n") };
    },
  };
}

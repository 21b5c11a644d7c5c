/**
 * Drawing with the graphics card: nodes and plain edges by sigma, with a margin, so that they are moved
 * with the view and drawn again only where they end or it is zoomed; over them, on a clear canvas, what is
 * few and needs more: disputed edges, marks and arrows.
 *
 * @typedef {import("./drawing.js").Surface} Surface
 * @typedef {import("./painter.js").Marks} Marks
 * @typedef {import("./painter.js").Theme} Theme
 * @typedef {import("./scene.js").Scene} Scene
 */

import EdgeCurveProgram from "@sigma/edge-curve";
import { MultiDirectedGraph } from "graphology";
import Sigma from "sigma";
import { EdgeRectangleProgram } from "sigma/rendering";
import { Kept, withMargin } from "./kept.js";
import { layer } from "./layer.js";
import { edgeOpacity, looksOfEdges, noMarks, paintOver } from "./painter.js";
import { ShapeProgram, shapeNumber, unpicked } from "./program.js";

const FAINT = 0.22;
const THIN = 1.5; // how much stronger its lines are than the painter's to look alike
const AS_IT_IS = { partialGraph: { nodes: [], edges: [] }, skipIndexation: true };
const EMPTY = ["edgeLabels", "labels", "hovers", "hoverNodes", "mouse"]; // canvases of sigma that hold nothing here

/**
 * @param {HTMLElement} container
 * @param {Scene} scene
 * @param {() => void} lost  told when the graphics card is taken away
 * @returns {Surface}
 */
export function webglSurface(container, scene, lost) {
  const ground = document.createElement("div");
  ground.style.position = "absolute";
  container.append(ground);
  ground.addEventListener("webglcontextlost", lost, { capture: true, once: true });
  const network = asGraphology(scene);
  let growth = 1;
  const sigma = new Sigma(network, ground, {
    allowInvalidContainer: true,
    autoCenter: true,
    autoRescale: true,
    defaultEdgeType: "line",
    defaultNodeType: "shape",
    edgeProgramClasses: { line: unpicked(EdgeRectangleProgram), curve: unpicked(EdgeCurveProgram) },
    hideEdgesOnMove: false,
    minEdgeThickness: 1.3,
    nodeProgramClasses: { shape: unpicked(ShapeProgram) },
    renderLabels: false,
    stagePadding: 0,
    zoomToSizeRatioFunction: () => 1 / growth,
  });
  sigma.setCustomBBox(sigma.getBBox());
  for (const name of EMPTY) sigma.getCanvases()[name].style.display = "none";
  const over = layer(container, true);
  const kept = new Kept();
  let dressed = /** @type {unknown[]} */ ([]);
  let looks = looksOfEdges(scene, noMarks(), () => true);
  return {
    element: over.canvas,
    pen: over.pen,
    resize: (size) => {
      over.resize(size);
      const { width, height } = withMargin(size);
      Object.assign(ground.style, { width: `${width}px`, height: `${height}px` });
      sigma.resize();
    },
    paint: (placement, view, marks, theme) => {
      const { size } = placement;
      const wanted = [marks, theme, scene.x, scene.shownNodes, scene.shownEdges];
      const look = [...wanted, size.width, size.height, window.devicePixelRatio];
      if (!kept.looks(look) || !kept.reaches(scene, view, size, 1)) {
        sigma.getCamera().setState(cameraFor(sigma, scene, view));
        growth = placement.growth;
        if (wanted.some((value, at) => value !== dressed[at])) {
          dressed = wanted;
          looks = looksOfEdges(scene, marks, () => true);
          dress(network, scene, looks, marks, theme);
          ground.style.background = theme.background;
          sigma.refresh({ skipIndexation: true });
        } else sigma.refresh(AS_IT_IS); // at once: else the next frame would draw it, after what lies above
        kept.keep(view, withMargin(size), look);
      }
      const { left, top } = kept.place(view, size);
      ground.style.transform = `translate(${left}px, ${top}px)`;
      over.pen.clearRect(0, 0, size.width, size.height);
      paintOver(over.pen, scene, placement, looks, marks, theme);
      return true;
    },
    stop: () => {
      ground.removeEventListener("webglcontextlost", lost, { capture: true });
      sigma.kill();
      ground.remove();
      over.canvas.remove();
    },
  };
}

/** @param {Scene} scene */
function asGraphology(scene) {
  const network = new MultiDirectedGraph();
  for (let node = 0; node < scene.nodes; node += 1) {
    const kind = scene.types[scene.type[node]];
    network.addNode(String(node), {
      x: scene.x[node], y: -scene.y[node], size: scene.size[node], color: kind.color, shape: shapeNumber(kind.shape),
    });
  }
  for (let at = 0; at < scene.edges; at += 1) {
    network.addDirectedEdgeWithKey(String(at), String(scene.source[at]), String(scene.target[at]), {
      size: scene.width(at), type: scene.bend[at] ? "curve" : "line", curvature: scene.bend[at] * 2, color: "#888888",
    });
  }
  return network;
}

/**
 * Put nodes where they stand, and give them and edges the colours that the marks ask for; what the canvas above draws is hidden here.
 *
 * @param {MultiDirectedGraph} network @param {Scene} scene @param {ReturnType<typeof looksOfEdges>} looks
 * @param {Marks} marks @param {Theme} theme
 */
function dress(network, scene, looks, marks, theme) {
  network.updateEachNodeAttributes((key, attributes) => {
    const node = Number(key);
    const color = scene.types[scene.type[node]].color;
    const bright = !marks.near || marks.near.has(node);
    const place = { x: scene.x[node], y: -scene.y[node] };
    return { ...attributes, ...place, hidden: !scene.shownNodes[node], color: bright ? color : blended(color, theme.background, FAINT) };
  }, { attributes: ["hidden", "color", "x", "y"] });
  const [plain, faint] = [looks.plain[0], looks.faint[0]];
  const lines = [blended(theme.edge, theme.background, Math.min(1, edgeOpacity(plain.length) * THIN)), blended(theme.edge, theme.background, FAINT * 0.7)];
  const below = /** @type {Map<number, string>} */ (new Map());
  for (const at of plain) below.set(at, lines[0]);
  for (const at of faint) below.set(at, lines[1]);
  network.updateEachEdgeAttributes((key, attributes) => {
    const color = below.get(Number(key));
    return { ...attributes, hidden: color === undefined, color: color ?? attributes.color };
  }, { attributes: ["hidden", "color"] });
}

/**
 * A colour as it looks over a background; colours are "#RRGGBB".
 *
 * @param {string} color @param {string} background @param {number} opacity  from 0 to 1
 */
function blended(color, background, opacity) {
  const mixed = [1, 3, 5].map((at) => {
    const [over, under] = [color, background].map((each) => parseInt(each.slice(at, at + 2), 16));
    return Math.round(over * opacity + under * (1 - opacity)).toString(16).padStart(2, "0");
  });
  return `#${mixed.join("")}`;
}

/**
 * The state of sigma's camera that shows what our view shows. Two points tell how its own plane
 * lies in ours: both are scaled alike in both directions, and neither is turned.
 *
 * @param {Sigma} sigma @param {Scene} scene @param {import("./view.js").View} view
 */
function cameraFor(sigma, scene, view) {
  const box = scene.box();
  const reach = Math.max(box.right - box.left, box.bottom - box.top, 1);
  const camera = { x: 0.5, y: 0.5, ratio: 1, angle: 0 };
  const from = sigma.graphToViewport({ x: view.x, y: -view.y }, { cameraState: camera });
  const to = sigma.graphToViewport({ x: view.x + reach, y: -view.y }, { cameraState: camera });
  const middle = sigma.viewportToFramedGraph(from, { cameraState: camera });
  return { x: middle.x, y: middle.y, ratio: (to.x - from.x) / reach / view.scale, angle: 0 };
}

// The legend: each type with its sign, its count, and a box that shows or hides it.

import { byId, counted, element } from "./dom.js";

const OUTLINES = {
  dot: "M8 2a6 6 0 1 0 .01 0z",
  square: "M3 3h10v10H3z",
  triangle: "M8 2l6.5 11.5h-13z",
  triangleDown: "M8 14L1.5 2.5h13z",
  diamond: "M8 1l6.5 7L8 15 1.500 8z",
  star: "M8 1l2 4.600 5 .4-3.800 3.300 1.200 4.900L8 11.600 3.600 14.200l1.200-4.900L1 6l5-.4z",
  hexagon: "M4.500 2h7L15 8l-3.500 6h-7L1 8z",
};

/** The sign of a type: its shape in its colour. */
export function sign(shape, colour) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "sign");
  path.setAttribute("d", OUTLINES[shape] ?? OUTLINES.dot);
  path.setAttribute("fill", colour);
  svg.append(path);
  return svg;
}

function box(label, count, mark, isOn, change) {
  const input = element("input", { type: "checkbox", checked: isOn, change: () => change(input.checked) });
  const made = element("label", {}, input, ...(mark ? [mark] : []), element("span", {}, label), element("span", { class: "count" }, count.toLocaleString("en")));
  return { made, input };
}

/** Fill the legend, and keep it in step with the state. */
export function createLegend(scene, state) {
  const types = new Map();
  let unconnected = 0;
  for (const node of scene.nodes.values()) {
    if (!types.has(node.type)) types.set(node.type, { count: 0, node });
    types.get(node.type).count += 1;
    if (!scene.degree(node.id)) unconnected += 1;
  }
  const list = byId("types");
  const inputs = new Map();
  const sorted = [...types].sort(([one, { count }], [other, { count: more }]) => more - count || one.localeCompare(other));
  for (const [type, { count, node }] of sorted) {
    const { made, input } = box(type, count, sign(node.shape, node.color), true, (isOn) => state.setType(type, isOn));
    inputs.set(type, input);
    list.append(element("li", {}, made));
  }
  let loose = null;
  if (unconnected && scene.edges.size) {
    const { made, input } = box("without a connection", unconnected, null, false, state.setUnconnected);
    loose = input;
    list.append(element("li", { class: "apart" }, made));
  }
  const status = byId("shown");
  function refresh() {
    for (const [type, input] of inputs) input.checked = state.isTypeShown(type);
    if (loose) loose.checked = state.isUnconnectedShown();
    const { nodes, edges } = state.shown();
    status.textContent = `${counted(nodes.size, "entity")} and ${counted(edges.size, "connection")} shown`;
  }
  byId("all-types").addEventListener("click", () => types.forEach((_, type) => state.setType(type, true)));
  byId("no-types").addEventListener("click", () => types.forEach((_, type) => state.setType(type, false)));
  state.watch("shown", refresh);
  refresh();
}

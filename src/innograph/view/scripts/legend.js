// The legend: each type and each relation with its count, and a box that shows or hides it.

import { byId, counted, digits, element, name } from "./dom.js";

const OUTLINES = Object.freeze({
  dot: "M8 2a6 6 0 1 0 .01 0z",
  square: "M3 3h10v10H3z",
  triangle: "M8 2l6.5 11.5h-13z",
  triangleDown: "M8 14L1.5 2.5h13z",
  diamond: "M8 1l6.5 7L8 15 1.500 8z",
  star: "M8 1l2 4.600 5 .4-3.800 3.300 1.200 4.900L8 11.600 3.600 14.200l1.200-4.900L1 6l5-.4z",
  pentagon: "M8 1l7.100 5.200-2.700 8.300H3.600L.9 6.200z",
  cross: "M5.600 1.400h4.800v4.200h4.200v4.800h-4.200v4.200H5.600v-4.200H1.400V5.600h4.200z",
  bar: "M.8 4.400h14.400v7.200H.8z",
  hexagon: "M4.500 2h7L15 8l-3.500 6h-7L1 8z",
});

/** The outline of a shape, in a square of 16 by 16 units. */
export function outline(shape) {
  return OUTLINES[shape] ?? OUTLINES.dot;
}

/** The sign of a type: its shape in its colour. */
export function sign(shape, colour) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "sign");
  path.setAttribute("d", outline(shape));
  path.setAttribute("fill", digits(colour));
  svg.append(path);
  return svg;
}

function box(label, count, mark, isOn, change) {
  const input = element("input", { type: "checkbox", checked: isOn, change: () => change(input.checked) });
  const made = element("label", {}, input, ...(mark ? [mark] : []), element("span", {}, label), element("span", { class: "count" }, count.toLocaleString("en")));
  return { made, input };
}

/** How often each kind occurs, the most frequent first; with one of those that are of the kind. */
function tally(all, kindOf) {
  const kinds = new Map();
  for (const each of all) {
    const kind = kindOf(each);
    if (!kinds.has(kind)) kinds.set(kind, { count: 0, one: each });
    kinds.get(kind).count += 1;
  }
  return [...kinds].sort(([one, { count }], [other, { count: more }]) => more - count || one.localeCompare(other));
}

/** Fill the legend, and keep it in step with the state. */
export function createLegend(scene, state) {
  const refreshers = [];

  /** The boxes of one sort of kinds, with buttons for all of them. */
  function group(what, kinds, mark) {
    const names = kinds.map(([name]) => name);
    const inputs = new Map();
    for (const [name, { count, one }] of kinds) {
      const { made, input } = box(name, count, mark(one), true, (isOn) => state.setKinds(what, [name], isOn));
      inputs.set(name, input);
      byId(what).append(element("li", {}, made));
    }
    byId(`all-${what}`).addEventListener("click", () => state.setKinds(what, names, true));
    byId(`no-${what}`).addEventListener("click", () => state.setKinds(what, names, false));
    refreshers.push(() => inputs.forEach((input, name) => { input.checked = state.isKindShown(what, name); }));
  }

  group("types", tally(scene.nodes.values(), (node) => node.type), (node) => sign(node.shape, node.color));
  group("relations", tally(scene.edges.values(), scene.relationOf), () => null);

  const unconnected = [...scene.nodes.keys()].filter((id) => !scene.degree(id)).length;
  if (unconnected && scene.edges.size) {
    const { made, input } = box("without a connection", unconnected, null, false, state.setUnconnected);
    byId("types").append(element("li", { class: "apart" }, made));
    refreshers.push(() => { input.checked = state.snapshot().unconnected; });
  }

  const status = byId("shown");
  const nothing = byId("nothing");
  nothing.textContent = scene.nodes.size ? "Nothing is shown: the legend, the years or the steps hide it. Reset shows all again." : "There is nothing in this view.";
  function refresh() {
    for (const each of refreshers) each();
    const { nodes, edges } = state.shown();
    const focus = state.focus();
    const near = focus ? [`, within ${counted(focus.steps, "step")} of `, name(scene.nodes.get(focus.id).label)] : [];
    nothing.hidden = nodes.size > 0;
    const folded = scene.groups ? [...scene.groups.all.keys()].filter(state.isFolded).length : 0;
    const inGroups = scene.groups ? ` in ${counted(scene.groups.all.size, "group")}, ${folded.toLocaleString("en")} folded` : "";
    status.replaceChildren(`${counted(nodes.size, "entity")} and ${counted(edges.size, "connection")} shown${inGroups}`, ...near);
  }
  for (const change of ["shown", "folding"]) state.watch(change, refresh);
  refresh();
}

// The way between two entities: each hop in words, with the sources of each statement.

import { byId, counted, element, name } from "./dom.js";
import { createSearch } from "./search.js";
import { sources } from "./sources.js";

/**
 * Two fields for the ends, and below them the way; `go` selects a node or an edge.
 * @returns {(id: string) => void} ask for a way from this node: the other end is to be named
 */
export function createRoute(scene, state, go) {
  const holder = /** @type {HTMLDetailsElement} */ (byId("route"));
  const told = byId("way");
  const ends = { from: null, to: null };
  const label = (id) => scene.nodes.get(id).label;
  const fields = {
    from: createSearch(scene, "from", (id) => set("from", id)),
    to: createSearch(scene, "to", (id) => set("to", id)),
  };

  function set(end, id) {
    ends[end] = id;
    const { from, to } = ends;
    state.setRoute(from !== null && to !== null ? { from, to } : null);
  }

  function statement(edge, from) {
    const [claim] = scene.claimsOf(edge.id);
    const words = edge.from === from ? edge.label : scene.inverseOf(edge);
    return element("div", {},
      element("button", { type: "button", class: "link", click: () => go({ kind: "edge", id: edge.id }) }, words),
      ...(edge.disputed ? [element("span", { class: "disputed" }, "≠ disputed")] : []),
      element("span", { class: "statement-sources" }, ...sources(claim)));
  }

  function stop(id) {
    return element("button", { type: "button", class: "link", click: () => go({ kind: "node", id }) }, name(label(id)));
  }

  function hop({ from, to, edges }) {
    return element("li", {}, stop(from), ...edges.map((edge) => statement(edge, from)), stop(to));
  }

  function refresh() {
    const { route } = state.snapshot();
    if (route) Object.assign(ends, route);
    if (!route && ends.from !== null && ends.to !== null) ends.from = ends.to = null;
    for (const end of ["from", "to"]) fields[end].set(ends[end] === null ? "" : label(ends[end]));
    if (route) holder.open = true;
    byId("route-clear").hidden = !route;
    const path = state.path();
    const summary = !route ? "" : route.from === route.to ? "Both ends are the same." : path
      ? `${counted(path.hops.length, "hop")}${path.byHub ? ", only by way of what many share" : ""}`
      : "No way between them along what is shown.";
    byId("route-status").textContent = summary;
    told.replaceChildren(...(path?.hops ?? []).map(hop));
  }

  byId("route-clear").addEventListener("click", () => state.setRoute(null));
  state.watch("route", refresh);
  refresh();
  return (id) => {
    holder.open = true;
    ends.to = null;
    set("from", id);
    refresh();
    byId("to").focus();
  };
}

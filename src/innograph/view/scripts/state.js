// What is shown and what is selected, and who is told when that changes.

import { within } from "./reach.js";

/**
 * @typedef {{kind: "node" | "edge", id: string} | null} Selection
 */

/** The state of the page: hidden types and relations, nodes without an edge, the focus, the selection. */
export function createState(scene) {
  const hidden = { types: new Set(), relations: new Set() };
  let unconnectedShown = scene.edges.size === 0;
  /** @type {Selection} */
  let selection = null;
  /** @type {{id: string, steps: number} | null} what is further from this node is hidden */
  let focus = null;
  let shown = null;
  const watchers = { shown: [], selection: [] };
  const tell = (what) => watchers[what].forEach((watcher) => watcher());

  const isAllowed = (id) => {
    const node = scene.nodes.get(id);
    return !hidden.types.has(node.type) && (unconnectedShown || scene.degree(id) > 0);
  };

  function compute() {
    let nodes = new Set([...scene.nodes.keys()].filter(isAllowed));
    const edges = new Set();
    for (const edge of scene.edges.values()) {
      if (nodes.has(edge.from) && nodes.has(edge.to) && !hidden.relations.has(scene.relationOf(edge))) edges.add(edge.id);
    }
    if (focus && nodes.has(focus.id)) {
      nodes = within(focus.id, focus.steps, (id) =>
        scene.edgesAt(id).filter((edge) => edges.has(edge.id)).map((edge) => scene.otherEnd(edge, id)));
      for (const id of edges) {
        const edge = scene.edges.get(id);
        if (!nodes.has(edge.from) || !nodes.has(edge.to)) edges.delete(id);
      }
    }
    return { nodes, edges };
  }

  function change() {
    shown = null;
    if (focus && !isAllowed(focus.id)) focus = null;
    if (selection && !state.isShown(selection)) state.select(null);
    tell("shown");
  }

  function set(what, name, isShown) {
    if (isShown) hidden[what].delete(name);
    else hidden[what].add(name);
  }

  const state = {
    /** The ids of the nodes and edges that are shown. */
    shown: () => (shown ??= compute()),
    isShown: ({ kind, id }) => state.shown()[kind === "node" ? "nodes" : "edges"].has(id),
    selection: () => selection,
    focus: () => focus,
    /** Whether a type or a relation is shown: *what* is "types" or "relations". */
    isKindShown: (what, name) => !hidden[what].has(name),
    isUnconnectedShown: () => unconnectedShown,
    setKinds(/** @type {"types" | "relations"} */ what, names, isShown) {
      for (const each of names) set(what, each, isShown);
      change();
    },
    /** Show only what is within so many steps of a node; 0 steps show all again. */
    setFocus(id, steps) {
      focus = steps ? { id, steps } : null;
      change();
    },
    /** All that was hidden is shown again, as when the page was opened; nothing is selected. */
    reset() {
      hidden.types.clear();
      hidden.relations.clear();
      unconnectedShown = scene.edges.size === 0;
      focus = null;
      state.select(null);
      change();
    },
    setUnconnected(isShown) {
      unconnectedShown = isShown;
      change();
    },
    /** Select a node, an edge, or nothing. */
    select(/** @type {Selection} */ next) {
      if (next?.kind === selection?.kind && next?.id === selection?.id) return;
      selection = next;
      tell("selection");
    },
    /** Select what may be hidden: its types, its relation, or all nodes without an edge, are shown again. */
    reveal(/** @type {{kind: "node" | "edge", id: string}} */ next) {
      if (!state.isShown(next)) {
        const edge = next.kind === "edge" ? scene.edges.get(next.id) : null;
        const ends = edge ? [edge.from, edge.to] : [next.id];
        for (const end of ends) {
          hidden.types.delete(scene.nodes.get(end).type);
          if (!scene.degree(end)) unconnectedShown = true;
        }
        if (edge) hidden.relations.delete(scene.relationOf(edge));
        shown = null;
        if (!state.isShown(next)) focus = null;
        change();
      }
      state.select(next);
    },
    watch: (what, watcher) => watchers[what].push(watcher),
  };
  return state;
}

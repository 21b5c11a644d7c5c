// What is shown and what is selected, and who is told when that changes.

/**
 * @typedef {{kind: "node" | "edge", id: string} | null} Selection
 */

/** The state of the page: hidden types, nodes without an edge, the selection. */
export function createState(scene) {
  const hiddenTypes = new Set();
  let unconnectedShown = scene.edges.size === 0;
  /** @type {Selection} */
  let selection = null;
  let shown = null;
  const watchers = { shown: [], selection: [] };
  const tell = (what) => watchers[what].forEach((watcher) => watcher());

  function compute() {
    const nodes = new Set();
    for (const node of scene.nodes.values()) {
      if (!hiddenTypes.has(node.type) && (unconnectedShown || scene.degree(node.id))) nodes.add(node.id);
    }
    const edges = new Set();
    for (const edge of scene.edges.values()) {
      if (nodes.has(edge.from) && nodes.has(edge.to)) edges.add(edge.id);
    }
    return { nodes, edges };
  }

  function change() {
    shown = null;
    if (selection && !state.isShown(selection)) state.select(null);
    tell("shown");
  }

  const state = {
    /** The ids of the nodes and edges that are shown. */
    shown: () => (shown ??= compute()),
    isShown: ({ kind, id }) => state.shown()[kind === "node" ? "nodes" : "edges"].has(id),
    selection: () => selection,
    isTypeShown: (type) => !hiddenTypes.has(type),
    isUnconnectedShown: () => unconnectedShown,
    setType(type, isShown) {
      if (isShown) hiddenTypes.delete(type);
      else hiddenTypes.add(type);
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
    /** Select what may be hidden: its types, or all nodes without an edge, are shown again. */
    reveal(/** @type {{kind: "node" | "edge", id: string}} */ next) {
      if (!state.isShown(next)) {
        const edge = next.kind === "edge" ? scene.edges.get(next.id) : null;
        const ends = edge ? [edge.from, edge.to] : [next.id];
        for (const end of ends) {
          hiddenTypes.delete(scene.nodes.get(end).type);
          if (!scene.degree(end)) unconnectedShown = true;
        }
        change();
      }
      state.select(next);
    },
    watch: (what, watcher) => watchers[what].push(watcher),
  };
  return state;
}

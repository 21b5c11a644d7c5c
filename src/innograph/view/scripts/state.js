// What is shown and what is selected, and who is told when that changes.

import { shortest, within } from "./reach.js";

const UNFOLDED = 2000;

/**
 * @typedef {{kind: "node" | "edge" | "group" | "link", id: string} | null} Selection a link is all that is
 *   between two nodes of the picture, of which one is a folded group
 * @typedef {"types" | "relations"} Kinds
 * What part of the plane is seen, whatever the size of the window: its middle, and how far the shorter side reaches.
 * @typedef {{x: number, y: number, reach: number}} Place
 * @typedef {object} Snapshot all that a link to the page says
 * @property {Selection} selection
 * @property {Place | null} place what part of the plane is seen; null where the page chose it
 * @property {{id: string, steps: number} | null} focus what is further from this node is hidden
 * @property {{from: string, to: string} | null} route two nodes, the way between which is marked
 * @property {{first: number, last: number} | null} years shown is what has a date in these, and what it is connected with
 * @property {Set<string>} turned groups that are not as they are when the page opens: folded, or not folded
 * @property {{types: Set<string>, relations: Set<string>}} hidden
 * @property {boolean} unconnected whether nodes without an edge are shown
 * @property {string} filter what rows of the table must hold
 * @property {string} rows what rows of the answer must hold
 * @property {"picture" | "table" | "chart"} part
 * @property {number | null} row the row of the answer of which is marked what it rests on
 * @property {"dark" | "light" | null} theme null for that of the system
 */

/** The state of the page; who watches "shown", "folding", "selection", "route", "filter" or "look" is told of a change. */
export function createState(scene) {
  /** @returns {Snapshot} */
  const opened = () => ({
    selection: null, place: null, focus: null, route: null, years: null, turned: new Set(), hidden: { types: new Set(), relations: new Set() },
    unconnected: scene.isLoose, filter: "", rows: "", part: scene.opensAs, theme: null, row: null,
  });
  /** @type {Snapshot} */
  let now = opened();
  let shown = null;
  let path = null;
  const watchers = { shown: [], folding: [], selection: [], route: [], filter: [], look: [], place: [], any: [] };
  function tell(...changes) {
    for (const what of [...changes, "any"]) watchers[what].forEach((watcher) => watcher());
  }

  const isAllowed = (id) => {
    const node = scene.nodes.get(id);
    return !now.hidden.types.has(node.type) && (now.unconnected || scene.degree(id) > 0);
  };
  const neighbours = (edges) => (id) =>
    scene.edgesAt(id).filter((edge) => edges.has(edge.id)).map((edge) => scene.otherEnd(edge, id));

  function compute() {
    let nodes = new Set([...scene.nodes.keys()].filter(isAllowed));
    const edges = new Set();
    function keep(kept) {
      nodes = kept;
      for (const id of edges) {
        const edge = scene.edges.get(id);
        if (!nodes.has(edge.from) || !nodes.has(edge.to)) edges.delete(id);
      }
    }
    for (const edge of scene.edges.values()) {
      if (nodes.has(edge.from) && nodes.has(edge.to) && !now.hidden.relations.has(scene.relationOf(edge))) edges.add(edge.id);
    }
    if (now.years) {
      const { first, last } = now.years;
      const dated = [...nodes].filter((id) => scene.yearsOf(id).some((year) => year >= first && year <= last));
      keep(new Set(dated.flatMap((id) => [id, ...neighbours(edges)(id)])));
    }
    if (now.focus && nodes.has(now.focus.id)) keep(within(now.focus.id, now.focus.steps, neighbours(edges)));
    return { nodes, edges };
  }

  /** The way between the ends of the route, along what is shown: by way of hubs only if there is no other. */
  function way({ from, to }) {
    const { nodes, edges } = state.shown();
    if (!nodes.has(from) || !nodes.has(to)) return null;
    const find = (mayPass) => shortest(from, to, neighbours(edges), scene.degree, mayPass);
    const stops = find((id) => !scene.isHub(id)) ?? find(() => true);
    if (!stops) return null;
    const between = (one, other) => scene.edgesAt(one).filter((edge) => edges.has(edge.id) && scene.otherEnd(edge, one) === other);
    const hops = stops.slice(1).map((stop, at) => ({ from: stops[at], to: stop, edges: between(stops[at], stop) }));
    return { stops, hops, byHub: stops.slice(1, -1).some(scene.isHub) };
  }

  /** Whether any of the groups was not yet folded, or unfolded, as it is to be. */
  function turn(groups, isFolded) {
    const turning = groups.filter((group) => scene.groups.folded === now.turned.has(group) === isFolded);
    for (const group of turning) {
      if (isFolded === scene.groups.folded) now.turned.delete(group);
      else now.turned.add(group);
    }
    return turning.length > 0;
  }

  /** Unfold the groups of nodes; whether any was folded. */
  const unfold = (nodes) => scene.groups !== null && turn([...new Set(nodes.map((id) => scene.groups.of(id).id))], false);

  function change() {
    shown = path = null;
    if (now.focus && !isAllowed(now.focus.id)) now.focus = null;
    if (now.selection && !state.isShown(now.selection)) state.select(null);
    tell("shown", "route");
  }

  const state = {
    /** All that a link to the page says, as it is now; to be read only. */
    snapshot: () => now,
    /** The ids of the nodes and edges that are shown. */
    shown: () => (shown ??= compute()),
    isShown({ kind, id }) {
      if (kind === "group" || kind === "link") return true;
      return state.shown()[kind === "node" ? "nodes" : "edges"].has(id);
    },
    /** Whether a group is drawn as one node; what is near a node is always seen itself, if it is not too much. */
    isFolded: (group) => scene.groups.folded !== now.turned.has(group) && !(now.focus && state.shown().nodes.size <= UNFOLDED),
    /** Fold groups, or unfold them. */
    fold(/** @type {string[]} */ groups, isFolded) {
      if (turn(groups, isFolded)) tell("folding");
    },
    selection: () => now.selection,
    focus: () => now.focus,
    /** The way between two nodes that are asked about; null if none is, or there is no way. */
    path: () => (path ??= now.route ? way(now.route) : null),
    isKindShown: (/** @type {Kinds} */ what, name) => !now.hidden[what].has(name),
    setKinds(/** @type {Kinds} */ what, names, isShown) {
      for (const each of names) {
        if (isShown) now.hidden[what].delete(each);
        else now.hidden[what].add(each);
      }
      change();
    },
    setUnconnected(isShown) {
      now.unconnected = isShown;
      change();
    },
    /** Show only what is within so many steps of a node; 0 steps show all again. */
    setFocus(id, steps) {
      now.focus = steps ? { id, steps } : null;
      change();
    },
    /** Show only what has a date in these years, and what it is connected with; null shows all. */
    setYears(/** @type {Snapshot["years"]} */ years) {
      now.years = years;
      change();
    },
    /** Ask for the way between two nodes; null asks for none. */
    setRoute(/** @type {Snapshot["route"]} */ route) {
      now.route = route;
      path = null;
      if (unfold(state.path()?.stops ?? [])) tell("folding");
      if (route && now.focus && !state.path()) state.setFocus(route.from, 0);
      else tell("route");
    },
    /** Note what is seen after somebody moved the picture; null after the page chose it. */
    setPlace(/** @type {Place | null} */ place) {
      if (place === null && now.place === null) return;
      now.place = place;
      tell("place");
    },
    setFilter(/** @type {"filter" | "rows"} */ what, text) {
      now[what] = text;
      tell("filter");
    },
    setLook(/** @type {Partial<Snapshot>} */ look) {
      Object.assign(now, look);
      tell("look");
    },
    /** All that was hidden is shown again, as when the page was opened; nothing is selected. */
    reset() {
      state.restore({ ...opened(), part: now.part, theme: now.theme });
    },
    restore(/** @type {Snapshot} */ next) {
      now = next;
      change();
      tell("selection", "filter", "look");
    },
    /** Select a node, an edge, or nothing. */
    select(/** @type {Selection} */ next) {
      if (next?.kind === now.selection?.kind && next?.id === now.selection?.id) return;
      now.selection = next;
      tell("selection");
    },
    /** Mark what a row of the answer rests on; null marks nothing. */
    setRow(/** @type {number | null} */ row) {
      now.row = row;
      now.selection = null;
      tell("selection");
    },
    /** Select what may be hidden: its types, its relation, or all nodes without an edge, are shown again. */
    reveal(/** @type {NonNullable<Selection>} */ next) {
      const edge = next.kind === "edge" ? scene.edges.get(next.id) : null;
      const ends = edge ? [edge.from, edge.to] : next.kind === "node" ? [next.id] : [];
      const unfolded = unfold(ends);
      if (!state.isShown(next)) {
        for (const end of ends) {
          now.hidden.types.delete(scene.nodes.get(end).type);
          if (!scene.degree(end)) now.unconnected = true;
        }
        if (edge) now.hidden.relations.delete(scene.relationOf(edge));
        shown = null;
        if (!state.isShown(next)) now.focus = now.years = null;
        change();
      } else if (unfolded) tell("folding");
      state.select(next);
    },
    watch: (what, watcher) => watchers[what].push(watcher),
  };
  return state;
}

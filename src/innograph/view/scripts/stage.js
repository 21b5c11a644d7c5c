// The picture that is on the page: all that is shown, or where nodes stand in groups, what is left of
// them when groups are folded. What it is asked is in ids of the scene; whoever draws knows its own.

import { arranged } from "./arranging.js";
import { asEdge, asNode, meant, pictureOf } from "./folding.js";
import { standingOut } from "./marks.js";

/**
 * @param {HTMLElement} container
 * @param {(container: HTMLElement, scene: any, palette: () => Record<string, string>,
 *          listener: import("./vis.js").Listener, initially: {nodes: Set<string>, edges: Set<string>}) =>
 *         import("./vis.js").Renderer} make
 * @param {() => Record<string, string>} palette
 * @param {{choose: (what: import("./state.js").Selection) => void, over: import("./vis.js").Listener["over"],
 *          moved: import("./vis.js").Listener["moved"]}} listener
 */
export function createStage(container, scene, state, make, palette, listener) {
  const heard = {
    node: (id) => listener.choose(meant("node", id)),
    edge: (id) => listener.choose(meant("edge", id)),
    nothing: () => listener.choose(null),
    over: listener.over,
    moved: listener.moved,
  };
  // Where nodes stand in groups, the first picture is made when it is first to be shown.
  let picture = scene;
  let renderer = scene.groups ? null : make(container, picture, palette, heard, all());

  let places = null; // where what is near one node stands, as long as no more is shown

  function folded() {
    return pictureOf(scene, state.shown(), state.isFolded, places, growthOf(scene, container));
  }

  function all() {
    return picture !== scene ? { nodes: new Set(picture.nodes.keys()), edges: new Set(picture.edges.keys()) } : state.shown();
  }

  /** The node of the picture that a node of the scene is seen in. */
  function drawnAs(id) {
    if (!scene.groups) return id;
    const group = scene.groups.of(id).id;
    return picture.nodes.has(id) || !picture.nodes.has(asNode(group)) ? id : asNode(group);
  }

  /** What is selected, as a node or an edge of the picture; null if it is not in it. */
  function drawn(selection) {
    if (!selection) return null;
    const { kind, id } = selection;
    if (kind === "link") return picture.edges.has(id) ? { kind: "edge", id } : null;
    if (kind === "group") return picture.nodes.has(asNode(id)) ? { kind: "node", id: asNode(id) } : null;
    if (kind === "node") return picture.nodes.has(drawnAs(id)) ? { kind, id: drawnAs(id) } : null;
    if (picture.edges.has(id)) return { kind, id };
    const { from, to } = scene.edges.get(id);
    const between = asEdge(drawnAs(from), drawnAs(to));
    return picture.edges.has(between) ? { kind, id: between } : null;
  }

  function way(path) {
    if (!path || !scene.groups) return path;
    return {
      stops: path.stops.map(drawnAs),
      hops: path.hops.map((hop) => ({ ...hop, edges: hop.edges.map((edge) => drawn({ kind: "edge", id: edge.id })).filter(Boolean) })),
    };
  }

  return {
    /** Draw what is shown now, as it is folded and where it stands now; says whether that is elsewhere than before. */
    show() {
      const before = places;
      places = state.focus() && arranged(scene, state.shown(), state.focus().id);
      const place = renderer?.place();
      if (scene.groups) {
        renderer?.stop();
        picture = folded();
        renderer = make(container, picture, palette, heard, all());
      } else {
        if (places || before) renderer.arrange(places);
        renderer.show(state.shown());
      }
      if (place && scene.groups) renderer.look(place);
      return Boolean(places ?? before);
    },
    /** Let what is selected stand out, and a way or the like. */
    mark: (path) => renderer?.mark(standingOut(picture, drawn(state.selection()), way(path), state.focus() !== null)),
    /** Bring what these are seen in into view: ids of nodes of the scene. */
    centre: (ids) => renderer.centre([...new Set(ids.map(drawnAs))].filter((id) => picture.nodes.has(id))),
    /** Bring a group into view, its members if they are seen. */
    centreGroup(id) {
      const { members } = scene.groups.all.get(id);
      const seen = members.filter((each) => picture.nodes.has(each));
      renderer.centre([asNode(id), ...seen].filter((each) => picture.nodes.has(each)));
    },
    fit: (atOnce) => renderer.fit(atOnce),
    place: () => renderer.place(),
    look: (place) => renderer.look(place),
    zoom: (factor) => renderer.zoom(factor),
    pan: (x, y) => renderer.pan(x, y),
    recolour: () => renderer.recolour(),
    svg: () => renderer.svg(),

    // For what walks through the picture, in ids of nodes and edges of the picture:
    drawn,
    meant,
    node: (id) => picture.nodes.get(id),
    edge: (id) => picture.edges.get(id),
    nodes: () => all().nodes,
    edgesAt: (id) => picture.edgesAt(id).filter((edge) => all().edges.has(edge.id)),
    positionOf: (id) => renderer.positionOf(id),
    bring: (ids) => renderer.centre(ids),
  };
}

/** How large what is seen of a network as a whole is drawn; see `growthAt` of the drawing. */
function growthOf(scene, { clientWidth, clientHeight }) {
  const { x, y } = scene.columns;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let at = 0; at < x.length; at += 1) {
    left = Math.min(left, x[at]);
    right = Math.max(right, x[at]);
    top = Math.min(top, y[at]);
    bottom = Math.max(bottom, y[at]);
  }
  const whole = Math.min(clientWidth / Math.max(right - left, 1), clientHeight / Math.max(bottom - top, 1)) || 1;
  return { whole, at: Math.max(whole * Math.min(Math.max(0.55 / whole, 1), 1.6), 0.1) };
}

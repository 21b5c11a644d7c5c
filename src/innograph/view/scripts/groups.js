// The groups that nodes stand in: what is told of them, and their list in the legend.

import { byId, counted, element, inPortions, name } from "./dom.js";
import { between, endsOf, kindOf, meant } from "./folding.js";
import { sign } from "./legend.js";

const MOST = 100;
const LARGEST = 8;

/** How often each of several occurs, the most frequent first. */
function tallied(all) {
  const counts = new Map();
  for (const each of all) counts.set(each, (counts.get(each) ?? 0) + 1);
  return [...counts].sort(([one, count], [other, more]) => more - count || one.localeCompare(other));
}

/** What the panel of facts says of groups, of what is between two, and of the groups of a node. */
export function createGroupFacts(scene, state, go) {
  const button = (what, ...children) => element("button", { type: "button", class: "link", click: () => go(what) }, ...children);
  const nodeButton = (node) => element("li", {}, sign(node.shape, node.color), button({ kind: "node", id: node.id }, name(node.label)), element("span", { class: "quiet" }, ` ${node.type}`));
  const shownOf = (group) => group.members.filter((id) => state.shown().nodes.has(id));

  function endButton(end) {
    const what = meant("node", end);
    return button(what, name(what.kind === "group" ? scene.groups.all.get(what.id).label : scene.nodes.get(what.id).label));
  }

  function turner(group) {
    const isFolded = state.isFolded(group.id);
    return element("button", { type: "button", class: "small", click: () => state.fold([group.id], !isFolded) }, isFolded ? "Unfold" : "Fold");
  }

  /** The members of a group, those of most connections first. */
  function members(ids) {
    const list = element("ul", { class: "connections" });
    const section = element("section", {}, element("h3", {}, counted(ids.length, "member")), list);
    const ordered = ids.map((id) => scene.nodes.get(id)).sort((one, other) => scene.degree(other.id) - scene.degree(one.id) || one.number - other.number);
    inPortions(list, ordered, nodeButton, section, 50);
    return section;
  }

  /** The other groups that members are connected with, those of most connections first. */
  function neighbours(group) {
    const others = group.members.flatMap((id) => scene.edgesAt(id).filter((edge) => state.shown().edges.has(edge.id))
      .map((edge) => scene.groups.of(scene.otherEnd(edge, id))).filter((other) => other !== group));
    const counts = tallied(others.map((other) => other.id));
    if (!counts.length) return [];
    const list = element("ul", { class: "connections" });
    const section = element("section", {}, element("h3", {}, `Connected with ${counted(counts.length, "group")}`), list);
    inPortions(list, counts, ([id, count]) => element("li", {}, button({ kind: "group", id }, name(scene.groups.all.get(id).label)),
      element("span", { class: "quiet" }, ` ${counted(count, "connection")}`)), section, 20);
    return [section];
  }

  return {
    /** The panel for a group, and what is announced. */
    group(id, heading) {
      const group = scene.groups.all.get(id);
      const ids = shownOf(group);
      const types = tallied(ids.map((each) => scene.nodes.get(each).type)).map(([type, count]) => `${type} ${count.toLocaleString("en")}`);
      const head = group.head === null ? [] : [element("p", {}, "Named after ", button({ kind: "node", id: group.head }, name(scene.nodes.get(group.head).label)))];
      const fold = state.isFolded(id) ? "folded" : "unfolded";
      return {
        parts: [
          heading(name(group.label)),
          element("p", { class: "quiet" }, `${kindOf(group.kind)}, ${fold}: ${types.join(", ")}`),
          element("p", {}, turner(group)), ...head, ...neighbours(group), members(ids),
        ],
        words: `${group.label}, ${counted(ids.length, "member")}, ${fold}`,
      };
    },
    /** The panel for what is between two nodes of the picture. */
    link(id, heading) {
      const [one, other] = endsOf(id);
      const edges = between(scene, state.shown(), id);
      const list = element("ul", { class: "connections" });
      const section = element("section", {}, element("h3", {}, edges.length > MOST ? `The first ${MOST} of ${edges.length.toLocaleString("en")}` : "Each"), list);
      inPortions(list, edges.slice(0, MOST), (edge) => element("li", {}, button({ kind: "edge", id: edge.id },
        name(scene.nodes.get(edge.from).label), ` · ${edge.label} → `, name(scene.nodes.get(edge.to).label))), section, 25);
      return {
        parts: [
          heading(counted(edges.length, "connection")),
          element("p", {}, "Between ", endButton(one), " and ", endButton(other)),
          element("ul", {}, tallied(edges.map(scene.relationOf)).map(([words, count]) => element("li", {}, `${words}: ${count.toLocaleString("en")}`))),
          section,
        ],
        words: counted(edges.length, "connection"),
      };
    },
    /** The largest groups, where a reader may begin. */
    beginnings() {
      if (!scene.groups) return [];
      const words = "Entities stand in groups. A group that is folded is drawn as one, as large as it has members, and a line between two as strong as they are connected; a click or Enter unfolds a group, and folds it again.";
      const largest = [...scene.groups.all.values()].slice(0, LARGEST);
      return [element("p", {}, words), element("h3", {}, "The largest groups"), element("ul", { class: "beginnings" }, largest.map((group) =>
        element("li", {}, button({ kind: "group", id: group.id }, name(group.label)), element("span", { class: "quiet" }, ` ${kindOf(group.kind)}, ${counted(group.members.length, "member")}`))))];
    },
    /** The groups that a node is in. */
    ofNode(id) {
      if (!scene.groups) return [];
      const listed = (groups) => groups.flatMap((group, at) => [at ? ", " : "", button({ kind: "group", id: group.id }, name(group.label))]);
      const others = scene.groups.otherOf(id);
      return [element("p", {}, "Stands in ", ...listed([scene.groups.of(id)]), ...(others.length ? ["; counted also in ", ...listed(others)] : []))];
    },
  };
}

/** The list of groups in the legend, each with its count; `go` selects one. */
export function createGroups(scene, state, go) {
  const holder = byId("groups");
  holder.hidden = !scene.groups;
  if (!scene.groups) return;
  const all = [...scene.groups.all.values()];
  byId("groups-summary").textContent = `Groups${scene.groups.by === "overview" ? "" : ` by ${scene.groups.by}`} (${all.length.toLocaleString("en")})`;
  const list = byId("group-list");
  const turners = new Map();
  inPortions(list, all, (group) => {
    const turner = element("button", { type: "button", class: "small", click: () => state.fold([group.id], !state.isFolded(group.id)) });
    turners.set(group.id, turner);
    dress(group.id, turner);
    return element("li", {}, turner, element("button", { type: "button", class: "link", click: () => go({ kind: "group", id: group.id }) }, name(group.label)),
      element("span", { class: "count" }, group.members.length.toLocaleString("en")));
  }, holder, 50);

  function dress(id, turner) {
    const isFolded = state.isFolded(id);
    turner.textContent = isFolded ? "+" : "−";
    turner.setAttribute("aria-label", `${isFolded ? "Unfold" : "Fold"} ${scene.groups.all.get(id).label}`);
  }

  const refresh = () => turners.forEach((turner, id) => dress(id, turner));
  byId("fold-all").addEventListener("click", () => state.fold(all.map(({ id }) => id), true));
  state.watch("folding", refresh);
  state.watch("shown", refresh);
}

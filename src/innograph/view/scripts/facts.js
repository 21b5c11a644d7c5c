// The panel of facts: what is known of the selected node or edge, and which passages say so.

import { describeRests, describeRow } from "./answer.js";
import { byId, counted, element, inPortions, name } from "./dom.js";
import { createGroupFacts } from "./groups.js";
import { sign } from "./legend.js";
import { sources } from "./sources.js";

const BEGINNINGS = 8;

/**
 * What the panel can show; `go` selects a node or an edge, `findWay` asks for a way from a node,
 * `choose` selects a row of the answer, if the page shows one.
 */
export function createFacts(scene, state, go, findWay, answer, choose) {
  const panel = byId("facts");
  const announcement = byId("announcement");
  const groupFacts = createGroupFacts(scene, state, go);

  function nodeButton(id, label) {
    return element("button", { type: "button", class: "link", click: () => go({ kind: "node", id }) }, name(label));
  }

  function value(entry) {
    return entry.node && scene.nodes.has(entry.node) ? nodeButton(entry.node, entry.value) : name(entry.value);
  }

  function claim(entry) {
    const standing = entry.disputed ? element("strong", {}, entry.standing) : entry.standing;
    return [element("span", { class: "value" }, value(entry)), element("span", { class: "standing" }, standing), ...sources(entry)];
  }

  /** The values of one property; of those that sources disagree on, each beside its rivals. */
  function property(label, entries) {
    const rivals = entries.filter((entry) => entry.disputed);
    const others = entries.filter((entry) => !entry.disputed);
    return [
      element("dt", {}, label, ...(rivals.length ? [element("span", { class: "disputed" }, "≠ disputed")] : [])),
      ...others.map((entry) => element("dd", {}, ...claim(entry))),
      ...(rivals.length ? [element("dd", {}, element("ul", { class: "rivals", "aria-label": `Rival claims: ${label}` }, rivals.map((entry) => element("li", {}, ...claim(entry)))))] : []),
    ];
  }

  /** Entries in order, grouped under their events and properties. */
  function described(entries) {
    const events = new Map([[null, new Map()]]);
    for (const entry of entries) {
      if (!events.has(entry.event)) events.set(entry.event, new Map());
      const properties = events.get(entry.event);
      if (!properties.has(entry.property)) properties.set(entry.property, []);
      properties.get(entry.property).push(entry);
    }
    return [...events].filter(([, properties]) => properties.size).map(([event, properties]) =>
      element("section", {},
        ...(event ? [element("h3", {}, name(event))] : []),
        element("dl", {}, [...properties].flatMap(([label, of]) => property(label, of)))),
    );
  }

  function connections(id) {
    const list = element("ul", { class: "connections" });
    const section = element("section", {}, element("h3", {}, counted(scene.degree(id), "connection")), list);
    inPortions(list, scene.edgesAt(id), (edge) => {
      const other = scene.nodes.get(scene.otherEnd(edge, id));
      const arrow = edge.from === id ? "→" : "←";
      const text = element("button", { type: "button", class: "link", click: () => go({ kind: "edge", id: edge.id }) },
        `${arrow} ${edge.label}: `, name(other.label));
      return element("li", {}, sign(other.shape, other.color), text);
    }, section, 50);
    return section;
  }

  function heading(...children) {
    return element("h2", { id: "facts-heading", tabindex: "-1" }, ...children);
  }

  function showNode(id) {
    const node = scene.nodes.get(id);
    panel.replaceChildren(
      heading(name(node.label)),
      element("p", { class: "quiet" }, sign(node.shape, node.color), node.type, " · ", element("code", {}, id)),
      element("p", {}, element("button", { type: "button", class: "small", click: () => findWay(id) }, "Path from here…")),
      ...groupFacts.ofNode(id),
      ...described(scene.entriesOf(id)),
      ...describeRests(answer, state.selection(), choose),
      ...(scene.degree(id) ? [connections(id)] : []),
      element("p", { class: "quiet" }, element("code", {}, scene.iriOf(id))),
    );
    return `${node.label}, ${node.type}, ${counted(scene.degree(id), "connection")}`;
  }

  function showEdge(id) {
    const edge = scene.edges.get(id);
    const [from, to] = [scene.nodes.get(edge.from), scene.nodes.get(edge.to)];
    panel.replaceChildren(
      heading(name(from.label), element("span", { class: "relation" }, ` ${edge.label} → `), name(to.label)),
      element("p", {}, "From ", nodeButton(edge.from, from.label), ` (${from.type}) to `, nodeButton(edge.to, to.label), ` (${to.type})`),
      element("dl", {}, property(edge.label, scene.claimsOf(id))),
      ...describeRests(answer, state.selection(), choose),
    );
    return `${from.label}, ${edge.label}, ${to.label}${edge.disputed ? ", disputed" : ""}`;
  }

  let begun = null;

  /** Of each type the entity with most connections, those with most first: where a reader may begin. */
  function beginnings() {
    const best = new Map();
    for (const node of scene.nodes.values()) {
      const rival = best.get(node.type);
      if (scene.degree(node.id) && !(rival && scene.degree(rival.id) >= scene.degree(node.id))) best.set(node.type, node);
    }
    return [...best.values()].sort((one, other) => scene.degree(other.id) - scene.degree(one.id)).slice(0, BEGINNINGS);
  }

  function showNothing() {
    begun ??= scene.groups ? [] : beginnings();
    panel.replaceChildren(
      heading("Facts"),
      element("p", {}, `Choose ${answer ? "a row of the answer, or " : ""}an entity or a connection: by search, in the picture, or in the table. Its facts stand here, each with the sources that say so.`),
      ...(begun.length > 1 ? [element("h3", {}, "Begin with"), element("ul", { class: "beginnings" }, begun.map((node) =>
        element("li", {}, sign(node.shape, node.color), nodeButton(node.id, node.label), element("span", { class: "quiet" }, ` ${node.type}, ${counted(scene.degree(node.id), "connection")}`))))] : []),
      ...groupFacts.beginnings(),
    );
    return "";
  }

  function showRow(row) {
    const title = `Row ${(row.number + 1).toLocaleString("en")} of the answer`;
    panel.replaceChildren(heading(title), ...describeRow(answer, scene, row, go));
    return `${title}: ${row.cells.map(({ label }) => label || "(none)").join(", ")}`;
  }

  function showTold({ parts, words }) {
    panel.replaceChildren(...parts);
    return words;
  }

  const show = {
    node: showNode,
    edge: showEdge,
    group: (id) => showTold(groupFacts.group(id, heading)),
    link: (id) => showTold(groupFacts.link(id, heading)),
  };

  function refresh() {
    const selection = state.selection();
    panel.scrollTop = 0;
    const row = answer?.rows[state.snapshot().row];
    if (!selection && row) {
      announcement.textContent = showRow(row);
    } else if (!selection) {
      announcement.textContent = showNothing();
    } else {
      announcement.textContent = show[selection.kind](selection.id);
    }
  }

  state.watch("selection", refresh);
  for (const change of ["folding", "shown"]) state.watch(change, () => { if (state.selection()?.kind === "group") refresh(); });
  refresh();
  return { focus: () => byId("facts-heading").focus() };
}

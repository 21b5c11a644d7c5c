// The table: all that the picture shows, in rows that can be read, sorted and chosen from.

import { byId, element, inPortions, name } from "./dom.js";
import { kindOf } from "./folding.js";
import { sign } from "./legend.js";
import { createFilter, folded, holding } from "./search.js";

const compared = new Intl.Collator("en", { numeric: true });

/** The tables of entities and connections; `go` selects one. They are filled when first shown. */
export function createTable(scene, state, go) {
  const label = (id) => scene.nodes.get(id).label;
  const standing = (edge) => (edge.disputed ? "≠ disputed" : edge.derived ? "derived" : "asserted");
  const sources = (edge) => scene.sourcesOf(edge.id).join("; ");
  const chooser = (kind, id, ...children) =>
    element("button", { type: "button", class: "link", click: () => go({ kind, id }) }, ...children);
  const isSeen = (id) => !scene.groups || !state.isFolded(scene.groups.of(id).id);
  const shownOf = (group) => group.members.reduce((sum, id) => sum + (state.shown().nodes.has(id) ? 1 : 0), 0);
  const folding = (group) => (state.isFolded(group.id) ? "folded" : "unfolded");
  const turner = (group) => element("button", { type: "button", class: "small", click: () => state.fold([group.id], !state.isFolded(group.id)) },
    state.isFolded(group.id) ? "Unfold" : "Fold", element("span", { class: "unseen" }, ` ${group.label}`));
  const tables = {
    ...(scene.groups ? { groups: {
      rows: () => [...scene.groups.all.values()],
      columns: [
        { title: "Group", key: (group) => group.label, cell: (group) => chooser("group", group.id, name(group.label)) },
        { title: "Kind", key: (group) => kindOf(group.kind), cell: (group) => kindOf(group.kind) },
        { title: "Members", key: shownOf, cell: (group) => shownOf(group).toLocaleString("en") },
        { title: "State", key: folding, cell: turner, short: true },
      ],
    } } : {}),
    entities: {
      rows: () => [...state.shown().nodes].filter(isSeen).map((id) => scene.nodes.get(id)),
      columns: [
        { title: "Entity", key: (node) => node.label, cell: (node) => chooser("node", node.id, name(node.label)) },
        { title: "Type", key: (node) => node.type, cell: (node) => element("span", {}, sign(node.shape, node.color), node.type) },
        { title: "Connections", key: (node) => scene.degree(node.id), cell: (node) => String(scene.degree(node.id)) },
      ],
    },
    connections: {
      rows: () => [...state.shown().edges].map((id) => scene.edges.get(id)).filter(({ from, to }) => isSeen(from) && isSeen(to)),
      columns: [
        { title: "From", key: (edge) => label(edge.from), cell: (edge) => chooser("node", edge.from, name(label(edge.from))) },
        { title: "Relation", key: (edge) => edge.label, cell: (edge) => chooser("edge", edge.id, edge.label) },
        { title: "To", key: (edge) => label(edge.to), cell: (edge) => chooser("node", edge.to, name(label(edge.to))) },
        { title: "Standing", key: standing, cell: standing, short: true },
        { title: "Sources", key: sources, cell: sources },
      ],
    },
  };
  const order = { groups: { column: 2, ascending: false }, entities: { column: 0, ascending: true }, connections: { column: 0, ascending: true } };
  let isOpen = false;

  function fill(id) {
    const { rows, columns } = tables[id];
    const { column, ascending } = order[id];
    const key = columns[column].key;
    const holds = holding(state.snapshot().filter);
    const all = rows();
    const sorted = all.filter((row) => holds(folded(columns.map((each) => each.key(row)).join(" ")))).sort((one, other) => {
      const [a, b] = [key(one), key(other)];
      return (typeof a === "number" ? a - b : compared.compare(a, b)) * (ascending ? 1 : -1);
    });
    const body = element("tbody");
    const holder = byId(`${id}-table`);
    const heads = columns.map(({ title }, index) => {
      const sorting = index === column ? (ascending ? "ascending" : "descending") : null;
      const arrow = sorting ? (ascending ? " ▲" : " ▼") : "";
      return element("th", { scope: "col", "aria-sort": sorting },
        element("button", { type: "button", click: () => sort(id, index) }, title, element("span", { "aria-hidden": "true" }, arrow)));
    });
    const table = element("table", {},
      element("caption", {}, `${holder.dataset.caption}: ${sorted.length.toLocaleString("en")}${state.snapshot().filter.trim() ? ` of ${all.length.toLocaleString("en")}` : ""}`),
      element("thead", {}, element("tr", {}, heads)), body);
    holder.replaceChildren(table);
    inPortions(body, sorted, (row) => element("tr", {}, columns.map(({ cell, short }) => element("td", short ? { class: "short" } : {}, cell(row)))), holder, 200);
  }

  function sort(id, column) {
    order[id] = { column, ascending: order[id].column === column ? !order[id].ascending : true };
    fill(id);
    /** @type {HTMLButtonElement} */ (byId(`${id}-table`).querySelectorAll("th button")[column]).focus();
  }

  function refresh() {
    if (isOpen) Object.keys(tables).forEach(fill);
  }

  createFilter(state, "filter", "filter", refresh);
  for (const change of ["shown", "folding"]) state.watch(change, refresh);
  return {
    open() {
      isOpen = true;
      refresh();
    },
    close() {
      isOpen = false;
    },
  };
}

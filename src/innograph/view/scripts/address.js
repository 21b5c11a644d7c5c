// The state in the page's address, behind #: a link opens the same view, and back and forward work.

import { asEdge, asNode, endsOf, meant } from "./folding.js";

const STEPS = /^[123]$/;
const LONGEST = 200;
const ROW = /^[1-9]\d{0,5}$/;
const PLACE = /^(-?\d{1,7}(?:\.\d)?),(-?\d{1,7}(?:\.\d)?),(\d{1,7}(?:\.\d)?)$/;

/** The state as text; empty for that in which the page opens. */
export function asAddress(scene, { part, theme, filter, rows, unconnected, hidden, focus, selection, place, route, years, row, turned }) {
  const fields = new URLSearchParams();
  if (selection?.kind === "link") {
    const [one, other] = endsOf(selection.id).map((end) => meant("node", end));
    fields.set("between", `${one.kind} ${one.id}`);
    fields.set("and", `${other.kind} ${other.id}`);
  } else if (selection) fields.set(selection.kind, selection.kind === "edge" ? nameOf(scene.edges.get(selection.id)) : selection.id);
  else if (scene.focus) fields.set("node", "");
  if (place) fields.set("at", [place.x, place.y, place.reach].map((each) => Math.round(each * 10) / 10).join(","));
  if (row !== null) fields.set("row", String(row + 1));
  if (focus) {
    fields.set("around", focus.id);
    fields.set("steps", String(focus.steps));
  }
  if (route) {
    fields.set("from", route.from);
    fields.set("to", route.to);
  }
  if (years) fields.set("years", `${years.first}-${years.last}`);
  for (const each of [...hidden.types].sort()) fields.append("without", each);
  for (const each of [...hidden.relations].sort()) fields.append("without-relation", each);
  if (unconnected !== scene.isLoose) fields.set("unconnected", unconnected ? "shown" : "hidden");
  for (const each of [...turned].sort()) fields.append(scene.groups.folded ? "unfold" : "fold", each);
  if (filter) fields.set("filter", filter);
  if (rows) fields.set("rows", rows);
  if (part !== scene.opensAs) fields.set("as", part);
  if (theme) fields.set("theme", theme);
  return fields.toString();
}

/** The state that a text stands for; what names nothing that the page has is left out. */
export function fromAddress(scene, text) {
  const fields = new URLSearchParams(text);
  const one = (name, all) => (all.has(fields.get(name)) ? fields.get(name) : null);
  const several = (name, all) => new Set(fields.getAll(name).filter((each) => all.has(each)));
  const groups = scene.groups?.all ?? new Map();
  const [node, around, from, to] = ["node", "around", "from", "to"].map((name) => one(name, scene.nodes));
  const edge = fields.has("edge") ? [...scene.edges.values()].find((each) => nameOf(each) === fields.get("edge")) : null;
  const opening = text === "" ? scene.focus : null;
  const chosen = node ?? opening;
  const group = one("group", groups);
  const ends = ["between", "and"].map((name) => endOf(scene, groups, fields.get(name) ?? ""));
  const apart = group !== null ? { kind: "group", id: group } : ends.every(Boolean) ? { kind: "link", id: asEdge(ends[0], ends[1]) } : null;
  return {
    selection: chosen !== null ? { kind: "node", id: chosen } : edge ? { kind: "edge", id: edge.id } : apart,
    turned: several(scene.groups?.folded ? "unfold" : "fold", groups),
    focus: around !== null && STEPS.test(fields.get("steps") ?? "") ? { id: around, steps: Number(fields.get("steps")) } : null,
    route: from !== null && to !== null && from !== to ? { from, to } : null,
    place: placeOf(fields.get("at") ?? ""),
    years: yearsOf(fields.get("years") ?? ""),
    hidden: {
      types: several("without", new Set(scene.columns.types.map(({ label }) => label))),
      relations: several("without-relation", new Set(scene.columns.relations.map(({ label }) => label))),
    },
    unconnected: fields.has("unconnected") ? fields.get("unconnected") === "shown" : scene.isLoose || (opening !== null && !scene.degree(opening)),
    filter: (fields.get("filter") ?? "").slice(0, LONGEST),
    rows: scene.rows ? (fields.get("rows") ?? "").slice(0, LONGEST) : "",
    part: one("as", new Set(["picture", "table", scene.opensAs])) ?? scene.opensAs,
    row: ROW.test(fields.get("row") ?? "") && Number(fields.get("row")) <= scene.rows ? Number(fields.get("row")) - 1 : null,
    theme: one("theme", new Set(["dark", "light"])),
  };
}

function placeOf(text) {
  const [, x, y, reach] = (PLACE.exec(text) ?? []).map(Number);
  return reach ? { x, y, reach } : null;
}

/** An end of what is between two, as a node of the picture; null if the page does not have it. */
function endOf(scene, groups, text) {
  const [, kind, id] = /^(node|group) (.*)$/.exec(text) ?? [];
  if (kind === "node") return scene.nodes.has(id) ? id : null;
  return groups.has(id) ? asNode(id) : null;
}

function yearsOf(text) {
  const [, first, last] = (/^(\d{4})-(\d{4})$/.exec(text) ?? []).map(Number);
  return first <= last ? { first, last } : null;
}

/** What an edge is called in an address: its id is another one when the graph has changed. */
function nameOf({ from, label, to }) {
  return `${from} ${label} ${to}`;
}

const PAUSE = 400;

/**
 * Keep the address in step with the state, one entry in the history for each pause between changes; none where the
 * picture was only moved.
 * @param {(place: import("./state.js").Place | null) => void} restored told when a link or the history brought another
 *   state, and the part of the plane that is to be seen
 */
export function createAddress(scene, state, restored) {
  let written = 0;
  let timer = null;
  const current = () => location.hash.slice(1);

  function write() {
    timer = null;
    const text = asAddress(scene, state.snapshot());
    const before = fromAddress(scene, current());
    if (text === asAddress(scene, before)) return;
    const isMoved = asAddress(scene, { ...state.snapshot(), place: before.place }) === asAddress(scene, before);
    written = performance.now();
    history[isMoved ? "replaceState" : "pushState"](null, "", `#${text}`);
  }

  function schedule() {
    timer ??= setTimeout(write, Math.max(0, written + PAUSE - performance.now()));
  }

  function read() {
    clearTimeout(timer);
    timer = null;
    const next = fromAddress(scene, current());
    const { place } = next;
    state.restore(next);
    restored(place);
    clearTimeout(timer);
    timer = null;
  }

  state.watch("any", schedule);
  addEventListener("popstate", read);
  read();
}

// The answer that a page shows: its rows, and what each of them rests on in the picture.

import { byId, counted, element, inPortions, name } from "./dom.js";
import { unpacked } from "./packing.js";
import { createFilter, folded, holding } from "./search.js";
import { sources } from "./sources.js";

const compared = new Intl.Collator("en", { numeric: true });
const PORTION = 200;
// How facts stand that sources state or should, and those that are the editors' own.
const STATED = ["cited", "unsourced"];
const OURS = ["editorial", "vocabulary", "provenance"];

/**
 * @typedef {{words: string, standing: string, passages: import("./content.js").Passage[], nodes: string[], edges: string[]}} Fact
 * @typedef {{number: number, cells: {label: string, node: string | null}[], derived: boolean, disputed: boolean,
 *            isCut: boolean, hasMore: boolean, words: string, facts: Fact[], reasons: string[], rivals: string[],
 *            absences: string[], nodes: Set<string>, edges: Set<string>}} Row
 * @typedef {object} Answer
 * @property {string[]} columns
 * @property {Row[]} rows
 * @property {string[]} notes
 * @property {(selection: import("./state.js").Selection) => Row[]} restingOn the rows that rest on a node or an edge
 */

/**
 * The answer in the page; null if it shows none.
 * @returns {Answer | null}
 */
export function readAnswer() {
  if (!document.getElementById("answer-table")) return null;
  const { columns, rows: told, facts: toldFacts, passages: toldPassages, nodes, edges, notes } = unpacked("answer");
  const passages = toldPassages.map(([place, publisher, title, date, address]) => ({ place, publisher, title, date, address }));
  const facts = toldFacts.map(([words, standing, of, at, along]) => ({
    words, standing, passages: of.map((each) => passages[each]), nodes: at.map((each) => nodes[each]), edges: along.map((each) => edges[each]),
  }));
  const rows = told.map(([cells, marks, words, rests, reasons, rivals, absences], number) => {
    const held = rests.map((each) => facts[each]);
    const made = cells.map(([label, node]) => ({ label, node: node === null ? null : nodes[node] }));
    return {
      number, cells: made, words, facts: held, reasons, rivals, absences,
      derived: Boolean(marks & 1), disputed: Boolean(marks & 2), isCut: Boolean(marks & 4), hasMore: Boolean(marks & 8),
      nodes: new Set([...made.flatMap(({ node }) => (node === null ? [] : [node])), ...held.flatMap((fact) => fact.nodes)]),
      edges: new Set(held.flatMap((fact) => fact.edges)),
    };
  });
  return {
    columns, rows, notes,
    restingOn: (selection) => (selection ? rows.filter((row) => row[selection.kind === "node" ? "nodes" : "edges"].has(selection.id)) : []),
  };
}

/** What a row rests on as a way through the picture, of what is shown there; null without a row. */
export function restsOf(answer, number, shown) {
  const row = answer?.rows[number];
  if (!row) return null;
  const isShown = (what) => (id) => shown[what].has(id);
  return { stops: [...row.nodes].filter(isShown("nodes")), hops: [{ edges: [...row.edges].filter(isShown("edges")).map((id) => ({ id })) }] };
}

/** The marks of a row, in words. */
export function standing(row) {
  return [row.disputed ? "≠ disputed" : "", row.derived ? "derived" : ""].filter(Boolean).join(", ");
}

/** The passages of a row, as a list that opens. */
function cited(row) {
  const passages = [...new Set(row.facts.flatMap((fact) => fact.passages))];
  const list = sources({ reasons: [], derived: false, node: null, passages });
  if (list.length) list[0].querySelector("summary").textContent = row.words;
  return list.length ? list : [row.words];
}

/** What a row says, as it can be read in the table, to be looked through. */
const saidBy = (row) => folded([...row.cells.map(({ label }) => label), standing(row), row.words].join(" "));

/** The table of the answer and the picture of its own, in step with the state; `choose` selects a row. */
export function createAnswer(answer, state, choose) {
  const holder = byId("answer-table");
  const total = Number(holder.dataset.total);
  const order = { column: -1, ascending: true };
  const made = new Map();
  let seen = new Set(); // the numbers of the rows that hold what is looked for
  let resting = new Set();
  const hasMarks = answer.rows.some((row) => row.derived || row.disputed);
  const titles = [...answer.columns, ...(hasMarks ? ["marks"] : []), "sources"];
  const keys = [
    ...answer.columns.map((_, at) => (row) => row.cells[at].label),
    ...(hasMarks ? [standing] : []),
    (row) => row.facts.length,
  ];
  let said = null; // by each row; made when it is first looked through

  function makeLine(row) {
    const [first, ...others] = row.cells;
    const button = element("button", { type: "button", class: "link", "aria-pressed": "false" }, name(first?.label || "(none)"));
    const cells = [button, ...others.map(({ label }) => name(label)), ...(hasMarks ? [standing(row)] : [])];
    const line = element("tr", { "data-row": row.number, click: pressed }, cells.map((each) => element("td", {}, each)), element("td", {}, ...cited(row)));
    made.set(row.number, line);
    mark(row.number, line);
    return line;
  }

  /** A press on a row chooses it, unless it is one on its sources. */
  function pressed({ target, currentTarget }) {
    if (!target.closest("details, a")) choose(Number(currentTarget.dataset.row));
  }

  function fill() {
    const { column, ascending } = order;
    const typed = state.snapshot().rows.trim();
    const holds = holding(typed);
    if (typed) said ??= answer.rows.map(saidBy);
    const rows = answer.rows.filter(({ number }) => !typed || holds(said[number]));
    seen = new Set(rows.map(({ number }) => number));
    if (column >= 0) {
      const key = keys[column];
      rows.sort((one, other) => {
        const [a, b] = [key(one), key(other)];
        return (typeof a === "number" ? a - b : compared.compare(a, b)) * (ascending ? 1 : -1);
      });
    }
    const heads = titles.map((title, at) => {
      const sorting = at === column ? (ascending ? "ascending" : "descending") : null;
      const arrow = sorting ? (ascending ? " ▲" : " ▼") : "";
      return element("th", { scope: "col", "aria-sort": sorting }, element("button", { type: "button", click: () => sort(at) }, title, element("span", { "aria-hidden": "true" }, arrow)));
    });
    const body = element("tbody", { keydown: walk });
    holder.replaceChildren(element("table", {},
      element("caption", {}, `Answer: ${rows.length < total ? `${rows.length.toLocaleString("en")} of ` : ""}${counted(total, "row")}`),
      element("thead", {}, element("tr", {}, heads)), body));
    made.clear();
    inPortions(body, rows, makeLine, holder, PORTION);
  }

  /** By a column, its other way round, and at last in the order of the answer. */
  function sort(at) {
    if (order.column !== at) Object.assign(order, { column: at, ascending: true });
    else if (order.ascending) order.ascending = false;
    else order.column = -1;
    fill();
    /** @type {NodeListOf<HTMLButtonElement>} */ (holder.querySelectorAll("th button"))[at].focus();
  }

  /** Up and down from row to row. */
  function walk(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const buttons = [.../** @type {NodeListOf<HTMLButtonElement>} */ (holder.querySelectorAll("tbody button.link"))];
    const at = buttons.findIndex((button) => button === document.activeElement);
    if (!step || at < 0) return;
    buttons[Math.min(Math.max(at + step, 0), buttons.length - 1)].focus();
    event.preventDefault();
  }

  /** Whether a row is the chosen one, and whether it rests on what is selected. */
  function mark(number, line) {
    const isChosen = number === state.snapshot().row;
    line.classList.toggle("chosen", isChosen);
    line.classList.toggle("resting", resting.has(number));
    line.querySelector("button").setAttribute("aria-pressed", String(isChosen));
  }

  function refresh() {
    const { row, selection } = state.snapshot();
    resting = new Set(answer.restingOn(selection).map(({ number }) => number));
    made.forEach((line, number) => mark(number, line));
    for (const each of /** @type {NodeListOf<SVGElement>} */ (document.querySelectorAll("#chart-part [data-row]"))) each.classList.toggle("chosen", Number(each.dataset.row) === row);
  }

  byId("answer-notes").append(...answer.notes.map((note) => element("li", {}, name(note))));
  document.getElementById("chart-part")?.addEventListener("click", ({ target }) => {
    const field = /** @type {Element} */ (target).closest("[data-row]");
    if (field) choose(Number(field.getAttribute("data-row")));
  });
  state.watch("selection", refresh);
  createFilter(state, "answer-filter", "rows", fill);
  fill();
  return {
    /** Show all rows again if one is not among those that are shown. */
    uncover(number) {
      if (number !== null && !seen.has(number)) state.setFilter("rows", "");
    },
    /** Bring the chosen row into view. */
    reveal: () => made.get(state.snapshot().row)?.querySelector("button").scrollIntoView({ block: "nearest", inline: "nearest" }),
  };
}

/** Facts of which each is told once, with all passages that state it. */
function merged(facts) {
  const found = new Map();
  for (const fact of facts) {
    const key = JSON.stringify([fact.standing, fact.words, [...fact.nodes].sort()]); // several people may have one name
    const known = found.get(key);
    found.set(key, known ? { ...known, passages: [...new Set([...known.passages, ...fact.passages])], edges: [...known.edges, ...fact.edges] } : fact);
  }
  return [...found.values()];
}

/** What is told of a row beside the picture; `go` selects a node or an edge. */
export function describeRow(answer, scene, row, go) {
  const button = (kind, id, ...words) => element("button", { type: "button", class: "link", click: () => go({ kind, id }) }, ...words);
  const cell = ({ label, node }) => (node !== null && scene.nodes.has(node) ? button("node", node, name(label)) : name(label || "(none)"));
  const cells = answer.columns.flatMap((column, at) => [element("dt", {}, column), element("dd", {}, cell(row.cells[at]))]);
  const told = (title, texts) => (texts.length ? [element("h3", {}, title), element("ul", { class: "rests" }, texts.map((text) => element("li", {}, name(text))))] : []);

  function fact({ words, standing: how, passages, edges, nodes }) {
    const edge = edges.find((id) => scene.edges.has(id));
    const node = nodes.find((id) => scene.nodes.has(id));
    const label = edge ? button("edge", edge, name(words)) : node ? button("node", node, name(words)) : name(words);
    const reasons = how === "cited" ? [] : [how];
    return element("li", {}, label, ...(passages.length ? [" ", ...sources({ reasons: [], derived: false, node: null, passages })] : [element("span", { class: "standing" }, ` ${reasons[0] ?? ""}`)]));
  }

  /** The facts that stand so, as a section; none if there are none. */
  function section(title, facts) {
    const list = element("ul", { class: "rests" });
    const made = element("section", {}, element("h3", {}, title), list);
    inPortions(list, facts, fact, made, 100);
    return facts.length ? [made] : [];
  }
  const facts = merged(row.facts);
  const stated = facts.filter(({ standing: how }) => STATED.includes(how));
  const ours = facts.filter(({ standing: how }) => OURS.includes(how));
  const following = facts.filter((each) => !stated.includes(each) && !ours.includes(each));
  return [
    element("dl", {}, cells),
    ...(standing(row) && !row.rivals.length && !row.reasons.length ? [element("p", {}, element("strong", {}, standing(row)))] : []),
    ...told("Sources disagree", row.rivals),
    ...told("Derived", row.reasons),
    ...told("Nothing was found that matches", row.absences),
    ...section(`Rests on ${counted(stated.length, "fact")}`, stated),
    ...section("Which follows from others", following),
    ...(row.hasMore ? [element("p", {}, "It follows in more ways than are kept.")] : []),
    ...(row.isCut ? [element("p", {}, "It rests on more than this page holds.")] : []),
    ...(ours.length ? [element("details", {}, element("summary", {}, `${counted(ours.length, "label")} and types of ours`), element("ul", { class: "rests" }, ours.map(({ words }) => element("li", {}, name(words)))))] : []),
  ];
}

/** The rows that rest on what is selected, as a section; nothing on a page without an answer. */
export function describeRests(answer, selection, choose) {
  if (!answer) return [];
  const rows = answer.restingOn(selection);
  const list = element("ul", { class: "rests" });
  const section = element("section", {}, element("h3", {}, rows.length ? `${counted(rows.length, "row")} of the answer ${rows.length === 1 ? "rests" : "rest"} on it` : "No row of the answer rests on it"), list);
  inPortions(list, rows, (row) => element("li", {}, element("button", { type: "button", class: "link", click: () => choose(row.number) }, name(row.cells.map(({ label }) => label || "(none)").join(" · ")))), section, 30);
  return [section];
}

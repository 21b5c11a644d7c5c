// What is said of nodes and edges, read from two blocks of data when it is first asked for. The
// blocks are columns; view/content.py makes them, and says at its head what each column holds.

import { offsets, summed, unpacked } from "./packing.js";

/**
 * @typedef {{event: string | null, property: string, value: string, node: string | null,
 *            standing: string, derived: boolean, disputed: boolean, dated: boolean, alias: boolean, reasons: string[],
 *            passages: Passage[]}} Entry
 * @typedef {{place: string, publisher: string, title: string, date: string, address: string}} Passage
 */

const DERIVED = 1;
const DISPUTED = 2;
const DATED = 4;
const ALIAS = 8;

/**
 * @param {string[]} ids those of the nodes, in their order
 * @param {string[]} labels
 */
export function createContent(ids, labels) {
  let facts = null;
  let evidence = null;

  function readFacts() {
    if (facts) return facts;
    const { prefix, foreign, entries, claims, bases, passages, strings } = unpacked("facts");
    return (facts = {
      prefix, bases, passages, strings,
      foreign: new Set(summed(foreign)),
      entries: { ...entries, from: offsets(entries.count), event: summed(entries.event), basis: summed(entries.basis) },
      claims: { ...claims, basis: summed(claims.basis), edge: summed(claims.edge) },
    });
  }

  function readEvidence() {
    if (evidence) return evidence;
    const read = unpacked("evidence");
    return (evidence = { ...read, uri: summed(read.uri) });
  }

  function passage(at) {
    const [place, publisher, title, date, address] = readFacts().passages[at];
    return { place, publisher, title, date, address };
  }

  /** @returns {Entry} */
  function entry(event, property, value, basis) {
    const { strings, bases } = readFacts();
    const [standing, marks, reasons, passages] = bases[basis];
    return {
      event, property,
      value: value < 0 ? labels[-1 - value] : strings[value],
      node: value < 0 ? ids[-1 - value] : null,
      standing: strings[standing],
      derived: Boolean(marks & DERIVED),
      disputed: Boolean(marks & DISPUTED),
      dated: Boolean(marks & DATED),
      alias: Boolean(marks & ALIAS),
      reasons: reasons.map((reason) => strings[reason]),
      passages: passages.map(passage),
    };
  }

  return {
    iriOf: (/** @type {number} */ node) => (readFacts().foreign.has(node) ? "" : readFacts().prefix) + ids[node],
    /** What is said of a node, events of its own with it. */
    entriesOf(/** @type {number} */ node) {
      const { strings, entries: { from, event, property, value, basis } } = readFacts();
      const made = [];
      for (let at = from[node]; at < from[node + 1]; at += 1) {
        made.push(entry(event[at] ? strings[event[at] - 1] : null, strings[property[at]], value[at], basis[at]));
      }
      return made;
    },
    /** The claim that an edge shows, then its rivals. */
    claimsOf(/** @type {number} */ edge, /** @type {string} */ label, /** @type {number} */ target) {
      const { claims } = readFacts();
      const made = [entry(null, label, -1 - target, claims.basis[edge])];
      for (let at = claims.edge.indexOf(edge); at >= 0 && claims.edge[at] === edge; at += 1) {
        made.push(entry(null, label, claims.value[at], claims.rival[at]));
      }
      return made;
    },
    /** What an edge rests on, as `innograph export` writes it. */
    groundsOf(/** @type {number} */ edge) {
      const { weight, uri, uris, list, lists, grounds } = readEvidence();
      return { weight: weight[edge], uri: uris[uri[edge]], grounds: lists[list[edge]].map((at) => grounds[at]) };
    },
  };
}

/** The marks of the passages among grounds, rivals' left out, each once and sorted. */
export function marksOf(grounds) {
  const stating = grounds.filter((ground) => "passage" in ground && !("rival" in ground));
  return [...new Set(stating.map(({ source, locator }) => `${source}#${locator}`.replace(/#+$/, "")))].sort();
}

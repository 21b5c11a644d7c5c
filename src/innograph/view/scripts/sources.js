// Where a fact stands: the passages that state it, and the reasons why it holds if none does.

import { counted, element, link } from "./dom.js";

/**
 * A source's address, with what a browser is to look for in it: the name of the entity that the fact is about. A
 * passage is known by its place, never by its words; where the name does not occur, the source opens at its beginning.
 * (URL Fragment Text Directives, WICG, 2023.)
 */
function atWords(address, { node, value }) {
  if (node === null) return address;
  const words = encodeURIComponent(value).replaceAll("-", "%2D");
  return `${address}${address.includes("#") ? "" : "#"}:~:text=${words}`;
}

/** The passages as a list that opens: each with its place, and a link to where it stands. */
export function sources(entry) {
  const reasons = entry.reasons.map((reason) => element("li", {}, reason));
  const passages = entry.passages.map((passage) => {
    const dated = [passage.publisher, passage.date].filter(Boolean).join(", ");
    const title = passage.title || passage.address;
    const linked = passage.address ? link(atWords(passage.address, entry), title) : title;
    return element("li", {}, element("code", {}, passage.place), ` ${dated}${dated && title ? ". " : ""}`, linked);
  });
  if (!reasons.length && !passages.length) return [];
  const from = passages.length ? counted(passages.length, "source") : "";
  const how = reasons.length ? (entry.derived ? "inferred" : "by rule") : "";
  const words = entry.derived && from && how ? `${how} from ${from}` : [from, how].filter(Boolean).join(", ");
  return [element("details", {}, element("summary", {}, words), element("ul", {}, reasons, passages))];
}

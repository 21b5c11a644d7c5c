// What is shown as files for other programs, the same columns and keys as `innograph export` writes.

const NODE_KEYS = { label: "string", name: "string", type: "string", color: "string", size: "double", x: "double", y: "double", uri: "string" };
const EDGE_KEYS = {
  label: "string", interaction: "string", predicate: "string", weight: "double", uri: "string",
  disputed: "boolean", derived: "boolean", sources: "string", evidence: "string", fact: "string",
};
const NODE_COLUMNS = ["id", "label", "type", "color", "size", "x", "y", "uri"];
const EDGE_COLUMNS = ["id", "source", "target", ...Object.keys(EDGE_KEYS)];
const NAMESPACE = "http://graphml.graphdrawing.org/xmlns";
const ID = "https://w3id.org/innograph/id/";
const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#9;" };
// XML 1.0, section 2.2: what is no Char.
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** The shown nodes, as the network of `innograph export` has them. */
function nodeRecords(scene, { nodes, edges }) {
  const degrees = new Map();
  for (const id of edges) {
    const { from, to } = scene.edges.get(id);
    for (const end of [from, to]) degrees.set(end, (degrees.get(end) ?? 0) + 1);
  }
  return [...nodes].map((id) => {
    const { label, type, color, x, y } = scene.nodes.get(id);
    const size = Math.round(10 * Math.sqrt(1 + (degrees.get(id) ?? 0)));
    return { id, label, name: label, type: scene.classOf(type), color, size, x, y, uri: scene.iriOf(id) };
  });
}

/** The shown edges likewise, each with its evidence. */
function edgeRecords(scene, { edges }) {
  return [...edges].map((id) => {
    const edge = scene.edges.get(id);
    const { from, to, label, disputed, derived } = edge;
    const { name, iri } = scene.predicateOf(edge);
    const record = {
      id, source: from, target: to, label, interaction: name, predicate: iri, ...scene.groundsOf(id),
      disputed, derived, sources: scene.sourcesOf(id).join(" | "),
    };
    return { ...record, fact: factOf(record) };
  });
}

/** What an edge says, in words: its subject may be an event, and the relation of a credit is the role. */
function factOf({ uri, predicate, interaction, source, target }) {
  if (uri.startsWith(`${ID}credit/`)) return `${source} ${uri.slice(uri.lastIndexOf("/") + 1)} ${target}`;
  return `${uri === predicate ? source : uri.replace(ID, "")} ${interaction} ${target}`;
}

/** A text for a place between tags or in an attribute. */
export function asXml(text) {
  return String(text).replace(FORBIDDEN, "\ufffd").replace(/[&<>"\r\n\t]/g, (sign) => ESCAPES[sign]);
}

/** An id as a name token, as `innograph export` writes it. */
function token(id) {
  return [...id].map((sign) => (/[A-Za-z0-9.-]/.test(sign) ? sign : sign === "/" ? ":" : `_${sign.codePointAt(0).toString(16).toUpperCase()}_`)).join("");
}

/** The shown network as GraphML. */
export function graphml(scene, shown) {
  const keys = (domain, kinds) => Object.entries(kinds).map(([key, kind]) =>
    `<key id="${domain[0]}_${key}" for="${domain}" attr.name="${key}" attr.type="${kind}"/>\n`).join("");
  const data = (prefix, kinds, record) => Object.keys(kinds).map((key) => `<data key="${prefix}_${key}">${asXml(record[key])}</data>`).join("");
  return [
    `<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="${NAMESPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="${NAMESPACE} ${NAMESPACE}/1.0/graphml.xsd">\n`,
    keys("node", NODE_KEYS), keys("edge", EDGE_KEYS), '<graph id="innograph" edgedefault="directed">\n',
    ...nodeRecords(scene, shown).map((node) => `<node id="${token(node.id)}">${data("n", NODE_KEYS, node)}</node>\n`),
    ...edgeRecords(scene, shown).map((edge) => `<edge id="${edge.id}" source="${token(edge.source)}" target="${token(edge.target)}">${data("e", EDGE_KEYS, edge)}</edge>\n`),
    "</graph>\n</graphml>\n",
  ].join("");
}

/** A cell of CSV; a text that a spreadsheet would take for a formula gets an apostrophe before it. */
function cell(value) {
  const text = String(value);
  const safe = typeof value === "string" && /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function table(columns, records) {
  return [columns, ...records.map((record) => columns.map((column) => record[column]))].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

/** The shown entities as CSV. */
export function nodesCsv(scene, shown) {
  return table(NODE_COLUMNS, nodeRecords(scene, shown));
}

/** The shown connections as CSV, each with the sources and the evidence behind it. */
export function edgesCsv(scene, shown) {
  return table(EDGE_COLUMNS, edgeRecords(scene, shown));
}

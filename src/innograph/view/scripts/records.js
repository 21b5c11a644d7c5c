// The scene as records of pyvis's data model, which vis-network draws: the lists that a directed
// `Network` of pyvis holds in `nodes` and `edges` when the same were added to it one by one.

const SMALLEST = 9;
const LARGEST = 30;
const GAP = 0.25; // between parallel edges, as a share of their length
const DASHES = Object.freeze({ disputed: [8, 6], derived: [2, 5] }); // lengths of dashes and gaps

/** The radius of each node: its own, or one that grows with the root of the number of edges' ends at it. */
export function sizes({ ids, source, target, own }) {
  const degrees = new Uint32Array(ids.length);
  for (const ends of [source, target]) for (const node of ends) degrees[node] += 1;
  return Array.from(degrees, (degree, at) => own?.[at] || Math.round(10 * Math.min(SMALLEST + 3 * Math.sqrt(degree), LARGEST)) / 10);
}

/** How far each edge bends: of those between the same nodes, each bends otherwise. */
function bends({ ids, source, target }) {
  const between = new Map();
  target.forEach((to, edge) => {
    const from = source[edge];
    const pair = Math.min(from, to) * ids.length + Math.max(from, to);
    if (!between.has(pair)) between.set(pair, []);
    between.get(pair).push(edge);
  });
  const found = new Float64Array(target.length);
  for (const parallel of between.values()) {
    parallel.forEach((edge, rank) => {
      const offset = (rank - (parallel.length - 1) / 2) * GAP;
      found[edge] = source[edge] <= target[edge] ? offset : -offset;
    });
  }
  return found;
}

function looks({ disputed, derived }) {
  return {
    ...(derived ? { derived, dashes: DASHES.derived } : {}),
    ...(disputed ? { disputed, dashes: DASHES.disputed } : {}),
  };
}

function bent(bend) {
  if (!bend) return {};
  return { smooth: { enabled: true, type: bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(bend) } };
}

/** The records of all nodes and edges, in their order. */
export function recordsOf(scene) {
  const radii = sizes(scene.columns);
  const bend = bends(scene.columns);
  return {
    nodes: [...scene.nodes.values()].map(({ id, number, label, type, color, shape, x, y }) =>
      ({ id, label, shape, color, size: radii[number], x, y, type })),
    edges: [...scene.edges.values()].map(({ id, number, from, to, label, relation, ...standing }) =>
      ({ id, from, to, arrows: "to", label, relation, ...looks(standing), ...bent(bend[number]) })),
  };
}

// Who is near whom: what lies within some steps of a node, and the shortest way between two.

/**
 * The nodes within so many steps, along edges in either direction.
 * @param {string} start
 * @param {number} steps
 * @param {(id: string) => Iterable<string>} neighbours
 * @returns {Set<string>}
 */
export function within(start, steps, neighbours) {
  const reached = new Set([start]);
  let frontier = [start];
  for (let step = 0; step < steps && frontier.length; step += 1) {
    const next = [];
    for (const id of frontier) {
      for (const other of neighbours(id)) {
        if (!reached.has(other)) next.push(other);
        reached.add(other);
      }
    }
    frontier = next;
  }
  return reached;
}

/**
 * Of the shortest ways between two nodes, the one by way of nodes with few connections: it says more.
 * @param {string} from
 * @param {string} to
 * @param {(id: string) => Iterable<string>} neighbours
 * @param {(id: string) => number} degree
 * @param {(id: string) => boolean} mayPass whether a way may go through a node
 * @returns {string[] | null} the nodes on the way, both ends with them
 */
export function shortest(from, to, neighbours, degree, mayPass) {
  const reached = new Map([[from, { cost: 0, before: "" }]]);
  let frontier = [from];
  while (frontier.length && !reached.has(to)) {
    const next = new Map();
    for (const id of frontier) {
      if (id !== from && !mayPass(id)) continue;
      for (const other of neighbours(id)) {
        const cost = reached.get(id).cost + degree(other);
        if (!reached.has(other) && !(next.get(other)?.cost <= cost)) next.set(other, { cost, before: id });
      }
    }
    next.forEach((found, id) => reached.set(id, found));
    frontier = [...next.keys()];
  }
  if (!reached.has(to)) return null;
  const way = [to];
  while (way[0] !== from) way.unshift(reached.get(way[0]).before);
  return way;
}

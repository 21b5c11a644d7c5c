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

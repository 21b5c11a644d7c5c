// What is near one node, arranged by itself: in the whole it stands where the whole leaves room for it. The same
// nodes and edges are always arranged alike.

const LENGTH = 120; // of an edge, in units of the plane: room for a name
const MOST = 800; // more nodes than this are no neighbourhood that is read name by name
const LEAST_ROUNDS = 60;
const MOST_ROUNDS = 300;
const PAIRS = 3e7; // of nodes that push one another, in all rounds

/**
 * Places for what is shown around a node, which stays where it is; null if that is too much.
 * @param {any} scene
 * @param {{nodes: Set<string>, edges: Set<string>}} shown
 * @param {string} centre
 * @returns {Map<string, {x: number, y: number}> | null}
 */
export function arranged(scene, { nodes, edges }, centre) {
  if (!nodes.has(centre) || nodes.size > MOST) return null;
  const ids = [centre, ...[...nodes].filter((id) => id !== centre).sort((one, other) => scene.nodes.get(one).number - scene.nodes.get(other).number)];
  const at = new Map(ids.map((id, number) => [id, number]));
  const met = ids.map(() => /** @type {Set<number>} */ (new Set()));
  for (const id of edges) {
    const [from, to] = [at.get(scene.edges.get(id).from), at.get(scene.edges.get(id).to)];
    if (from === to) continue;
    met[from].add(to);
    met[to].add(from);
  }
  const origin = scene.nodes.get(centre);
  const places = inRings(ids.map((id) => scene.nodes.get(id)), met);
  pushedApart(places, met);
  return new Map(ids.map((id, number) => [id, { x: origin.x + places.x[number], y: origin.y + places.y[number] }]));
}

/**
 * Each node as far from the first as there are steps to it, beside those that are reached by the same way, in the
 * order in which they stand around it in the whole.
 */
function inRings(placed, met) {
  const { order, children } = reached(placed, met);
  const [x, y] = [new Float64Array(placed.length), new Float64Array(placed.length)];
  const leaves = new Float64Array(placed.length);
  for (const number of [...order].reverse()) leaves[number] = Math.max(1, children[number].reduce((all, each) => all + leaves[each], 0));
  const sectors = [{ number: 0, from: -Math.PI, wide: 2 * Math.PI, step: 0 }];
  for (const { number, from, wide, step } of sectors) {
    x[number] = step * LENGTH * Math.cos(from + wide / 2);
    y[number] = step * LENGTH * Math.sin(from + wide / 2);
    let start = from;
    for (const each of children[number]) {
      const share = (wide * leaves[each]) / leaves[number];
      sectors.push({ number: each, from: start, wide: share, step: step + 1 });
      start += share;
    }
  }
  return { x, y };
}

/** The nodes in the order in which they are reached from the first, and which are reached from each. */
function reached(placed, met) {
  const angle = (each) => Math.atan2(placed[each].y - placed[0].y, placed[each].x - placed[0].x);
  const children = placed.map(() => /** @type {number[]} */ ([]));
  const order = [0];
  const seen = new Set(order);
  for (const number of order) {
    children[number] = [...met[number]].filter((each) => !seen.has(each)).sort((one, other) => angle(one) - angle(other) || one - other);
    for (const each of children[number]) seen.add(each);
    order.push(...children[number]);
  }
  return { order, children };
}

/** Let all nodes push one another away and edges pull their ends together, less and less: as Fruchterman and Reingold (1991). */
function pushedApart({ x, y }, met) {
  const count = x.length;
  const rounds = Math.round(Math.min(MOST_ROUNDS, Math.max(LEAST_ROUNDS, PAIRS / count ** 2)));
  const [across, down] = [new Float64Array(count), new Float64Array(count)];
  const weight = met.map(({ size }) => Math.sqrt(1 + size / 2));
  for (let round = 0; round < rounds; round += 1) {
    across.fill(0);
    down.fill(0);
    for (let one = 0; one < count; one += 1) {
      for (let other = 0; other < one; other += 1) {
        const [dx, dy] = [x[one] - x[other], y[one] - y[other]];
        const push = (LENGTH ** 2 * weight[one] * weight[other]) / (dx * dx + dy * dy + 1);
        across[one] += dx * push;
        down[one] += dy * push;
        across[other] -= dx * push;
        down[other] -= dy * push;
      }
      for (const other of met[one]) {
        const [dx, dy] = [x[one] - x[other], y[one] - y[other]];
        const pull = Math.hypot(dx, dy) / LENGTH;
        across[one] -= dx * pull;
        down[one] -= dy * pull;
      }
    }
    const most = LENGTH * (1 - round / rounds);
    for (let one = 1; one < count; one += 1) {
      const far = Math.hypot(across[one], down[one]);
      const share = Math.min(most, far) / (far || 1);
      x[one] += across[one] * share;
      y[one] += down[one] * share;
    }
  }
}

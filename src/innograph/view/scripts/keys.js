// The picture by keyboard. Its keys hold only while it has the focus.

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const PAN = 80;
const MARGIN = 30;

/** Let the picture be walked through by keys; `tell` says what was come to, as the pointer's hovering does. */
export function createKeys(picture, state, stage, focusFacts, steps, tell) {
  let origin = null; // the node whose connections are gone through

  /** The shown node that lies nearest in a direction; without a selection, nearest the middle. */
  function nearest([across, down]) {
    const selected = stage.drawn(state.selection());
    const start = selected?.kind === "edge" ? stage.edge(selected.id).from : selected?.id;
    const middle = { x: picture.clientWidth / 2, y: picture.clientHeight / 2 };
    const from = start ? stage.positionOf(start) : middle;
    let best = null;
    for (const id of stage.nodes()) {
      if (id === start) continue;
      const to = stage.positionOf(id);
      const [x, y] = [to.x - from.x, to.y - from.y];
      const ahead = x * across + y * down;
      const aside = Math.abs(x * down) + Math.abs(y * across);
      if (start && ahead <= 0) continue;
      const distance = start ? ahead + 2 * aside : Math.hypot(x, y);
      if (!best || distance < best.distance) best = { id, distance };
    }
    return best?.id;
  }

  function walk(step) {
    const id = nearest(step);
    if (id === undefined) return;
    state.select(stage.meant("node", id));
    arrive("node", id, [id]);
  }

  /** Bring what was come to into view, and tell what it is beside it. */
  function arrive(kind, id, ends) {
    const places = ends.map((end) => stage.positionOf(end));
    const isSeen = places.every(({ x, y }) => x > MARGIN && y > MARGIN && x < picture.clientWidth - MARGIN && y < picture.clientHeight - MARGIN);
    if (!isSeen) stage.bring(ends);
    const mean = (axis) => places.reduce((sum, place) => sum + place[axis], 0) / places.length;
    const [x, y] = isSeen ? [mean("x"), mean("y")] : [picture.clientWidth / 2, picture.clientHeight / 2];
    tell(kind, id, x, y);
  }

  /** The next or previous connection of the node that was selected last. */
  function connection(step) {
    const selected = stage.drawn(state.selection());
    if (selected?.kind === "node") origin = selected.id;
    if (!origin || !stage.node(origin)) return;
    const edges = stage.edgesAt(origin);
    if (!edges.length) return;
    const at = edges.findIndex((edge) => edge.id === selected?.id);
    const next = at < 0 ? (step > 0 ? 0 : edges.length - 1) : (at + step + edges.length) % edges.length;
    const { id, from, to } = edges[next];
    state.select(stage.meant("edge", id));
    arrive("edge", id, [...new Set([from, to])]);
  }

  const actions = {
    "+": () => stage.zoom(1.3),
    "=": () => stage.zoom(1.3),
    "-": () => stage.zoom(1 / 1.3),
    0: () => stage.fit(),
    ".": () => connection(1),
    ",": () => connection(-1),
    1: () => steps(1),
    2: () => steps(2),
    3: () => steps(3),
    Enter: () => enter(),
    Escape: () => back(),
  };

  /** Into what is selected: a group unfolds, or folds again; of all else the facts are read. */
  function enter() {
    const selection = state.selection();
    if (selection?.kind === "group") state.fold([selection.id], !state.isFolded(selection.id));
    else focusFacts();
  }

  /** From a connection to its node, from a part to the whole, at last to nothing selected. */
  function back() {
    if (stage.drawn(state.selection())?.kind === "edge" && origin && stage.node(origin)) state.select(stage.meant("node", origin));
    else if (state.focus()) steps(0);
    else if (state.selection()) state.select(null);
    else state.setRow(null);
  }

  picture.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = STEPS[event.key];
    tell(null, "", 0, 0);
    if (step && event.shiftKey) stage.pan(-step[0] * PAN, -step[1] * PAN);
    else if (step) walk(step);
    else if (actions[event.key]) actions[event.key]();
    else return;
    event.preventDefault();
  });
  picture.addEventListener("blur", () => tell(null, "", 0, 0));
}

// What stands out in the picture: the selection and what it is connected with, or a path. All else fades.

/**
 * @typedef {object} Marks
 * @property {string | null} node the selected node
 * @property {Set<string>} first nodes that are labelled in any case
 * @property {Set<string> | null} bright nodes that do not fade; null if none does
 * @property {Set<string>} own edges of the selected node
 * @property {Set<string>} strong the selected edge, and those of the path
 */

/** @returns {Marks} */
export function noMarks() {
  return { node: null, first: new Set(), bright: null, own: new Set(), strong: new Set() };
}

/**
 * @param {ReturnType<typeof import("./scene.js").readScene>} scene
 * @param {import("./state.js").Selection} selection
 * @param {{stops: string[], hops: {edges: {id: string}[]}[]} | null} path or what an answer's row rests on
 * @param {boolean} isNarrow whether only what is near is shown, so that nothing need fade
 * @returns {Marks}
 */
export function standingOut(scene, selection, path, isNarrow) {
  const marks = noMarks();
  const ends = [];
  if (selection?.kind === "node") {
    marks.node = selection.id;
    marks.first.add(selection.id);
    ends.push(selection.id);
    for (const edge of path ? [] : scene.edgesAt(selection.id)) {
      marks.own.add(edge.id);
      ends.push(scene.otherEnd(edge, selection.id));
    }
  } else if (selection?.kind === "edge") {
    const { from, to } = scene.edges.get(selection.id);
    marks.strong.add(selection.id);
    ends.push(from, to);
    for (const end of [from, to]) marks.first.add(end);
  }
  for (const stop of path?.stops ?? []) marks.first.add(stop);
  for (const { edges } of path?.hops ?? []) for (const edge of edges) marks.strong.add(edge.id);
  if (path) marks.bright = new Set([...path.stops, ...ends]);
  else if (ends.length && !isNarrow) marks.bright = new Set(ends);
  return marks;
}

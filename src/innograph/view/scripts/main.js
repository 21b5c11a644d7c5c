// The page: one picture, one panel of facts, one table, in step with one another.

import { createAddress } from "./address.js";
import { createAnswer, restsOf, readAnswer } from "./answer.js";
import { byId, name } from "./dom.js";
import { createFacts } from "./facts.js";
import { createKeys } from "./keys.js";
import { createLegend } from "./legend.js";
import { standingOut } from "./marks.js";
import { createPrinting } from "./printing.js";
import { createRoute } from "./route.js";
import { createSaving } from "./saving.js";
import { readScene } from "./scene.js";
import { createSearch } from "./search.js";
import { createState } from "./state.js";
import { createSteps } from "./steps.js";
import { createTable } from "./table.js";
import { createTimeline } from "./timeline.js";
import { createRenderer } from "./vis.js";

const root = document.documentElement;
const darkness = matchMedia("(prefers-color-scheme: dark)");
const narrow = matchMedia("(max-width: 800px)");

function palette() {
  const style = getComputedStyle(root);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  return { text: colour("text"), quiet: colour("quiet"), background: colour("ground"), edge: colour("edge"), accent: colour("accent") };
}

const scene = readScene();
const state = createState(scene);
const picture = byId("picture");
const tip = byId("tip");

const renderer = createRenderer(byId("canvas"), scene, palette, {
  node: (id) => pick({ kind: "node", id }),
  edge: (id) => pick({ kind: "edge", id }),
  nothing: () => pick(null),
  over: showTip,
  moved: state.setPlace,
}, state.shown());

function showTip(kind, id, x, y) {
  tip.hidden = !kind;
  if (!kind) return;
  const edge = kind === "edge" ? scene.edges.get(id) : null;
  const node = edge ? null : scene.nodes.get(id);
  const of = (end) => name(scene.nodes.get(end).label);
  tip.replaceChildren(...(edge
    ? [of(edge.from), " · ", name(edge.label), " → ", of(edge.to), edge.disputed ? " (≠ disputed)" : ""]
    : [name(node.label), ` (${node.type})`]));
  tip.style.left = `${Math.max(4, Math.min(x + 14, picture.clientWidth - tip.offsetWidth - 4))}px`;
  tip.style.top = `${Math.max(4, Math.min(y + 14, picture.clientHeight - tip.offsetHeight - 4))}px`;
}

/** Select what was chosen in the picture, which stays where it is: in a link to it, too. */
function pick(next) {
  const before = state.selection();
  state.select(next);
  if (state.selection() !== before) state.setPlace(renderer.place());
}

/** Select what was chosen outside the picture, and bring it into view there. */
function go(next) {
  state.reveal(next);
  if (!byId("picture-part").hidden) centre(next);
}

function centre({ kind, id }) {
  const edge = kind === "edge" ? scene.edges.get(id) : null;
  renderer.centre(edge ? [...new Set([edge.from, edge.to])] : [id]);
}

const answer = readAnswer();
const rests = () => restsOf(answer, state.snapshot().row, state.shown());
const mark = () => renderer.mark(standingOut(scene, state.selection(), state.path() ?? rests(), state.focus() !== null));
state.watch("shown", () => {
  renderer.show(state.shown());
  mark();
});
state.watch("selection", mark);
state.watch("route", () => {
  mark();
  const path = state.path();
  if (path) renderer.centre(path.stops);
});

/** Choose a row of the answer: what it rests on is marked, and brought into view; chosen again, nothing is. */
function choose(number) {
  state.setRow(number === state.snapshot().row && !state.selection() ? null : number);
  answered.reveal();
  centreRow();
  if (narrow.matches && state.snapshot().row !== null) facts.focus();
}

function centreRow() {
  const marked = rests();
  if (marked?.stops.length && !byId("picture-part").hidden) renderer.centre(marked.stops);
}

/** Select what was chosen outside the picture, and read its facts. */
function read(next) {
  go(next);
  facts.focus();
}
const findWay = createRoute(scene, state, read);
const facts = createFacts(scene, state, read, findWay, answer, choose);
const table = createTable(scene, state, read);
const answered = answer && createAnswer(answer, state, choose);
createLegend(scene, state);
createTimeline(scene, state);
createSaving(scene, state, renderer, palette);
createSearch(scene, "search", (id) => {
  go({ kind: "node", id });
  if (narrow.matches) facts.focus();
});
createKeys(picture, scene, state, renderer, facts.focus, createSteps(scene, state, renderer), showTip);


byId("zoom-in").addEventListener("click", () => renderer.zoom(1.3));
byId("zoom-out").addEventListener("click", () => renderer.zoom(1 / 1.3));
byId("fit").addEventListener("click", () => renderer.fit());
byId("reset").addEventListener("click", () => {
  state.reset();
  renderer.fit();
});
byId("settle").hidden = !renderer.settle;
toggle(byId("settle"), (isOn) => renderer.settle(isOn));

function toggle(button, act) {
  button.addEventListener("click", () => {
    const isOn = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(isOn));
    act(isOn);
  });
}

const showsPicture = byId("show-picture");
const showsTable = byId("show-table");
const showsChart = document.getElementById("show-chart");
const dark = byId("dark");
let drawnOn = palette().background;

/** The picture or the table, dark or light: as the state has it. */
function look() {
  const { part, theme } = state.snapshot();
  const isTable = part === "table";
  for (const [each, button] of Object.entries({ picture: showsPicture, table: showsTable, chart: showsChart })) {
    button?.setAttribute("aria-pressed", String(part === each));
    if (button) byId(`${each}-part`).hidden = part !== each;
  }
  if (isTable) table.open();
  else table.close();
  // A renderer learns the size of what was hidden in the next frame.
  if (part === "picture" && isUnseen) requestAnimationFrame(() => requestAnimationFrame(bringIntoView));
  if (theme) root.dataset.theme = theme;
  else delete root.dataset.theme;
  dark.setAttribute("aria-pressed", String(theme ? theme === "dark" : darkness.matches));
  const ground = palette().background;
  if (ground !== drawnOn) renderer.recolour();
  drawnOn = ground;
}
showsPicture.addEventListener("click", () => state.setLook({ part: "picture" }));
showsTable.addEventListener("click", () => state.setLook({ part: "table" }));
showsChart?.addEventListener("click", () => state.setLook({ part: "chart" }));
dark.addEventListener("click", () => state.setLook({ theme: dark.getAttribute("aria-pressed") === "true" ? "light" : "dark" }));
darkness.addEventListener("change", look);
state.watch("look", look);
createPrinting(scene, state, renderer, palette, look);

let isUnseen = false; // whether what is shown is yet to be brought into view

let toSee = null; // the part of the plane that a link names

/** After a link or the history: what is shown is brought into view, or the part of it that was seen, as soon as it is seen. */
function restored(place) {
  toSee = place;
  isUnseen = Boolean(byId("picture-part").hidden);
  if (!isUnseen) bringIntoView();
  answered?.reveal();
}

function bringIntoView() {
  isUnseen = false;
  renderer.fit(true);
  if (toSee) {
    renderer.look(toSee);
    state.setPlace(toSee);
    return;
  }
  const path = state.path();
  const selection = state.selection();
  if (path) renderer.centre(path.stops);
  else if (selection && location.hash && !state.focus()) centre(selection);
  else if (!selection) centreRow();
}

// A jump by address would take the place of the state that stands there.
byId("skip").addEventListener("click", (event) => {
  event.preventDefault();
  byId("search").focus();
});

if (narrow.matches) /** @type {HTMLDetailsElement} */ (byId("legend")).open = false;
createAddress(scene, state, restored);

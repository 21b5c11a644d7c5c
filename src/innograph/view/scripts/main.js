// The page: one picture, one panel of facts, one table, in step with one another.

import { createAddress } from "./address.js";
import { createAnswer, restsOf, readAnswer } from "./answer.js";
import { byId, name } from "./dom.js";
import { createFacts } from "./facts.js";
import { endsOf } from "./folding.js";
import { createGroups } from "./groups.js";
import { createKeys } from "./keys.js";
import { createLegend } from "./legend.js";
import { createPrinting } from "./printing.js";
import { createRoute } from "./route.js";
import { createSaving } from "./saving.js";
import { readScene } from "./scene.js";
import { createSearch } from "./search.js";
import { createState } from "./state.js";
import { createStage } from "./stage.js";
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

const stage = createStage(byId("canvas"), scene, state, createRenderer, palette, { choose: pick, over: showTip, moved });

/** Somebody moved the picture: what was told beside it lies elsewhere now. */
function moved(place) {
  tip.hidden = true;
  state.setPlace(place);
}

function showTip(kind, id, x, y) {
  tip.hidden = !kind;
  if (!kind) return;
  const edge = kind === "edge" ? stage.edge(id) : null;
  const node = edge ? null : stage.node(id);
  const of = (end) => name(stage.node(end).label);
  tip.replaceChildren(...(edge
    ? [of(edge.from), " · ", name(edge.label), " → ", of(edge.to), edge.disputed ? " (≠ disputed)" : ""]
    : [name(node.label), ` (${node.type})`]));
  tip.style.left = `${Math.max(4, Math.min(x + 14, picture.clientWidth - tip.offsetWidth - 4))}px`;
  tip.style.top = `${Math.max(4, Math.min(y + 14, picture.clientHeight - tip.offsetHeight - 4))}px`;
}

/** Select what was chosen in the picture, which stays where it is: in a link to it, too. A group unfolds, or folds again. */
function pick(next) {
  tip.hidden = true;
  const before = state.selection();
  state.select(next);
  if (next?.kind === "group") state.fold([next.id], !state.isFolded(next.id));
  if (state.selection() !== before) state.setPlace(stage.place());
}

/** Select what was chosen outside the picture, and bring it into view there. */
function go(next) {
  state.reveal(next);
  if (!byId("picture-part").hidden) centre(next);
}

function centre({ kind, id }) {
  const edge = kind === "edge" ? scene.edges.get(id) : null;
  if (kind === "group") stage.centreGroup(id);
  else if (kind === "link") stage.bring(endsOf(id).filter(stage.node));
  else stage.centre(edge ? [edge.from, edge.to] : [id]);
}

const answer = readAnswer();
const rests = () => restsOf(answer, state.snapshot().row, state.shown());
const mark = () => stage.mark(state.path() ?? rests());
for (const change of ["shown", "folding"]) {
  state.watch(change, () => {
    const isElsewhere = stage.show();
    mark();
    if (isElsewhere) see(null);
  });
}
state.watch("selection", mark);
state.watch("route", () => {
  mark();
  const path = state.path();
  if (path) stage.centre(path.stops);
});

/** Choose a row of the answer: what it rests on is marked, and brought into view; chosen again, nothing is. */
function choose(number) {
  state.setRow(number === state.snapshot().row && !state.selection() ? null : number);
  answered.uncover(state.snapshot().row);
  answered.reveal();
  centreRow();
  if (narrow.matches && state.snapshot().row !== null) facts.focus();
}

function centreRow() {
  const marked = rests();
  if (marked?.stops.length && !byId("picture-part").hidden) stage.centre(marked.stops);
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
createGroups(scene, state, read);
createTimeline(scene, state);
createSaving(scene, state, stage, palette);
createSearch(scene, "search", (id) => {
  go({ kind: "node", id });
  if (narrow.matches) facts.focus();
});
createKeys(picture, state, stage, facts.focus, createSteps(scene, state, stage), showTip);

byId("zoom-in").addEventListener("click", () => stage.zoom(1.3));
byId("zoom-out").addEventListener("click", () => stage.zoom(1 / 1.3));
byId("fit").addEventListener("click", () => stage.fit());
byId("reset").addEventListener("click", () => {
  state.reset();
  stage.fit();
});
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
  if (ground !== drawnOn) stage.recolour();
  drawnOn = ground;
}
showsPicture.addEventListener("click", () => state.setLook({ part: "picture" }));
showsTable.addEventListener("click", () => state.setLook({ part: "table" }));
showsChart?.addEventListener("click", () => state.setLook({ part: "chart" }));
dark.addEventListener("click", () => state.setLook({ theme: dark.getAttribute("aria-pressed") === "true" ? "light" : "dark" }));
darkness.addEventListener("change", look);
state.watch("look", look);
createPrinting(scene, state, stage, palette, look);

let isUnseen = false; // whether what is shown is yet to be brought into view

let toSee = null; // the part of the plane that a link names

/** What is shown is brought into view, or that part of the plane, as soon as the picture is seen. */
function see(place) {
  toSee = place;
  isUnseen = Boolean(byId("picture-part").hidden);
  if (!isUnseen) bringIntoView();
}

/** After a link or the history. */
function restored(place) {
  see(place);
  answered?.reveal();
}

function bringIntoView() {
  isUnseen = false;
  stage.fit(true);
  if (toSee) {
    stage.look(toSee);
    state.setPlace(toSee);
    return;
  }
  const path = state.path();
  const selection = state.selection();
  if (path) stage.centre(path.stops);
  else if (selection && location.hash && !state.focus()) centre(selection);
  else if (!selection) centreRow();
}

// A jump by address would take the place of the state that stands there.
byId("skip").addEventListener("click", (event) => {
  event.preventDefault();
  byId("search").focus();
});

if (narrow.matches) for (const id of ["groups", "legend"]) /** @type {HTMLDetailsElement} */ (byId(id)).open = false;
createAddress(scene, state, restored);

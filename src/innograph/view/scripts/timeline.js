// The years: how many dated events there are in each, and a brush that leaves what happened between two.

import { byId, counted } from "./dom.js";

const HEIGHT = 40;
const SHAPE = "http://www.w3.org/2000/svg";

/** Bars for the years and two sliders for the ends, kept in step with the state. */
export function createTimeline(scene, state) {
  const holder = /** @type {HTMLDetailsElement} */ (byId("timeline"));
  const ends = { first: /** @type {HTMLInputElement} */ (byId("first-year")), last: /** @type {HTMLInputElement} */ (byId("last-year")) };
  const told = byId("years");
  let counts = null;

  /** How many events there are in each year; read when it is first asked for. */
  function read() {
    counts = new Map();
    for (const id of scene.nodes.keys()) {
      for (const year of scene.yearsOf(id)) counts.set(year, (counts.get(year) ?? 0) + 1);
    }
    const years = [...counts.keys()];
    const [earliest, latest] = [Math.min(...years), Math.max(...years)];
    for (const input of Object.values(ends)) {
      input.disabled = !years.length;
      input.min = String(years.length ? earliest : 0);
      input.max = String(years.length ? latest : 0);
    }
    draw(earliest, latest);
  }

  function draw(earliest, latest) {
    const bars = byId("year-bars");
    bars.replaceChildren();
    if (!counts.size) return;
    bars.setAttribute("viewBox", `0 0 ${latest - earliest + 1} ${HEIGHT}`);
    const most = Math.max(...counts.values());
    for (const [year, count] of counts) {
      const bar = document.createElementNS(SHAPE, "rect");
      const height = Math.max(2, (count / most) * HEIGHT);
      for (const [name, value] of Object.entries({ x: year - earliest + 0.1, y: HEIGHT - height, width: 0.8, height })) bar.setAttribute(name, String(value));
      bar.dataset.year = String(year);
      bars.append(bar);
    }
  }

  function refresh() {
    const { years } = state.snapshot();
    if (years) holder.open = true;
    if (!holder.open) return;
    if (!counts) read();
    ends.first.value = String(years?.first ?? ends.first.min);
    ends.last.value = String(years?.last ?? ends.last.max);
    const isIn = (year) => year >= Number(ends.first.value) && year <= Number(ends.last.value);
    let events = 0;
    for (const [year, count] of counts) if (isIn(year)) events += count;
    for (const bar of byId("year-bars").children) bar.classList.toggle("in", isIn(Number(bar.dataset.year)));
    told.textContent = counts.size ? `${ends.first.value} to ${ends.last.value}: ${counted(events, "dated event")}` : "Nothing here is dated.";
    byId("all-years").hidden = !years;
  }

  function brush(moved, other) {
    const isFirst = moved === ends.first;
    if (isFirst ? Number(moved.value) > Number(other.value) : Number(moved.value) < Number(other.value)) other.value = moved.value;
    const [first, last] = [Number(ends.first.value), Number(ends.last.value)];
    const isAll = ends.first.value === ends.first.min && ends.last.value === ends.last.max;
    state.setYears(isAll ? null : { first, last });
  }

  ends.first.addEventListener("input", () => brush(ends.first, ends.last));
  ends.last.addEventListener("input", () => brush(ends.last, ends.first));
  byId("all-years").addEventListener("click", () => state.setYears(null));
  holder.addEventListener("toggle", refresh);
  state.watch("shown", refresh);
  refresh();
}

// The years: how many dated events there are in each, and a brush that leaves what happened between two.
// It is drawn over the bars by mouse or finger; the sliders below say the same, and take keys.

import { byId, counted } from "./dom.js";

const HEIGHT = 40;
const SHAPE = "http://www.w3.org/2000/svg";

function drawn(name, attributes) {
  const made = document.createElementNS(SHAPE, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

/** Bars for the years and two sliders for the ends, kept in step with the state. */
export function createTimeline(scene, state) {
  const holder = /** @type {HTMLDetailsElement} */ (byId("timeline"));
  const ends = { first: /** @type {HTMLInputElement} */ (byId("first-year")), last: /** @type {HTMLInputElement} */ (byId("last-year")) };
  const told = byId("years");
  const bars = byId("year-bars");
  const span = drawn("path", { class: "span" });
  let counts = null;
  let held = null; // where the brush is held: the year, and the years that move with it, if they do

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
    bars.replaceChildren();
    if (!counts.size) return;
    bars.setAttribute("viewBox", `0 0 ${latest - earliest + 1} ${HEIGHT}`);
    bars.append(span);
    const most = Math.max(...counts.values());
    for (const [year, count] of counts) {
      const height = Math.max(2, (count / most) * HEIGHT);
      const bar = drawn("rect", { x: year - earliest + 0.1, y: HEIGHT - height, width: 0.8, height });
      const words = drawn("title", {});
      words.textContent = `${year}: ${counted(count, "dated event")}`;
      bar.append(words);
      bar.dataset.year = String(year);
      bars.append(bar);
    }
  }

  /** The part of the bars that is brushed over; all of them are not marked. */
  function mark(isBrushed) {
    const [first, last] = chosen();
    const wide = last - first + 1;
    span.setAttribute("d", isBrushed ? `M${first - Number(ends.first.min)} 0h${wide}v${HEIGHT}h-${wide}z` : "");
  }

  const chosen = () => [Number(ends.first.value), Number(ends.last.value)];

  function refresh() {
    const { years } = state.snapshot();
    if (years) holder.open = true;
    if (!holder.open) return;
    if (!counts) read();
    ends.first.value = String(years?.first ?? ends.first.min);
    ends.last.value = String(years?.last ?? ends.last.max);
    const [first, last] = chosen();
    const isIn = (year) => year >= first && year <= last;
    let events = 0;
    for (const [year, count] of counts) if (isIn(year)) events += count;
    for (const bar of bars.querySelectorAll("rect")) bar.classList.toggle("in", isIn(Number(bar.dataset.year)));
    mark(years !== null);
    told.textContent = counts.size ? `${first} to ${last}: ${counted(events, "dated event")}` : "Nothing here is dated.";
    byId("all-years").hidden = !years;
  }

  function slide(moved, other) {
    const isFirst = moved === ends.first;
    if (isFirst ? Number(moved.value) > Number(other.value) : Number(moved.value) < Number(other.value)) other.value = moved.value;
    set(...chosen());
  }

  function set(first, last) {
    const now = state.snapshot().years;
    const isAll = first === Number(ends.first.min) && last === Number(ends.last.max);
    if (isAll ? !now : first === now?.first && last === now?.last) return;
    state.setYears(isAll ? null : { first, last });
  }

  /** The year that lies under the pointer, or the first or last if it is beside them. */
  function yearAt({ clientX }) {
    const { left, width } = bars.getBoundingClientRect();
    const [earliest, latest] = [Number(ends.first.min), Number(ends.last.max)];
    const year = earliest + Math.floor(((clientX - left) / Math.max(width, 1)) * (latest - earliest + 1));
    return Math.min(Math.max(year, earliest), latest);
  }

  /** Within what is brushed already, the brush moves as it is; elsewhere a new one begins. */
  function press(event) {
    if (event.button !== 0 || !counts?.size) return;
    const at = yearAt(event);
    const [first, last] = chosen();
    held = { at, moves: state.snapshot().years && at >= first && at <= last ? { first, last } : null };
    bars.setPointerCapture(event.pointerId);
    drag(event);
  }

  function drag(event) {
    if (!held) return;
    const to = yearAt(event);
    if (!held.moves) return set(Math.min(held.at, to), Math.max(held.at, to));
    const { first, last } = held.moves;
    const by = Math.min(Math.max(to - held.at, Number(ends.first.min) - first), Number(ends.last.max) - last);
    set(first + by, last + by);
  }

  bars.addEventListener("pointerdown", press);
  bars.addEventListener("pointermove", drag);
  for (const end of ["pointerup", "pointercancel"]) bars.addEventListener(end, () => { held = null; });
  ends.first.addEventListener("input", () => slide(ends.first, ends.last));
  ends.last.addEventListener("input", () => slide(ends.last, ends.first));
  byId("all-years").addEventListener("click", () => state.setYears(null));
  holder.addEventListener("toggle", refresh);
  state.watch("shown", refresh);
  refresh();
}

// Files of what is shown, made in the page.

import { byId } from "./dom.js";
import { edgesCsv, graphml, nodesCsv } from "./files.js";
import { pngOf, svgOf } from "./image.js";

/** A name of a file made of the page's title. */
function fileName(ending) {
  const words = byId("title").textContent.normalize("NFKD").toLowerCase().match(/[a-z0-9]+/g) ?? ["innograph"];
  return `${words.join("-").slice(0, 80)}${ending}`;
}

function save(content, type, ending) {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = fileName(ending);
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}

/** Let buttons save what is shown; pictures only while there is one to be seen. */
export function createSaving(scene, state, renderer, palette) {
  const on = (id, act) => byId(id).addEventListener("click", act);
  on("save-graphml", () => save(graphml(scene, state.shown()), "application/xml", ".graphml"));
  on("save-connections", () => save(edgesCsv(scene, state.shown()), "text/csv;charset=utf-8", "-connections.csv"));
  const menu = /** @type {HTMLDetailsElement} */ (byId("save"));
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  const chart = () => new XMLSerializer().serializeToString(byId("chart-part").querySelector("svg"));
  const svg = () => state.snapshot().part === "chart" ? chart() : svgOf(scene, state.shown(), renderer.svg(), byId("title").textContent, palette());
  on("save-svg", () => save(svg(), "image/svg+xml", ".svg"));
  on("save-png", async () => save(await pngOf(svg()), "image/png", ".png"));
  state.watch("look", () => {
    for (const id of ["save-svg", "save-png"]) /** @type {HTMLButtonElement} */ (byId(id)).disabled = state.snapshot().part === "table";
  });
  on("save-entities", () => save(nodesCsv(scene, state.shown()), "text/csv;charset=utf-8", "-entities.csv"));
}

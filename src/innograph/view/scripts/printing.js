// On paper: the picture as lines rather than pixels, in light colours, with its sources; all sources of facts open.

import { byId } from "./dom.js";
import { svgOf } from "./image.js";

/** Make the page ready before it is printed; `look` gives it its colours back after. */
export function createPrinting(scene, state, renderer, palette, look) {
  const place = byId("print-picture");
  let opened = [];

  addEventListener("beforeprint", () => {
    opened = [...byId("facts").querySelectorAll("details:not([open])")];
    for (const each of opened) each.open = true;
    if (state.snapshot().part !== "picture") return;
    document.documentElement.dataset.theme = "light";
    renderer.recolour();
    const svg = svgOf(scene, state.shown(), renderer.svg(), byId("title").textContent, palette());
    const drawn = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
    place.replaceChildren(document.importNode(drawn, true));
  });

  addEventListener("afterprint", () => {
    for (const each of opened) each.open = false;
    opened = [];
    place.replaceChildren();
    look();
    renderer.recolour();
  });
}

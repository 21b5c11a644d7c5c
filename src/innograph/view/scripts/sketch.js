// The picture of vis-network as SVG: what it draws on its canvas, drawn again from its places.

import { asXml } from "./files.js";
import { outline } from "./legend.js";

const round = (value) => Math.round(value * 100) / 100;

/**
 * @typedef {{x: number, y: number, radius: number, shape: string, color: string, isFaint: boolean}} SketchedNode
 * @typedef {{from: SketchedNode, to: SketchedNode, via: {x: number, y: number} | null, color: string,
 *            width: number, dashes: number[], isFaint: boolean}} SketchedEdge
 * @param {SketchedEdge[]} edges
 * @param {SketchedNode[]} nodes
 * @returns {string} elements of SVG
 */
export function sketch(edges, nodes) {
  const faintness = (isFaint) => (isFaint ? ' opacity="0.2"' : "");
  const arrow = ({ from, to, via, color, isFaint }) => {
    const start = via ?? from;
    const length = Math.hypot(to.x - start.x, to.y - start.y);
    if (length < to.radius + 8) return "";
    const [across, down] = [(to.x - start.x) / length, (to.y - start.y) / length];
    const [x, y] = [to.x - across * to.radius, to.y - down * to.radius];
    const corner = (side) => `L${round(x - across * 7 - side * down * 3)} ${round(y - down * 7 + side * across * 3)}`;
    return `<path d="M${round(x)} ${round(y)}${corner(1)}${corner(-1)}Z" fill="${color}"${faintness(isFaint)}/>`;
  };
  const line = (edge) => {
    const { from, to, via, color, width, dashes, isFaint } = edge;
    const loop = from === to ? `M${round(from.x)} ${round(from.y)}a9 9 0 1 1 .1 0` : "";
    const way = via ? `Q${round(via.x)} ${round(via.y)} ` : "L";
    const dashed = dashes.length ? ` stroke-dasharray="${dashes.join(" ")}"` : "";
    return `<path d="${loop || `M${round(from.x)} ${round(from.y)}${way}${round(to.x)} ${round(to.y)}`}" fill="none" stroke="${color}" stroke-width="${width}"${dashed}${faintness(isFaint)}/>${loop ? "" : arrow(edge)}`;
  };
  const node = ({ x, y, radius, shape, color, isFaint }) => {
    const scale = round(radius / 6);
    return `<path d="${outline(shape)}" fill="${asXml(color)}" transform="translate(${round(x)} ${round(y)}) scale(${scale}) translate(-8 -8)"${faintness(isFaint)}/>`;
  };
  const layer = (isFaint) => [...edges.filter((edge) => edge.isFaint === isFaint).map(line), ...nodes.filter((one) => one.isFaint === isFaint).map(node)];
  return [...layer(true), ...layer(false)].join("\n");
}

/** What paints labels on a canvas, painting into SVG; widths are those that a canvas measures. */
export function svgContext() {
  const measure = document.createElement("canvas").getContext("2d");
  const parts = [];
  const text = (words, x, y, look) => parts.push(
    `<text x="${round(x)}" y="${round(y)}" text-anchor="middle" dominant-baseline="central" font-family="sans-serif" font-size="12"${made.font.startsWith("bold") ? ' font-weight="bold"' : ""} ${look}>${asXml(words)}</text>`);
  const made = {
    font: "", strokeStyle: "", fillStyle: "", parts,
    save() {},
    restore() {},
    measureText(words) {
      measure.font = made.font;
      return measure.measureText(words);
    },
    strokeText: (words, x, y) => text(words, x, y, `fill="none" stroke="${made.strokeStyle}" stroke-width="3" stroke-linejoin="round"`),
    fillText: (words, x, y) => text(words, x, y, `fill="${made.fillStyle}"`),
  };
  return /** @type {import("./labels.js").Pen & {parts: string[]}} */ (/** @type {unknown} */ (made));
}

// The picture as it is shown, as SVG and PNG, with a title and a line of sources below it.

import { counted } from "./dom.js";
import { asXml } from "./files.js";

const LINE = 16;
const MARGIN = 10;
const MOST_LINES = 4;
const SHARPNESS = 2;

/** Who published the passages that the shown connections rest on, those of most connections first. */
function publishers(scene, { edges }) {
  const counts = new Map();
  for (const id of edges) {
    const names = scene.claimsOf(id).flatMap((claim) => claim.passages.map((passage) => passage.publisher || passage.title));
    for (const name of new Set(names.filter(Boolean))) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].sort(([one, count], [other, more]) => more - count || one.localeCompare(other)).map(([name]) => name);
}

/** The sources in lines of so many letters; those that find no room are counted. */
function sourceLines(names, letters) {
  const lines = ["Sources:"];
  for (const [at, name] of names.entries()) {
    const item = ` ${name}${at < names.length - 1 ? ";" : ""}`;
    if (lines[lines.length - 1].length + item.length > letters) {
      if (lines.length === MOST_LINES) {
        const last = lines.length - 1;
        lines[last] = `${lines[last]} and ${names.length - at} more`;
        break;
      }
      lines.push("");
    }
    lines[lines.length - 1] += item;
  }
  return names.length ? lines.map((line) => line.trim()) : [];
}

/**
 * The picture as SVG.
 * @param {{width: number, height: number, body: string}} drawn what the renderer shows, as elements
 * @param {string} title
 * @param {{text: string, background: string}} palette
 */
export function svgOf(scene, shown, drawn, title, palette) {
  const { width, height, body } = drawn;
  const told = `${title}: ${counted(shown.nodes.size, "entity")} and ${counted(shown.edges.size, "connection")}. innograph`;
  const lines = [told, ...sourceLines(publishers(scene, shown), Math.max(30, Math.floor(width / 6.6)))];
  const whole = height + lines.length * LINE + MARGIN;
  const text = (line, at) => `<text x="${MARGIN}" y="${height + (at + 1) * LINE}" font-family="sans-serif" font-size="11" fill="${palette.text}">${asXml(line)}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${whole}" viewBox="0 0 ${width} ${whole}" role="img">`,
    `<title>${asXml(title)}</title>`,
    `<rect width="${width}" height="${whole}" fill="${palette.background}"/>`,
    `<svg width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`, body, "</svg>",
    ...lines.map(text),
    "</svg>\n",
  ].join("\n");
}

/**
 * An SVG as PNG, twice as sharp as the page shows it.
 * @param {string} svg
 * @returns {Promise<Blob>}
 */
export function pngOf(svg) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  return image.decode().then(() => {
    const canvas = document.createElement("canvas");
    canvas.width = image.width * SHARPNESS;
    canvas.height = image.height * SHARPNESS;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  });
}

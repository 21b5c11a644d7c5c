// Labels on the picture, at the size of the page's text whatever the zoom, none over another.

import { shortened } from "./scene.js";

const SIZE = 12;
const GAP = 3;
const MOST = 160;

/**
 * A function that paints labels onto a canvas whose unit is the pixel of the page.
 *
 * It takes the context, the labels with the most important first, and the colours; a label
 * has a text, the point below which it stands, and may be bold or asked to stay in any case.
 */
export function createLabelPainter() {
  const widths = new Map();

  function widthOf(context, text, font) {
    const key = font + text;
    if (!widths.has(key)) widths.set(key, context.measureText(text).width);
    return widths.get(key);
  }

  return (context, labels, width, height, palette) => {
    const taken = [];
    context.save();
    context.textAlign = "center";
    context.textBaseline = "top";
    context.lineJoin = "round";
    context.lineWidth = 3;
    for (const label of labels) {
      if (taken.length >= MOST) break;
      if (label.x < 0 || label.x > width || label.y < -SIZE || label.y > height) continue;
      const text = shortened(label.text);
      const font = `${label.bold ? "bold " : ""}${SIZE}px system-ui, sans-serif`;
      context.font = font;
      const half = widthOf(context, text, font) / 2 + GAP;
      const box = [label.x - half, label.y - 1, label.x + half, label.y + SIZE + GAP];
      if (!label.stays && taken.some((other) => overlap(box, other))) continue;
      taken.push(box);
      context.strokeStyle = palette.background;
      context.strokeText(text, label.x, label.y);
      context.fillStyle = label.quiet ? palette.quiet : palette.text;
      context.fillText(text, label.x, label.y);
    }
    context.restore();
  };
}

function overlap(one, other) {
  return one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];
}

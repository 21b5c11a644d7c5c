/**
 * What the painter draws with: the part of CanvasRenderingContext2D that it needs, and the same
 * strokes as an SVG document.
 *
 * @typedef {Pick<CanvasRenderingContext2D, "beginPath" | "moveTo" | "lineTo" | "quadraticCurveTo" |
 *   "arc" | "fill" | "stroke" | "fillRect" | "fillText" | "strokeText" | "measureText" | "setLineDash" |
 *   "fillStyle" | "strokeStyle" | "lineWidth" | "globalAlpha" | "font" | "textAlign" |
 *   "textBaseline" | "lineJoin">} Pen
 */

const ESCAPES = /** @type {Record<string, string>} */ ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" });
// What XML 1.0 forbids, and what turns the direction of the text around it.
// eslint-disable-next-line no-control-regex
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\u202a-\u202e\u2066-\u2069]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const number = (/** @type {number} */ value) => String(Math.round(value * 100) / 100);

/**
 * Text as XML holds it.
 *
 * @param {string} text
 * @returns {string}
 */
export function escaped(text) {
  return text.replace(FORBIDDEN, "\ufffd").replace(/[&<>"]/g, (character) => ESCAPES[character]);
}

/** @implements {Pen} */
export class SvgPen {
  /** @type {string | CanvasGradient | CanvasPattern} */ fillStyle = "#000";
  /** @type {string | CanvasGradient | CanvasPattern} */ strokeStyle = "#000";
  lineWidth = 1;
  globalAlpha = 1;
  font = "12px sans-serif";
  /** @type {CanvasTextAlign} */ textAlign = "left";
  /** @type {CanvasTextBaseline} */ textBaseline = "middle";
  /** @type {CanvasLineJoin} */ lineJoin = "round";
  /** @type {string[]} */ #parts = [];
  /** @type {string[]} */ #path = [];
  /** @type {number[]} */ #dash = [];
  /** @type {CanvasRenderingContext2D | undefined} */ #measure;

  /**
   * @param {number} width
   * @param {number} height
   */
  constructor(width, height) {
    this.width = width;
    this.height = height;
  }

  beginPath() { this.#path = []; }

  /** @param {number} x @param {number} y */
  moveTo(x, y) { this.#path.push(`M${number(x)} ${number(y)}`); }

  /** @param {number} x @param {number} y */
  lineTo(x, y) { this.#path.push(`L${number(x)} ${number(y)}`); }

  /** @param {number} cx @param {number} cy @param {number} x @param {number} y */
  quadraticCurveTo(cx, cy, x, y) {
    this.#path.push(`Q${number(cx)} ${number(cy)} ${number(x)} ${number(y)}`);
  }

  /** A whole circle: the painter draws no other arcs. @param {number} x @param {number} y @param {number} radius */
  arc(x, y, radius) {
    const r = number(radius);
    this.#path.push(`A${r} ${r} 0 1 1 ${number(x - radius)} ${number(y)}A${r} ${r} 0 1 1 ${number(x + radius)} ${number(y)}`);
  }

  fill() { this.#draw(`fill="${this.fillStyle}"`); }

  stroke() {
    const dash = this.#dash.length ? ` stroke-dasharray="${this.#dash.join(" ")}"` : "";
    this.#draw(`fill="none" stroke="${this.strokeStyle}" stroke-width="${number(this.lineWidth)}"${dash}`);
  }

  /** @param {number} x @param {number} y @param {number} width @param {number} height */
  fillRect(x, y, width, height) {
    this.#parts.push(`<rect x="${number(x)}" y="${number(y)}" width="${number(width)}" height="${number(height)}" fill="${this.fillStyle}"${this.#opacity()}/>`);
  }

  /** @param {string} text @param {number} x @param {number} y */
  fillText(text, x, y) { this.#text(text, x, y, `fill="${this.fillStyle}"`); }

  /** @param {string} text @param {number} x @param {number} y */
  strokeText(text, x, y) {
    this.#text(text, x, y, `fill="none" stroke="${this.strokeStyle}" stroke-width="${number(this.lineWidth)}" stroke-linejoin="${this.lineJoin}"`);
  }

  /** As a canvas measures it. @param {string} text @returns {TextMetrics} */
  measureText(text) {
    this.#measure ??= /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
    this.#measure.font = this.font;
    return this.#measure.measureText(text);
  }

  /** @param {number[]} dash */
  setLineDash(dash) { this.#dash = dash; }

  /**
   * The document, with a title that says what it shows.
   *
   * @param {string} title
   * @returns {string}
   */
  document(title) {
    const head = `<svg xmlns="http://www.w3.org/2000/svg" width="${this.width}" height="${this.height}" viewBox="0 0 ${this.width} ${this.height}" role="img">`;
    return `${head}\n<title>${escaped(title)}</title>\n${this.#parts.join("\n")}\n</svg>\n`;
  }

  #opacity() { return this.globalAlpha < 1 ? ` opacity="${number(this.globalAlpha)}"` : ""; }

  /** @param {string} look */
  #draw(look) {
    if (this.#path.length) this.#parts.push(`<path d="${this.#path.join("")}" ${look}${this.#opacity()}/>`);
  }

  /** @param {string} text @param {number} x @param {number} y @param {string} look */
  #text(text, x, y, look) {
    const size = /(\d+(?:\.\d+)?)px/.exec(this.font)?.[1] ?? "12";
    const weight = this.font.startsWith("bold") ? ' font-weight="bold"' : "";
    const anchor = this.textAlign === "center" ? "middle" : "start";
    this.#parts.push(`<text x="${number(x)}" y="${number(y)}" font-family="sans-serif" font-size="${size}"${weight} text-anchor="${anchor}" dominant-baseline="central" ${look}${this.#opacity()}>${escaped(text)}</text>`);
  }
}

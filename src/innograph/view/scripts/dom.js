// Making elements. Text is set as text and never read as markup, whatever it holds.

/**
 * An element with attributes, listeners (attributes that are functions) and children.
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, string | number | boolean | null | ((event: any) => void)>} [attributes]
 * @param {...(Node | string | (Node | string)[])} children
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(key, value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== null) made.setAttribute(key, String(value));
  }
  made.append(...children.flat());
  return made;
}

/** The element of the page with this id. */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no element ${id}`);
  return found;
}

/** A name of an entity, in whatever direction its script runs. */
export function name(text) {
  return element("bdi", {}, text);
}

/** A link to a source's address; an address of another kind than http is text. */
export function link(address, text) {
  if (!/^https?:\/\//i.test(address)) return element("span", {}, text);
  return element("a", { href: address, rel: "noopener noreferrer", target: "_blank" }, text);
}

/**
 * A list that shows so many items at first and more when asked to.
 * @template T
 * @param {Element} list the element that the items are put into
 * @param {T[]} items
 * @param {(item: T) => Node} make
 * @param {Element} after where the button for more stands
 */
export function inPortions(list, items, make, after, portion = 100) {
  let shown = 0;
  const button = element("button", { type: "button", class: "more", click: show });
  function show() {
    const first = shown;
    list.append(...items.slice(shown, shown + portion).map(make));
    shown = Math.min(shown + portion, items.length);
    button.textContent = `Show more (${(items.length - shown).toLocaleString("en")} left)`;
    if (shown === items.length) button.remove();
    else if (!button.isConnected) after.append(button);
    if (first) list.children[first]?.querySelector("button")?.focus();
  }
  show();
}

/** @type {Map<string, string>} */
const known = new Map();

/** A colour as six digits, as canvases and files have it; of what is no colour, such as an address, black. */
export function digits(colour) {
  if (!known.has(colour)) {
    const pen = document.createElement("canvas").getContext("2d");
    pen.fillStyle = colour;
    known.set(colour, String(pen.fillStyle));
  }
  return known.get(colour);
}

const figures = new Intl.NumberFormat("en");

/** A count with its noun: "1 source", "2 sources". */
export function counted(number, noun) {
  return `${figures.format(number)} ${number === 1 ? noun : noun.replace(/y$/, "ie") + "s"}`;
}

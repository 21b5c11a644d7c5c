// Search by name, with suggestions: a combobox as the ARIA Authoring Practices describe it.

import { byId, element, name } from "./dom.js";
import { sign } from "./legend.js";

const MOST = 12;

/** A text as it is compared: without case, accents, apostrophes and what cannot be seen. */
export function folded(text) {
  return text.normalize("NFKD").replace(/[\p{M}\p{Cf}'\u2019]/gu, "").toLocaleLowerCase("en");
}

/**
 * Whether a text, folded, holds every word that was typed.
 * @param {string} typed
 * @returns {(text: string) => boolean}
 */
export function holding(typed) {
  const words = folded(typed).split(/\s+/).filter(Boolean);
  return (text) => words.every((word) => text.includes(word));
}

/** A field for words that rows must hold, in step with the state; `refresh` shows those that do. */
export function createFilter(state, id, what, refresh) {
  const input = /** @type {HTMLInputElement} */ (byId(id));
  input.addEventListener("input", () => state.setFilter(what, input.value));
  state.watch("filter", () => {
    if (input.value !== state.snapshot()[what]) input.value = state.snapshot()[what];
    refresh();
  });
}

/**
 * How well a name fits what was typed, smaller is better; null if it does not.
 * The very name comes first, then one that begins so, or is of the same words in another order; one
 * with a word that begins so, one that holds it; last, one that holds all the words somewhere.
 */
export function fit(name, typed) {
  const at = name.indexOf(typed);
  const [words, wanted] = [name, typed].map((text) => text.split(/\s+/));
  if (at < 0 && words.length === wanted.length && wanted.every((word) => words.includes(word))) return 1;
  if (at < 0) return wanted.every((word) => name.includes(word)) ? 4 : null;
  if (at === 0) return name === typed ? 0 : 1;
  return /[\p{L}\p{N}]/u.test(name[at - 1]) ? 3 : 2;
}

/**
 * @param {string} id that of the field; it says itself where suggestions and how many there are stand
 * @param {(id: string) => void} choose told the node that was chosen
 * @returns {{set: (text: string) => void}} to put a name into the field
 */
export function createSearch(scene, id, choose) {
  const input = /** @type {HTMLInputElement} */ (byId(id));
  const list = byId(input.getAttribute("aria-controls"));
  const status = byId(input.dataset.found);
  let names = null;
  let found = [];
  let active = -1;

  /** Every name of every node; made when it is first asked for. */
  function allNames() {
    return (names ??= [...scene.nodes.values()].flatMap((node) =>
      [node.label, ...scene.aliasesOf(node.id)].map((text) => ({ node, text, folded: folded(text) })),
    ));
  }

  function suggestions(typed) {
    const best = new Map();
    for (const each of allNames()) {
      const rank = fit(each.folded, typed);
      if (rank !== null && !(best.get(each.node.id)?.rank <= rank)) best.set(each.node.id, { ...each, rank });
    }
    return [...best.values()].sort(
      (one, other) => one.rank - other.rank || scene.degree(other.node.id) - scene.degree(one.node.id) || one.text.localeCompare(other.text),
    );
  }

  function open() {
    const typed = folded(input.value.trim());
    const all = typed ? suggestions(typed) : [];
    found = all.slice(0, MOST);
    list.replaceChildren(...found.map(option));
    status.textContent = typed ? (all.length ? `${all.length} found` : "No name holds this.") : "";
    setActive(-1);
    setOpen(found.length > 0);
  }

  function option({ node, text }, index) {
    const alias = text === node.label ? [] : [element("span", { class: "quiet" }, " also ", name(text))];
    return element(
      "li",
      { role: "option", id: `${list.id}-${index}`, "aria-selected": "false", pointerdown: (event) => event.preventDefault(), click: () => take(index) },
      sign(node.shape, node.color), name(node.label), ...alias, element("span", { class: "quiet" }, ` ${node.type}`),
    );
  }

  function setOpen(isOpen) {
    input.setAttribute("aria-expanded", String(isOpen));
    list.hidden = !isOpen;
  }

  function setActive(index) {
    active = index;
    [...list.children].forEach((each, at) => each.setAttribute("aria-selected", String(at === active)));
    if (active < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", `${list.id}-${active}`);
      list.children[active].scrollIntoView({ block: "nearest" });
    }
  }

  function take(index) {
    const { node } = found[index];
    input.value = node.label;
    setOpen(false);
    status.textContent = "";
    choose(node.id);
  }

  input.addEventListener("input", open);
  input.addEventListener("blur", () => setOpen(false));
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) open();
      if (!found.length) return;
      const step = event.key === "ArrowDown" ? 1 : -1;
      setActive(active < 0 && step < 0 ? found.length - 1 : (active + step + found.length) % found.length);
      event.preventDefault();
    } else if (event.key === "Enter" && found.length && !list.hidden) {
      take(Math.max(active, 0));
      event.preventDefault();
    } else if (event.key === "Escape") {
      if (list.hidden) input.value = "";
      setOpen(false);
      status.textContent = "";
    }
  });
  return {
    set(text) {
      if (document.activeElement !== input || text) input.value = text;
    },
  };
}

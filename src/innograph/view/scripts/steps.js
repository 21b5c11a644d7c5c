// The focus: only what is within one, two or three steps of the selected entity is shown.

import { byId } from "./dom.js";

/**
 * Buttons that set how far is shown, kept in step with the state.
 * @returns {(steps: number) => void} show what is so many steps from the selection; with 0, all again
 */
export function createSteps(scene, state, renderer) {
  const buttons = [0, 1, 2, 3].map((steps) => /** @type {HTMLButtonElement} */ (byId(`steps-${steps}`)));

  /** The node that is meant: the selected one, or where the selected edge starts, or the last. */
  function centre() {
    const selection = state.selection();
    if (selection?.kind === "edge") return state.focus()?.id ?? scene.edges.get(selection.id).from;
    if (selection?.kind === "group" || selection?.kind === "link") return headOf(selection) ?? state.focus()?.id;
    return selection?.id ?? state.focus()?.id;
  }

  /** The node that a group is named after, which is meant by it. */
  const headOf = ({ kind, id }) => (kind === "group" ? scene.groups.all.get(id).head ?? undefined : undefined);

  function go(steps) {
    const id = centre();
    if (steps && id === undefined) return;
    state.setFocus(id, steps);
    renderer.fit();
  }

  function refresh() {
    const focus = state.focus();
    buttons.forEach((button, steps) => {
      button.setAttribute("aria-pressed", String(steps === (focus?.steps ?? 0)));
      button.disabled = steps > 0 && centre() === undefined;
    });
  }

  buttons.forEach((button, steps) => button.addEventListener("click", () => go(steps)));
  state.watch("shown", refresh);
  state.watch("selection", refresh);
  refresh();
  return go;
}

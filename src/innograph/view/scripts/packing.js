// The blocks of data in the page: JSON, deflated, in base64; see view/packing.py, which makes them.

/** The values of the block of this name. */
export function unpacked(/** @type {string} */ name) {
  const text = atob(document.getElementById(`${name}-data`).textContent);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
  return JSON.parse(new TextDecoder().decode(InnographInflating.inflate(bytes)));
}

/**
 * A column of numbers of which their differences are kept.
 * @param {number[]} differences
 * @returns {Int32Array}
 */
export function summed(differences) {
  const numbers = Int32Array.from(differences);
  for (let at = 1; at < numbers.length; at += 1) numbers[at] += numbers[at - 1];
  return numbers;
}

/**
 * Where the items of each begin in a column that holds those of one after those of another.
 * @param {number[]} counts
 * @returns {Int32Array} one more than there are counts: the last says where all end
 */
export function offsets(counts) {
  return summed([0, ...counts]);
}

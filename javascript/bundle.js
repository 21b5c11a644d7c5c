/**
 * Bundle the drawing, and what the page reads its data with, into a script each, and record the
 * licences of all that went into it.
 *
 *   node bundle.js FOLDER      writes drawing.js, drawing.licences.txt, inflating.js, … to FOLDER
 */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const folder = process.argv[2];
if (!folder) {
  process.stderr.write("name the folder to write to: node bundle.js FOLDER\n");
  process.exit(2);
}
const options = {
  absWorkingDir: here,
  bundle: true,
  charset: "utf8",
  format: "iife",
  legalComments: "none",
  metafile: true,
  minify: true,
  target: "es2022",
  write: false,
};
mkdirSync(folder, { recursive: true });
for (const [name, entry] of [["drawing", "main"], ["inflating", "inflating"]]) {
  const globalName = `Innograph${name[0].toUpperCase()}${name.slice(1)}`;
  const { metafile, outputFiles } = await build({ ...options, entryPoints: [`source/${entry}.js`], globalName });
  writeFileSync(path.join(folder, `${name}.js`), outputFiles[0].contents);
  writeFileSync(path.join(folder, `${name}.licences.txt`), licences(Object.keys(metafile.inputs)));
}

/** The name, version and licence text of each package that files of were bundled. */
function licences(inputs) {
  const packages = inputs.map((input) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1]);
  const texts = [...new Set(packages.filter(Boolean))].sort().map((place) => {
    const root = path.join(here, place);
    const { name, version, license } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
    const file = ["LICENSE", "LICENSE.txt", "LICENSE.md", "LICENCE", "License.txt"].find((each) => existsSync(path.join(root, each)));
    return `${name} ${version} (${license})\n\n${file ? readFileSync(path.join(root, file), "utf8").trim() : "The package holds no licence file."}\n`;
  });
  return texts.join(`\n${"-".repeat(72)}\n\n`);
}

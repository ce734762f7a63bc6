// Builds what pages serve from server/static/vendor: each module of server/frontend, with the modules, packages and
// styles that it imports, as one file without a source map; LICENSES.txt has the notices of those packages.
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const root = import.meta.dirname;
const from = join(root, "server", "frontend");
const to = join(root, "server", "static", "vendor");

rmSync(to, { recursive: true, force: true });
mkdirSync(to, { recursive: true });

const { metafile } = await build({
  entryPoints: readdirSync(from).filter((name) => name.endsWith(".js")).map((name) => join(from, name)),
  outdir: to,
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  legalComments: "none",
  logLevel: "warning",
  absWorkingDir: root,
  metafile: true,
});

// A package is a folder below the last node_modules of a path, with a scope or without.
const folders = new Set(
  Object.keys(metafile.inputs).flatMap((path) => path.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0] ?? []),
);
const notices = [...folders].sort().map((folder) => {
  const { name, version, license } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
  const file = readdirSync(join(root, folder)).find((each) => /^licen[cs]e/i.test(each));
  const text = file ? readFileSync(join(root, folder, file), "utf8").trim() : "(no notice of its own)";
  return `${name} ${version} (${license})\n\n${text}\n`;
});
writeFileSync(join(to, "LICENSES.txt"), notices.join(`\n${"-".repeat(72)}\n\n`));
console.log(`server/static/vendor: ${Object.keys(metafile.outputs).length} files from ${folders.size} packages`);

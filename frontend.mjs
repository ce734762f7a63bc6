// Builds what pages serve from server/static/vendor: each module of server/frontend with the packages that it
// imports, as one file without a source map, beside what is only copied.
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const root = import.meta.dirname;
const modules = join(root, "node_modules");
const from = join(root, "server", "frontend");
const to = join(root, "server", "static", "vendor");

rmSync(to, { recursive: true, force: true });
mkdirSync(to, { recursive: true });

const entryPoints = existsSync(from) ? readdirSync(from).filter((name) => name.endsWith(".js")) : [];
await build({
  entryPoints: entryPoints.map((name) => join(from, name)),
  outdir: to,
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  legalComments: "none",
  logLevel: "warning",
});

const yasqe = join(modules, "@zazuko", "yasqe", "build");
cpSync(join(yasqe, "yasqe.min.css"), join(to, "yasqe.min.css"));
// Without its source map, which is not shipped: a browser's developer tools would report it missing.
const script = readFileSync(join(yasqe, "yasqe.min.js"), "utf8");
writeFileSync(join(to, "yasqe.min.js"), script.replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n"));

const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const packages = Object.keys(dependencies).map((name) => {
  const { version, license } = JSON.parse(readFileSync(join(modules, name, "package.json"), "utf8"));
  return `${name} ${version} (${license})`;
});
writeFileSync(join(to, "VERSIONS.txt"), packages.join("\n") + "\n");
console.log(`server/static/vendor: ${packages.join(", ")}`);

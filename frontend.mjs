// Copies the files that pages serve from node_modules into server/static/vendor.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const from = join(import.meta.dirname, "node_modules", "@zazuko", "yasqe");
const to = join(import.meta.dirname, "server", "static", "vendor");

rmSync(to, { recursive: true, force: true });
mkdirSync(to, { recursive: true });
cpSync(join(from, "build", "yasqe.min.css"), join(to, "yasqe.min.css"));
// Without its source map, which is not shipped: a browser's developer tools would report it missing.
const script = readFileSync(join(from, "build", "yasqe.min.js"), "utf8");
writeFileSync(join(to, "yasqe.min.js"), script.replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n"));
const { name, version, license } = JSON.parse(readFileSync(join(from, "package.json"), "utf8"));
writeFileSync(join(to, "VERSIONS.txt"), `${name} ${version} (${license})\n`);
console.log(`server/static/vendor: ${name} ${version}`);

// Gives Comunica an address and no hint of what is there, and prints how many things of a class it finds.
import { QueryEngine } from "@comunica/query-sparql";

const [address, type] = process.argv.slice(2);
const rows = await new QueryEngine().queryBindings(
  `SELECT (COUNT(*) AS ?n) { ?s a <${type}> }`,
  { sources: [`${address}sparql`] },
);
console.log(Number((await rows.toArray())[0].get("n").value));

// Asks a server as Comunica does and prints what comes back, as JSON: node comunica.mjs ADDRESS
import { QueryEngine } from "@comunica/query-sparql";

const [address] = process.argv.slice(2);
const url = `${address}sparql`;
const endpoint = { type: "sparql", value: url };
const document = encodeURIComponent("https://w3id.org/creativekg/graph/document/001");
// The same server as a file of RDF: a graph of its graph store.
const file = { type: "file", value: `${address}rdf-graph-store?graph=${document}` };
const prefixes = `
  PREFIX id: <https://w3id.org/creativekg/id/>
  PREFIX kg: <https://w3id.org/creativekg/ontology#>
  PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
`;
const engine = new QueryEngine();

function written(term) {
  return term.termType === "Literal" ? [term.value, term.language || term.datatype.value] : term.value;
}

async function select(query, ...sources) {
  const rows = await (await engine.queryBindings(prefixes + query, { sources })).toArray();
  return rows.map((row) => Object.fromEntries([...row].map(([variable, term]) => [variable.value, written(term)])));
}

async function construct(query, ...sources) {
  const quads = await (await engine.queryQuads(prefixes + query, { sources })).toArray();
  return quads.map((quad) => [quad.subject, quad.predicate, quad.object].map(written));
}

const ask = (query, ...sources) => engine.queryBoolean(prefixes + query, { sources });
const numbered = `?s a kg:Technology ; skos:prefLabel ?label FILTER(STRENDS(STR(?label), " 249"))`;

const answers = {
  label: await select("SELECT ?label { id:awkward skos:prefLabel ?label }", endpoint),
  terms: await select(`SELECT ?x { VALUES ?x { 1 "a"@en "01"^^kg:code id:awkward } }`, endpoint),
  filter: await select(`SELECT ?s { ${numbered} }`, endpoint),
  graphs: await select("SELECT ?g ?n { GRAPH ?g { id:awkward kg:in ?n } } ORDER BY ?g", endpoint),
  yes: await ask("ASK { id:awkward ?p ?o }", endpoint),
  no: await ask("ASK { id:nobody ?p ?o }", endpoint),
  construct: await construct("CONSTRUCT { ?s kg:called ?v } { ?s kg:version ?v }", endpoint),
  file: await select("SELECT ?n { id:awkward kg:in ?n }", file),
  twoSources: await select("SELECT ?n ?v { ?s kg:in ?n . ?s kg:version ?v }", endpoint, file),
  service: await select(`SELECT ?n ?v { ?s kg:in ?n . SERVICE <${url}> { ?s kg:version ?v } }`, file),
};
console.log(JSON.stringify(answers));

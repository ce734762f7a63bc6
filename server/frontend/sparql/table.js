// The table of a result as data, so that a chart and a graph show exactly what the table shows.
const NUMBERS = new Set(["integer", "decimal", "double", "float", "int", "long", "short", "nonNegativeInteger", "positiveInteger"]);
const TIMES = new Set(["gYear", "gYearMonth", "date", "dateTime"]);

/** @returns columns {name, kind: "number" | "time" | "label", things: whether none is a value} and rows of
 *  cells {text, type, href}; `null` for what is unbound. */
export function readTable(table) {
  const names = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
  const rows = [...table.tBodies[0].rows].map((row) => [...row.cells].map(readCell));
  const columns = names.map((name, index) => {
    const cells = rows.map((row) => row[index]).filter(Boolean);
    return { name, index, kind: kindOf(cells), things: cells.length > 0 && cells.every(isThing) };
  });
  return { columns, rows };
}

function readCell(cell) {
  const link = cell.querySelector("a");
  const text = (link ?? cell).textContent.trim();
  return text === "" ? null : { text, type: cell.dataset.type ?? "", href: link?.getAttribute("href") ?? "" };
}

function kindOf(cells) {
  if (!cells.length) return "label";
  if (cells.every((cell) => TIMES.has(cell.type) || (!cell.href && /^(1[5-9]|20)\d\d$/.test(cell.text)))) return "time";
  if (cells.every((cell) => NUMBERS.has(cell.type))) return "number";
  return "label";
}

/** The moment that a cell of a "time" column names; a year is its first day. */
export function moment(cell) {
  return new Date(/^\d{4}$/.test(cell.text) ? `${cell.text}-01-01` : cell.text.slice(0, 19));
}

/** From, through and to, for each row that says how two things hang together; null where the columns do not. */
export function readLinks({ columns, rows }, triples) {
  const [from, through, to] = columns.length === 2 ? [columns[0], null, columns[1]] : columns;
  const fits = triples || (columns.length === 3 && from.things && to.kind === "label" && rows.every((row) => isProperty(row[through.index])));
  if (!fits && !(columns.length === 2 && from.things && to.things)) return null;
  return rows
    .map((row) => ({ from: row[from.index], through: through && row[through.index], to: row[to.index] }))
    .filter((each) => each.from && each.to);
}

/** Whether a cell is an IRI or a blank node, and not text, a number or a date. */
export function isThing(cell) {
  return cell.href !== "" || cell.type === "blank" || cell.type === "iri";
}

function isProperty(cell) {
  return Boolean(cell?.href) && (cell.href.startsWith("/ontology/term/") || /^[a-z]+:\w+$/.test(cell.text));
}

// Which chart fits a table, and the table as that chart needs it.
import { moment } from "./table.js";

const MOST_BARS = 40;
const MOST_SERIES = 8;

/** The chart that `state` asks for, as far as the columns allow, else the one that fits best. */
export function choose(data, state) {
  const { columns, rows } = data;
  const of = (...kinds) => columns.filter((column) => kinds.includes(column.kind));
  const [numbers, times, labels] = [of("number"), of("time"), of("label")];
  const kinds = ["bar"];
  if (numbers.length && (times.length || numbers.length > 1)) kinds.push("line", "points");
  const kind = kinds.includes(state.kind) ? state.kind : best(kinds, numbers, times, labels);
  const xs = kind === "bar" ? [...labels, ...times, ...numbers] : [...times, ...numbers];
  const named = (some, name) => some.find((column) => column.name === name);
  const x = named(xs, state.x) ?? (kind === "bar" ? telling(xs, numbers, rows) : xs[0]);
  const ys = numbers.filter((column) => column !== x);
  const counts = kind === "bar";
  const y = state.y === "" && counts ? null : (named(ys, state.y) ?? ys[0] ?? null);
  const colours = columns.filter((column) => column !== x && column !== y && column.kind !== "number" && isFew(column, rows));
  const chosen = named(colours, state.colour);
  const colour = chosen ?? (state.colour === undefined ? tellingApart(colours, x, rows) : null);
  const next = { kind, x: x.name, y: y?.name ?? "", colour: colour?.name ?? "" };
  return { kind, kinds, x, xs, y, ys, counts, colour, colours, state: next };
}

function best(kinds, numbers, times, labels) {
  if (kinds.includes("line") && times.length) return "line";
  return kinds.includes("points") && !labels.length ? "points" : "bar";
}

// Bars of numbers stand for what tells the rows apart best; bars that count rows for what comes more than once.
function telling(xs, numbers, rows) {
  const named = xs.filter((column) => column.kind !== "number");
  const size = new Map(named.map((column) => [column, distinct(column, rows).size]));
  if (!numbers.length) return named.find((column) => size.get(column) < rows.length) ?? named[0];
  return named.length ? named.reduce((one, other) => (size.get(other) > size.get(one) ? other : one)) : xs[0];
}

function distinct(column, rows) {
  return new Set(rows.map((row) => row[column.index]?.text ?? "").filter(Boolean));
}

function isFew(column, rows) {
  const count = distinct(column, rows).size;
  return count > 1 && count <= MOST_SERIES;
}

// Where several rows have the same x, the first column with few values that tells them apart.
function tellingApart(colours, x, rows) {
  const repeats = distinct(x, rows).size < rows.length;
  return repeats ? (colours[0] ?? null) : null;
}

/** Bars in the order of their length, each in parts where there are colours. */
export function grouped({ rows }, { x, y, colour }) {
  const totals = new Map();
  let added = false;
  for (const row of rows) {
    if (!row[x.index] || (y && !row[y.index])) continue;
    const name = row[x.index].text;
    const series = colour ? (row[colour.index]?.text ?? "not said") : "";
    const parts = totals.get(name) ?? totals.set(name, new Map()).get(name);
    added ||= Boolean(y) && parts.has(series);
    parts.set(series, (parts.get(series) ?? 0) + (y ? Number(row[y.index].text) : 1));
  }
  const sum = (parts) => [...parts.values()].reduce((one, other) => one + other, 0);
  const all = [...totals].map(([name, parts]) => ({ name, parts, total: sum(parts) }));
  const kept = (x.kind === "label" ? all.sort((one, other) => other.total - one.total) : all).slice(0, MOST_BARS);
  const bars = kept.flatMap(({ name, parts, total }) =>
    [...parts].map(([series, value], index) => ({ name, series, value, total, first: index === 0 })),
  );
  return { bars, series: [...new Set(bars.map((bar) => bar.series))], left: all.length - kept.length, added };
}

/** A point for each row that has both values. */
export function measured({ columns, rows }, { x, y, colour }) {
  const value = (column, cell) => (column.kind === "time" ? moment(cell) : Number(cell.text));
  const points = rows
    .filter((row) => row[x.index] && row[y.index])
    .map((row) => ({
      x: value(x, row[x.index]),
      y: value(y, row[y.index]),
      series: colour ? (row[colour.index]?.text ?? "not said") : "",
      title: columns.filter((column) => row[column.index]).map((column) => `${column.name}: ${row[column.index].text}`).join("\n"),
    }));
  return { points, series: [...new Set(points.map((point) => point.series))], dropped: rows.length - points.length };
}

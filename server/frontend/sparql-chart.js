// The table of a result as a chart: bars, lines or points, with columns that fit and can be changed.
import { barX, dot, gridX, gridY, lineY, plot, ruleX, ruleY, text as words } from "@observablehq/plot";
import { choose, grouped, measured } from "./sparql/chart-data.js";

const KINDS = { bar: "Bars", line: "Lines", points: "Points" };
const COLOURS = Array.from({ length: 8 }, (_, index) => `var(--series-${index + 1})`);
// What has a colour on all pages has it here.
const MEANT = { opportunity: "var(--good)", threat: "var(--warn)" };
const CHARACTER = 6.6;

globalThis["sparql-chart"] = function draw(panel, data, state, remember) {
  const choice = choose(data, state);
  const controls = document.createElement("p");
  controls.className = "options";
  const figure = document.createElement("figure");
  figure.className = "chart";
  panel.replaceChildren(controls, figure);

  const pick = (name, label, options, value) => {
    const field = document.createElement("label");
    const select = document.createElement("select");
    for (const [key, text] of options) select.add(new Option(text, key, false, key === value));
    select.addEventListener("change", () => {
      const next = choose(data, { ...choice.state, [name]: select.value });
      remember(next.state);
      draw(panel, data, next.state, remember);
      panel.querySelector(`select[name=${name}]`).focus();
    });
    select.name = name;
    field.append(label + " ", select);
    controls.append(field);
  };
  const named = (columns) => columns.map((column) => [column.name, column.name]);
  pick("kind", "Chart", choice.kinds.map((kind) => [kind, KINDS[kind]]), choice.kind);
  pick("x", choice.kind === "bar" ? "A bar for each" : "Across", named(choice.xs), choice.x.name);
  pick("y", choice.kind === "bar" ? "Its length" : "Upwards", [...(choice.counts ? [["", "number of rows"]] : []), ...named(choice.ys)], choice.y?.name ?? "");
  pick("colour", "Colour", [["", "one colour"], ...named(choice.colours)], choice.colour?.name ?? "");

  let width = 0;
  new ResizeObserver(() => {
    // A panel that is not shown has no width.
    if (!figure.clientWidth || Math.abs(figure.clientWidth - width) < 8) return;
    width = figure.clientWidth;
    render(figure, data, choice, width);
  }).observe(figure);
  render(figure, data, choice, (width = figure.clientWidth));
};

function render(figure, data, choice, width) {
  const { series, marks, summary, note, ...options } = choice.kind === "bar" ? bars(data, choice, width) : positions(data, choice);
  const picture = plot({
    width,
    ...options,
    color: { type: "ordinal", domain: series, range: series.map(colourOf) },
    marks,
  });
  // Its rules are in sparql.css: the policy of the page forbids styles of its own.
  picture.querySelector("style")?.remove();
  // One picture with one name: its parts are not things of their own to a screen reader.
  for (const part of picture.querySelectorAll("[aria-label]")) {
    part.dataset.part = part.getAttribute("aria-label");
    part.removeAttribute("aria-label");
  }
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", summary);
  const caption = document.createElement("figcaption");
  caption.textContent = `${summary} ${note} The table holds the same.`;
  figure.replaceChildren(...(series.length > 1 ? [legend(series)] : []), picture, caption);
}

function colourOf(name, index) {
  return MEANT[name] ?? COLOURS[index % COLOURS.length];
}

// 4.7T and 432.5K where there is no room for all digits.
function compact(number) {
  const large = Math.abs(number) >= 1e5;
  return number.toLocaleString("en", { notation: large ? "compact" : "standard", maximumFractionDigits: 2 });
}

function bars(data, choice, width) {
  const { bars, series, left, added } = grouped(data, choice);
  const names = [...new Set(bars.map((bar) => bar.name))];
  const most = Math.floor(Math.min(width * 0.42, 260) / CHARACTER);
  const short = (name) => (name.length > most ? name.slice(0, most - 1) + "…" : name);
  const length = choice.y?.name ?? "number of rows";
  const fill = series.length > 1 ? "series" : COLOURS[0];
  const longest = bars.reduce((one, other) => (other.total > one.total ? other : one));
  return {
    series,
    height: names.length * 24 + 60,
    marginLeft: Math.min(most, Math.max(...names.map((name) => name.length))) * CHARACTER + 14,
    marginRight: 44,
    x: { label: length, nice: true, tickFormat: compact, ticks: Math.max(2, Math.floor(width / 130)) },
    y: { label: null, domain: names, tickFormat: short },
    marks: [
      gridX(),
      barX(bars, { x: "value", y: "name", fill, title: (bar) => `${bar.name}${bar.series ? `, ${bar.series}` : ""}: ${bar.value}`, tip: true, sort: null }),
      words(
        bars.filter((bar) => bar.first),
        { x: "total", y: "name", text: (bar) => compact(bar.total), textAnchor: "start", dx: 5 },
      ),
      ruleX([0]),
    ],
    summary: `Bars: ${length} for each ${choice.x.name}, ${names.length} of them; the longest is ${longest.name} with ${compact(longest.total)}.`,
    note: (left ? `The ${left} shortest are left out. ` : "") + (added ? "Rows with the same name are added up." : ""),
  };
}

function positions(data, choice) {
  const { points, series, dropped } = measured(data, choice);
  const encoded = { x: "x", y: "y", ...(series.length > 1 ? { stroke: "series" } : { stroke: COLOURS[0] }) };
  const isLine = choice.kind === "line";
  const title = (point) => point.title;
  return {
    series,
    height: 380,
    marginLeft: 56,
    marginRight: 24,
    x: { label: choice.x.name, nice: true, ...(choice.x.kind === "time" ? { type: "utc" } : { type: "linear", tickFormat: compact }) },
    y: { label: choice.y.name, grid: true, nice: true, zero: isLine, tickFormat: compact },
    marks: [
      ...(isLine ? [lineY(points, { ...encoded, strokeWidth: 2, sort: "x" })] : [gridY()]),
      dot(points, { ...encoded, fill: encoded.stroke, fillOpacity: isLine ? 1 : 0.45, r: isLine ? 3 : 4.5, title, tip: true }),
      ...(isLine ? [ruleY([0])] : []),
    ],
    summary: `${isLine ? "Lines" : "Points"}: ${choice.y.name} by ${choice.x.name}, ${points.length} values${series.length > 1 ? ` in ${series.length} colours` : ""}.`,
    note: dropped ? `${dropped} rows without both values are left out.` : "",
  };
}

function legend(series) {
  const list = document.createElement("ul");
  list.className = "series";
  series.forEach((name, index) => {
    const item = document.createElement("li");
    item.textContent = name;
    item.style.setProperty("--swatch", colourOf(name, index));
    list.append(item);
  });
  return list;
}

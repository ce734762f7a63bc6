// Draws the figures of a table that stands on the page. The table is all the data, and what a screen reader reads.
import { dot, line, plot, rect, ruleX, text } from "@observablehq/plot";

const LETTER = 7.4;
const LINE = 15;
// What is written after the longest bar needs room.
const ROOM = 92;

const words = (element) => (element ? element.textContent.replace(/\s+/g, " ").trim() : "");

const titled = (head) => {
  const unit = head.querySelector(".unit");
  return unit ? `${words(head.firstChild)}, ${words(unit)}` : words(head);
};

// The columns of a table, each with its figures: in which row, how much, and how the document writes it.
function columns(table) {
  const rows = [...table.tBodies[0].rows];
  return [...table.tHead.rows[0].cells].slice(1).map((head, at) => ({
    title: titled(head),
    unit: head.dataset.unit,
    kind: head.dataset.kind,
    rows: rows.length,
    values: rows.flatMap((row, index) =>
      [...row.cells[at + 1].querySelectorAll("[data-value]")].map((cell) => ({
        name: words(row.cells[0]),
        row: index,
        value: Number(cell.dataset.value),
        odd: cell.classList.contains("odd"),
        written: words(cell.querySelector("a")) + (cell.querySelector("sup") ? "*" : ""),
      })),
    ),
  }));
}

// A heading and, below it, a picture with one description for those who do not see it.
function add(figure, title, description, draw) {
  const panel = document.createElement("div");
  panel.className = "panel";
  const heading = document.createElement("p");
  heading.textContent = title;
  heading.setAttribute("aria-hidden", "true");
  panel.append(heading);
  figure.append(panel);
  const svg = plot({ margin: 0, ...draw(Math.min(panel.clientWidth, 640)) });
  // The policy of our pages allows no style element; charts.css has its rules.
  for (const style of svg.querySelectorAll("style")) style.remove();
  for (const group of svg.children) {
    group.removeAttribute("aria-label");
    group.setAttribute("aria-hidden", "true");
  }
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", description);
  svg.classList.add("plot");
  panel.append(svg);
}

// Rows of bars with their names above them, where they need no margin and are whole on a narrow screen.
function layout(values, count, width) {
  const lines = Math.ceil(Math.max(...values.map((it) => it.name.length * LETTER)) / width);
  const name = lines * LINE;
  const step = name + 31;
  const middle = (it) => it.row * step + name + 13;
  return {
    height: count * step,
    middle,
    names: (x, options) =>
      text(values, { x: () => x, y: (it) => it.row * step + name, text: "name", textAnchor: "start", lineAnchor: "bottom", lineWidth: width / 13, className: "thing", ...options }),
    bars: (rows, from, to, className) =>
      rect(rows, { x1: from, x2: to, y1: (it) => middle(it) - 8, y2: (it) => middle(it) + 7, className }),
    labels: (rows, x, label, options) => text(rows, { x, y: middle, text: label, className: "value", ...options }),
  };
}

function barsOf(column, width, most) {
  const { height, middle, names, bars, labels } = layout(column.values, column.rows, width);
  const dots = column.kind === "dots";
  const drawn = dots
    ? [dot(column.values, { x: "value", y: middle, r: 5, className: "mark dots" })]
    : [false, true].map((odd) =>
        bars(column.values.filter((it) => it.odd === odd), () => 0, (it) => it.value, odd ? "mark odd" : "mark"),
      );
  return {
    width,
    height,
    marks: [
      names(0),
      ...drawn,
      ruleX([0], { className: "base" }),
      labels(column.values, "value", "written", { textAnchor: "start", dx: dots ? 10 : 6 }),
    ],
    x: { domain: [0, most], range: [1, width - ROOM], axis: null },
    y: { domain: [0, height], range: [0, height], axis: null },
  };
}

function lineOf(column, width, most) {
  const points = column.values.map((it) => ({ ...it, year: Number.parseInt(it.name, 10) }));
  return {
    width,
    height: 220,
    marginLeft: 24,
    marginRight: 32,
    marginTop: 24,
    marginBottom: 28,
    marks: [
      line(points, { x: "year", y: "value", className: "line" }),
      dot(points, { x: "year", y: "value", r: 4, className: "mark dots" }),
      text(points, { x: "year", y: "value", text: "written", dy: -12, className: "value" }),
    ],
    x: { label: null, ticks: [...new Set(points.map((it) => it.year))], tickFormat: String },
    y: { domain: [0, most], axis: null },
  };
}

function panels(figure, table) {
  const all = columns(table);
  figure.classList.toggle("alone", all.length === 1);
  for (const column of all) {
    // Columns in one unit have one scale, so that their bars compare.
    const same = all.filter((each) => each.unit === column.unit).flatMap((each) => each.values);
    const most = Math.max(...same.map((it) => it.value));
    const draw = column.kind === "line" ? lineOf : barsOf;
    const description = `${figure.dataset.title}: ${column.title}, as a picture of the table below`;
    add(figure, column.title, description, (width) => draw(column, width, most));
  }
  const notes = [...(table.querySelector("sup") ? ["* a caveat stands against it"] : []),
    ...(table.querySelector(".odd") ? ["dashed: a sum speaks against it"] : [])];
  if (notes.length) {
    const caption = document.createElement("figcaption");
    caption.textContent = `${notes.join("; ")}. See below.`;
    figure.append(caption);
  }
}

// Threats to the left, opportunities to the right.
function balance(figure, table) {
  const rows = [...table.tBodies[0].rows].map((row, index) => {
    const { opportunities, threats } = row.querySelector(".total").dataset;
    const name = words(row.cells[0].querySelector("a:not(.open)") ?? row.cells[0].firstChild);
    return { name, row: index, opportunities: Number(opportunities), threats: Number(threats) };
  });
  const left = Math.max(...rows.map((it) => it.threats));
  const right = Math.max(...rows.map((it) => it.opportunities));
  figure.classList.add("alone");
  add(figure, "▼ threats to the left, ▲ opportunities to the right", figure.dataset.title, (width) => {
    const { height, middle, names, bars, labels } = layout(rows, rows.length, width);
    const marks = [
      names(-left, { dx: -30 }),
      bars(rows, (it) => -it.threats, () => 0, "mark threat"),
      bars(rows, () => 0, (it) => it.opportunities, "mark opportunity"),
      ruleX(rows, { x: () => 0, y1: (it) => middle(it) - 10, y2: (it) => middle(it) + 9, className: "base" }),
      labels(rows.filter((it) => it.threats), (it) => -it.threats, "threats", { textAnchor: "end", dx: -5 }),
      labels(rows.filter((it) => it.opportunities), "opportunities", "opportunities", { textAnchor: "start", dx: 5 }),
    ];
    const x = { domain: [-left, right], range: [31, width - 40], axis: null };
    return { width, height, marks, x, y: { domain: [0, height], range: [0, height], axis: null } };
  });
}

for (const figure of document.querySelectorAll("figure[data-chart]")) {
  const table = document.getElementById(figure.dataset.table);
  (figure.dataset.chart === "balance" ? balance : panels)(figure, table);
}

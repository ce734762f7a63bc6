// Draws the neighbours of a thing around it; the list beside the picture says the same.
import cytoscape from "cytoscape";

const EVERY = 3; // one of so many stands near: those that most claims name
const ROOMY = 480; // a picture that is narrower has room for
const FEW = 10; // so many
const MARGIN = 55; // for the names
const picture = document.getElementById("picture");
const dark = matchMedia("(prefers-color-scheme: dark)");

function colours() {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(
    ["paper", "raised", "ink", "quiet", "line", "link", "words-line"].map((name) => [
      name,
      style.getPropertyValue(`--${name}`).trim(),
    ]),
  );
}

function look() {
  const colour = colours();
  const text = { "font-family": "sans-serif", color: colour.ink };
  return [
    {
      selector: "node",
      style: {
        ...text,
        label: "data(label)",
        width: "data(size)",
        height: "data(size)",
        "background-color": colour.link,
        "font-size": 11,
        "text-wrap": "wrap",
        "text-max-width": 92,
        "text-valign": "bottom",
        "text-margin-y": 4,
        "text-background-color": colour.paper,
        "text-background-opacity": 0.85,
        "text-background-padding": 1,
      },
    },
    {
      selector: "node.middle",
      style: { "background-color": colour["words-line"], "font-size": 14, "font-weight": "bold", width: 34, height: 34 },
    },
    { selector: "node.over", style: { "background-color": colour.ink } },
    {
      selector: "edge",
      style: {
        ...text,
        color: colour.quiet,
        "target-label": "data(label)",
        "target-text-offset": "data(offset)",
        "target-text-rotation": "autorotate",
        width: "data(width)",
        "line-color": colour.line,
        "curve-style": "straight",
        "font-size": 10,
        "text-background-color": colour.paper,
        "text-background-opacity": 0.9,
        "text-background-padding": 1,
      },
    },
    { selector: "edge.over", style: { "line-color": colour.link, color: colour.ink } },
  ];
}

// Each neighbour has a direction of its own, so that no line runs behind another's circle.
function elements(found, rows) {
  const most = Math.max(...rows.map((row) => row.claims));
  const near = rows.length > FEW ? Math.floor(rows.length / EVERY) : 0;
  const wide = picture.clientWidth / 2 - MARGIN;
  const high = picture.clientHeight / 2 - MARGIN;
  let inner = 0;
  let outer = near;
  const parts = rows.map((_, slot) => {
    const isNear = inner < near && slot % EVERY === 0;
    const row = rows[isNear ? inner++ : outer++];
    const angle = (2 * Math.PI * (slot + 0.5)) / rows.length;
    const reach = isNear ? 0.55 : 1;
    const size = 10 + 14 * Math.sqrt(row.claims / most);
    return [
      {
        data: { id: row.neighbour, label: row.label, page: row.page, size },
        position: { x: wide * reach * Math.sin(angle), y: -high * reach * Math.cos(angle) },
      },
      {
        data: {
          source: found.iri,
          target: row.neighbour,
          label: row.ties.split(", ")[0],
          width: 1 + 4 * (row.claims / most),
          offset: size / 2 + 34,
        },
      },
    ];
  });
  return [{ data: { id: found.iri, label: found.label }, classes: "middle", position: { x: 0, y: 0 } }, ...parts.flat()];
}

async function draw() {
  const found = await (await fetch(picture.dataset.from)).json();
  picture.hidden = false;
  const rows = picture.clientWidth < ROOMY ? found.rows.slice(0, FEW) : found.rows;
  const graph = cytoscape({
    container: picture,
    elements: elements(found, rows),
    style: look(),
    layout: { name: "preset", fit: true, padding: 24 },
    userZoomingEnabled: false,
    userPanningEnabled: false,
    autoungrabify: true,
    boxSelectionEnabled: false,
  });
  graph.on("mouseover", "node", (event) => {
    picture.style.cursor = event.target.data("page") ? "pointer" : "default";
    event.target.addClass("over").connectedEdges().addClass("over");
  });
  graph.on("mouseout", "node", (event) => {
    picture.style.cursor = "default";
    event.target.removeClass("over").connectedEdges().removeClass("over");
  });
  graph.on("tap", "node[page]", (event) => location.assign(event.target.data("page")));
  dark.addEventListener("change", () => graph.style(look()));
  addEventListener("resize", () => graph.resize().fit(undefined, 24));
}

draw();

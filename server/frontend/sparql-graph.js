// Triples, or rows of two or three things, as a picture of nodes and arrows; the table holds the same.
import cytoscape from "cytoscape";
import { isThing } from "./sparql/table.js";

const MOST = 300;
const LONG = 40;
const LINE = 20;
const READABLE = 0.85;
const FORCES = { idealEdgeLength: () => 70, nodeRepulsion: () => 40_000, nodeOverlap: 30, componentSpacing: 60, padding: 24 };

// Cytoscape leaves out a style element of its own, which the policy of the page forbids, where there is this one.
const styles = document.createElement("meta");
styles.id = "__________cytoscape_stylesheet";
document.head.append(styles);

globalThis["sparql-graph"] = function draw(panel, links) {
  const between = links.filter((link) => isThing(link.to));
  const state = { values: between.length === 0 };
  const place = document.createElement("div");
  place.className = "graph";
  place.setAttribute("role", "img");
  const said = document.createElement("p");
  said.className = "quiet";
  const about = document.createElement("p");
  about.setAttribute("role", "status");
  const options = document.createElement("p");
  options.className = "options";
  panel.replaceChildren(options, place, about, said);

  let cy = null;
  const paint = () => {
    cy?.destroy();
    const shown = (state.values ? links : between).slice(0, MOST);
    const elements = asElements(shown);
    cy = cytoscape({
      container: place,
      elements,
      style: look(place),
      layout: { name: "circle" },
      userZoomingEnabled: false,
      boxSelectionEnabled: false,
      minZoom: 0.2,
      maxZoom: 3,
    });
    // From the circle onwards, so that the same graph gives the same picture.
    cy.layout({ name: "cose", animate: false, randomize: false, nodeDimensionsIncludeLabels: true, ...FORCES }).run();
    if (cy.zoom() < READABLE) zoom(cy, READABLE / cy.zoom());
    cy.on("tap", "node", (event) => tell(about, event.target.data()));
    const nodes = cy.nodes().length;
    const rest = links.length - shown.length;
    const says = new Set(shown.map((link) => link.through?.text ?? ""));
    const [only] = says;
    if (says.size === 1) cy.edges().data("label", "");
    const summary = `Graph of ${nodes} nodes and ${shown.length} arrows${says.size === 1 && only ? `, each of which says “${only}”` : ""}`;
    place.setAttribute("aria-label", summary);
    said.textContent = `${summary}${rest ? `; ${rest} rows are not drawn` : ""}. Choose a node to see where it leads; the table holds the same.`;
  };

  if (between.length && between.length < links.length) options.append(checkbox("values (text, numbers, dates) too", (on) => ((state.values = on), paint())));
  options.append(
    action("Larger", () => zoom(cy, 1.3)),
    action("Smaller", () => zoom(cy, 1 / 1.3)),
    action("Whole", () => cy.fit(undefined, 24)),
  );
  paint();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => place.isConnected && cy.style(look(place)));
};

function asElements(links) {
  const nodes = new Map();
  const name = (cell, id) => {
    if (!nodes.has(id)) {
      const label = cell.text.length > LONG ? cell.text.slice(0, LONG - 1) + "…" : cell.text;
      const [width, height] = [Math.min(label.length, LINE) * 7.5 + 6, Math.ceil(label.length / LINE) * 16 + 6];
      const data = { id, label, width, height, whole: cell.text, href: cell.href };
      nodes.set(id, { data, classes: isThing(cell) ? "thing" : "value" });
    }
    return id;
  };
  const edges = links.map(({ from, through, to }, index) => ({
    data: {
      source: name(from, `n ${from.href || from.text}`),
      // The same text twice is two values.
      target: name(to, isThing(to) ? `n ${to.href || to.text}` : `v ${index}`),
      label: through?.text ?? "",
    },
  }));
  return [...nodes.values(), ...edges];
}

function look(place) {
  const colours = getComputedStyle(place);
  const colour = (name) => colours.getPropertyValue(name).trim();
  const font = { "font-family": colours.fontFamily, "font-size": 13, color: colour("--ink") };
  return [
    { selector: "node", style: { ...font, label: "data(label)", "text-wrap": "wrap", "text-max-width": 130, "text-valign": "bottom", "text-margin-y": 4, width: 16, height: 16, "background-color": colour("--link"), "border-width": 0 } },
    { selector: "node.value", style: { shape: "round-rectangle", "background-color": colour("--raised"), "border-width": 1, "border-color": colour("--quiet"), "text-valign": "center", "text-margin-y": 0, width: "data(width)", height: "data(height)" } },
    { selector: "node:selected", style: { "border-width": 4, "border-color": colour("--words-line") } },
    { selector: "edge", style: { ...font, "font-size": 11, color: colour("--quiet"), label: "data(label)", width: 1.3, "line-color": colour("--quiet"), "target-arrow-color": colour("--quiet"), "target-arrow-shape": "triangle", "arrow-scale": 0.9, "curve-style": "bezier", "text-rotation": "autorotate", "text-background-color": colour("--paper"), "text-background-opacity": 1, "text-background-padding": 2 } },
  ];
}

function zoom(cy, factor) {
  cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
}

function tell(about, { whole, href }) {
  const link = document.createElement(href ? "a" : "span");
  link.textContent = whole;
  if (href) link.href = href;
  about.replaceChildren(link);
}

function action(label, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "plain";
  button.textContent = label;
  button.addEventListener("click", act);
  return button;
}

function checkbox(label, change) {
  const field = document.createElement("label");
  const input = document.createElement("input");
  input.type = "checkbox";
  input.addEventListener("change", () => change(input.checked));
  field.append(input, " " + label);
  return field;
}

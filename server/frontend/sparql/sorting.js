// A column's heading sorts by it: up, down, and as the server sent it.
import { moment, readTable } from "./table.js";

const STATES = ["none", "ascending", "descending"];

export function makeSortable(table) {
  if (table.tHead.querySelector("button")) return;
  const body = table.tBodies[0];
  const sent = [...body.rows];
  const { columns, rows } = readTable(table);
  const cells = new Map(sent.map((row, index) => [row, rows[index]]));
  [...table.tHead.rows[0].cells].forEach((heading, index) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = heading.textContent;
    button.addEventListener("click", () => {
      const state = STATES[(STATES.indexOf(heading.getAttribute("aria-sort") ?? "none") + 1) % STATES.length];
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      if (state !== "none") heading.setAttribute("aria-sort", state);
      const sign = state === "descending" ? -1 : 1;
      const by = (one, other) => sign * compare(columns[index].kind, cells.get(one)[index], cells.get(other)[index]);
      body.append(...(state === "none" ? sent : [...sent].sort(by)));
    });
    heading.replaceChildren(button);
  });
}

function compare(kind, one, other) {
  if (!one || !other) return !one - !other;
  if (kind === "number") return Number(one.text) - Number(other.text);
  if (kind === "time") return moment(one) - moment(other);
  return one.text.localeCompare(other.text, "en", { numeric: true });
}

// Audits pages with Lighthouse as on a phone, and prints for each its scores and what cost points, as JSON:
// node lighthouse.mjs BROWSER ADDRESS...
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const [browser, ...addresses] = process.argv.slice(2);
const chrome = await launch({ chromePath: browser, chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu"] });
const found = {};
try {
  for (const address of addresses) {
    const { lhr } = await lighthouse(address, { port: chrome.port, logLevel: "silent", disableFullPageScreenshot: true });
    const lost = Object.values(lhr.audits).filter((audit) => audit.score !== null && audit.score < 0.9);
    found[address] = {
      scores: Object.fromEntries(Object.entries(lhr.categories).map(([name, { score }]) => [name, score])),
      lost: lost.map(({ id, title, displayValue }) => [id, title, displayValue ?? ""].join(" ").trim()),
    };
  }
} finally {
  await chrome.kill();
}
console.log(JSON.stringify(found));

// Completers over our own graph: after a prefix as one types, and of words in labels by Ctrl+Space.
const MOST = 60;
let known = null;

function terms() {
  known ??= fetch("/sparql/terms.json")
    .then((response) => (response.ok ? response.json() : { terms: [] }))
    .then(({ terms }) => terms.map(([name, label, kind]) => ({ name, label, kind, words: label.toLowerCase() })))
    .catch(() => []);
  return known;
}

export function registerCompleters(Yasqe, prefixes) {
  const declarations = Object.entries(prefixes).map(([prefix, namespace]) => `${prefix}: <${namespace}>`);
  Yasqe.forkAutocompleter("prefixes", {
    name: "prefixes",
    get: () => Promise.resolve(declarations.sort()),
    persistenceId: null,
  });
  const common = {
    bulk: false,
    preProcessToken: (_editor, token) => token,
    get: async (editor, token) => (await matching(token.string, followsType(editor))).map((term) => term.name),
    postprocessHints: (_editor, hints) => hints.map(described),
  };
  const isName = (token) => /^[a-z]+:[^<>"']*$/.test(token.string);
  const isWord = (token) => /^[A-Za-z]\w{2,}$/.test(token.string) && !/keyword/.test(token.type ?? "");
  Yasqe.registerAutocompleter(
    { ...common, name: "terms", autoShow: true, isValidCompletionPosition: (editor) => isHere(editor, isName) },
    false,
  );
  Yasqe.registerAutocompleter(
    { ...common, name: "words", autoShow: false, isValidCompletionPosition: (editor) => isHere(editor, isWord) },
    false,
  );
}

function isHere(editor, fits) {
  const token = editor.getCompleteToken();
  if (!fits(token) || token.type === "comment" || token.type === "string") return false;
  const before = editor.getPreviousNonWsToken(editor.getDoc().getCursor().line, token);
  return before.string.toUpperCase() !== "PREFIX";
}

function followsType(editor) {
  const token = editor.getCompleteToken();
  const before = editor.getPreviousNonWsToken(editor.getDoc().getCursor().line, token);
  return ["a", "rdf:type"].includes(before.string);
}

// What begins as typed; then what has a word that does, in its name or its label.
async function matching(typed, onlyClasses) {
  const all = await terms();
  const offered = onlyClasses ? all.filter((term) => term.kind === "class") : all;
  const [prefix, rest] = typed.includes(":") ? [typed.slice(0, typed.indexOf(":") + 1), typed.slice(typed.indexOf(":") + 1)] : ["", typed];
  const start = prefix + rest.toLowerCase();
  const inPrefix = offered.filter((term) => term.name.startsWith(prefix));
  const first = prefix ? inPrefix.filter((term) => term.name.toLowerCase().startsWith(start)) : [];
  if (!rest) return first.slice(0, MOST);
  const word = new RegExp(`(^|[\\s(-])${rest.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ".")}`, "u");
  const second = inPrefix.filter((term) => !first.includes(term) && word.test(term.words));
  return [...first, ...second].slice(0, MOST);
}

let details = new Map();
terms().then((all) => (details = new Map(all.map((term) => [term.name, term]))));

// The label beside the name, and whether it is a class, a property or a thing.
function described(hint) {
  const term = details.get(hint.text);
  const render = (element) => {
    const label = document.createElement("span");
    label.className = "label";
    label.textContent = term ? `${term.label} · ${term.kind}` : "";
    element.append(hint.text, " ", label);
  };
  return { ...hint, render };
}

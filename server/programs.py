"""A query as a program in four languages: ``/sparql/programs.json``, and on the query page.

Each is complete, needs no more than its language's usual library, and prints what it gets.
"""

from __future__ import annotations

import json
import shlex
from dataclasses import dataclass

from flask import Blueprint, Response, request

from server.tokens import tokens

blueprint = Blueprint("programs", __name__)

_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


@dataclass(frozen=True)
class Program:
    """``name`` is short and fit for an id; ``needs`` says what has to be installed."""

    name: str
    label: str
    needs: str
    code: str


@blueprint.get("/sparql/programs.json")
def as_json() -> Response:
    """The programs of ``query`` by name."""
    written = programs(request.args.get("query", "").strip(), endpoint())
    return Response(json.dumps({each.name: each.code for each in written}), mimetype="application/json")


def endpoint() -> str:
    """The address of the SPARQL endpoint as this client sees it."""
    return f"{request.scheme}://{request.host}/sparql"


def programs(query: str, address: str) -> list[Program]:
    """The query, sent to the endpoint at an address, in every language we have."""
    form = form_of(query)
    return [
        Program("python", "Python", "SPARQLWrapper", _python(query, form, address)),
        Program("r", "R", "R 4.0 or newer, and no package", _r(query, form, address)),
        Program("javascript", "JavaScript", "a browser, or Node 18 or newer", _javascript(query, form, address)),
        Program("curl", "curl", "curl", _curl(query, form, address)),
    ]


def form_of(query: str) -> str:
    """SELECT, ASK, CONSTRUCT or DESCRIBE; SELECT where there is none of them."""
    words = (token.group().upper() for token in tokens(query) if token.lastgroup == "word")
    return next((word for word in words if word in _FORMS), "SELECT")


def _is_graph(form: str) -> bool:
    return form in ("CONSTRUCT", "DESCRIBE")


def _python(query: str, form: str, address: str) -> str:
    escaped = query.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    kind = "TURTLE" if _is_graph(form) else "JSON"
    shows = {
        "SELECT": 'for row in answer["results"]["bindings"]:\n'
        '    print({name: cell["value"] for name, cell in row.items()})',
        "ASK": 'print(answer["boolean"])',
    }.get(form, "print(answer.decode())")
    return f'''\
from SPARQLWrapper import {kind}, SPARQLWrapper

query = """
{escaped}
"""
endpoint = SPARQLWrapper({json.dumps(address)}, returnFormat={kind})
endpoint.setQuery(query)
answer = endpoint.queryAndConvert()
{shows}
'''


def _r(query: str, form: str, address: str) -> str:
    # A raw string ends at the first bracket that as many dashes follow as it began with.
    dashes = "-"
    while f"){dashes}" in query:
        dashes += "-"
    reads = {
        "SELECT": 'answer <- read.csv(paste0(address, "&format=csv"), encoding = "UTF-8")',
        "ASK": 'answer <- readLines(paste0(address, "&format=json"))',
    }.get(form, 'answer <- readLines(paste0(address, "&format=turtle"), encoding = "UTF-8")')
    shows = "print(answer)" if form == "SELECT" else 'cat(answer, sep = "\\n")'
    return f'''\
query <- r"{dashes}(
{query}
){dashes}"
address <- paste0({json.dumps(address)}, "?query=", URLencode(query, reserved = TRUE))
{reads}
{shows}
'''


def _javascript(query: str, form: str, address: str) -> str:
    escaped = query.replace("\\", "\\\\").replace("`", "\\`").replace("${", "\\${")
    accept = "text/turtle" if _is_graph(form) else "application/sparql-results+json"
    shows = {
        "SELECT": "const { results } = await response.json();\n"
        "console.table(results.bindings.map((row) =>\n"
        "  Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, cell.value]))));",
        "ASK": "console.log((await response.json()).boolean);",
    }.get(form, "console.log(await response.text());")
    return f"""\
const query = `
{escaped}
`;
const response = await fetch({json.dumps(address)}, {{
  method: "POST",
  headers: {{ Accept: "{accept}" }},
  body: new URLSearchParams({{ query }}),
}});
if (!response.ok) throw new Error((await response.json()).detail);
{shows}
"""


def _curl(query: str, form: str, address: str) -> str:
    accept = {"SELECT": "text/csv", "ASK": "application/sparql-results+json"}.get(form, "text/turtle")
    return f"""\
curl --fail-with-body -H 'Accept: {accept}' {shlex.quote(address)} \\
  --data-urlencode {shlex.quote("query=" + query)}
"""

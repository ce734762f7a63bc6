"""``python -m graph.benches.rdflib_server FILE PORT``: rdflib-endpoint over an N-Triples file, in memory."""

from __future__ import annotations

import sys

import rdflib
import uvicorn
from rdflib_endpoint import SparqlEndpoint


def main(file: str, port: str) -> None:
    graph = rdflib.Graph()
    graph.parse(file, format="nt")
    uvicorn.run(SparqlEndpoint(graph=graph), host="127.0.0.1", port=int(port), log_level="warning")


if __name__ == "__main__":
    main(*sys.argv[1:])

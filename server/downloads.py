"""``/download``: the whole graph as files; ``/.well-known/void``: what it holds, as RDF."""

from __future__ import annotations

import pyoxigraph as ox
from flask import Blueprint, Response, render_template, request, send_file

from graph.dumps import FORMATS as DUMPS
from graph.namespaces import PREFIXES
from server.negotiation import GRAPHS, prefer
from server.problems import Problem
from server.services import services

blueprint = Blueprint("downloads", __name__)

_MEDIA_TYPES = dict(DUMPS.values())


@blueprint.get("/download")
def downloads() -> str:
    folder = services().engine.snapshot.dumps
    there = [(folder / name, media_type) for name, media_type in _MEDIA_TYPES.items() if (folder / name).is_file()]
    files = [(file.name, media_type, file.stat().st_size) for file, media_type in there]
    return render_template("download.html", files=files, snapshot=services().engine.snapshot.name)


@blueprint.get("/download/<name>")
def dump(name: str) -> Response:
    """One dump, streamed; its strong ETag is the snapshot's name, so that ranges and 304 work."""
    snapshot = services().engine.snapshot
    if name not in _MEDIA_TYPES or not (snapshot.dumps / name).is_file():
        raise Problem(404, "not-found", "There is: " + ", ".join(_MEDIA_TYPES) + ".")
    response = send_file(
        (snapshot.dumps / name).resolve(),
        mimetype=_MEDIA_TYPES[name],
        as_attachment=True,
        download_name=name,
        etag=f"{snapshot.name}-{name}",
    )
    return response


@blueprint.get("/.well-known/void")
def void() -> Response:
    """The description of the data set (VoID, DCAT) in the RDF format that the client prefers."""
    best = prefer(request.headers.get("Accept"), GRAPHS)
    if best is None:
        # A browser asks for HTML and gets the format that people read most easily.
        best = GRAPHS[0]
    triples = ox.parse(path=services().engine.snapshot.dumps / "void.ttl", format=ox.RdfFormat.TURTLE)
    rdf_format = ox.RdfFormat.from_media_type(best.media_type)
    assert rdf_format is not None
    body = ox.serialize([q.triple for q in triples], format=rdf_format, prefixes=PREFIXES)
    response = Response(body, content_type=best.content_type)
    response.vary.add("Accept")
    return response

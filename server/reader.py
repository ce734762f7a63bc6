"""A disposable process that evaluates SPARQL queries over one store, one at a time.

``python -m server.reader STORE PARENT_PID MEMORY_BYTES alone|network`` reads requests from standard input and
writes frames to standard output. A request is a length (4 bytes, big-endian) and a JSON object; a frame is one byte
that names its kind, a length and a payload:

- ``R`` ready, or not: ``{"network": bool, "memory": bool}`` or ``{"error": str}``; once, at the start.
- ``H`` the head of an answer: ``{"media_type": str, "length": int | null}``, the length where it is all there.
- ``D`` data, ``E`` the end of the data, ``X`` an error: ``{"error": kind, "message": str, …}`` and no more frames.

Nothing here imports a web framework or another part of the application: a process that is killed has to be
replaced in a few hundredths of a second.
"""

from __future__ import annotations

import json
import struct
import sys
from typing import Any, BinaryIO, Literal

from graph.namespaces import BASE
from server.sandbox import confine, end_after, enlarge_pipe, limit_memory
from server.writing import TooLarge, Unwritable, Writer, frame, write_results

_PIPE = 1 << 20
_GRACE_S = 1.0


def answer(store: Any, request: dict[str, Any], output: BinaryIO) -> None:
    """Evaluate one request and write its frames."""
    import pyoxigraph as ox

    def fail(kind: str, message: str = "", **more: object) -> None:
        output.write(frame(b"X", {"error": kind, "message": message, **more}))
        output.flush()

    dataset: dict[str, Any] = {}
    if request["default_graphs"] or request["named_graphs"]:
        for argument, names in (("default_graph", "default_graphs"), ("named_graphs", "named_graphs")):
            dataset[argument] = []
            for name in request[names]:
                try:
                    dataset[argument].append(ox.NamedNode(name))
                except ValueError as error:
                    return fail("graph", f"{name} ({error})")
    try:
        results = store.query(request["query"], base_iri=BASE, **dataset)
    except SyntaxError as error:
        return fail("syntax", str(error))
    except (OSError, ValueError, RuntimeError) as error:
        return fail("evaluation", str(error))
    form = "graph" if isinstance(results, ox.QueryTriples) else "solutions"
    media_type = request[form]
    if media_type is None:
        return fail("format", form=form)
    writer = Writer(output, media_type, request["limit"])
    try:
        write_results(results, writer, media_type)
        writer.finish()
    except TooLarge:
        writer.cut()
        fail("size")
    except Unwritable as error:
        fail("unwritable", str(error), form=form, media_type=media_type)
    except (OSError, ValueError, RuntimeError) as error:
        fail("evaluation", str(error))


def main(store_path: str, parent: str, memory: str, company: Literal["alone", "network"]) -> None:
    requests, output = sys.stdin.buffer, sys.stdout.buffer
    # Before the engine is loaded, because the engine starts threads.
    no_network = confine(int(parent), network=company == "network")
    enlarge_pipe(output.fileno(), _PIPE)
    import pyoxigraph as ox

    try:
        store = ox.Store.read_only(store_path)
        if not store.query("ASK { ?s ?p ?o }"):
            raise OSError("the store holds no triple")
    except (OSError, ValueError, RuntimeError) as error:
        output.write(frame(b"R", {"error": str(error)}))
        output.flush()
        return
    limited = limit_memory(int(memory))
    output.write(frame(b"R", {"network": not no_network, "memory": limited}))
    output.flush()
    while len(head := requests.read(4)) == 4:
        request = json.loads(requests.read(struct.unpack(">I", head)[0]))
        end_after(request["deadline"] + _GRACE_S)  # a second watch, should the parent not be there to kill
        answer(store, request, output)
        end_after(0)


if __name__ == "__main__":
    main(*sys.argv[1:])  # type: ignore[arg-type]

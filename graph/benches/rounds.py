"""The measuring: warm-up and comparison of answers, then rounds in which every server is asked the same in turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from statistics import mean

from graph.benches.answers import answer, check_some_content, same
from graph.benches.client import get
from graph.benches.clients import Clients, Load, Taken
from graph.benches.figures import Figure, Phase
from graph.benches.kinds import Kind
from graph.benches.peers import NATIVE, OURS, RDFLIB, BenchError, Server
from graph.sources import Progress

CLIENTS = 8
COMPARED = 6
COMPARED_RDFLIB = 2
AGAIN_QUERIES = 5
AGAIN_TIMES = 8
RDFLIB_LIMIT_S = 20.0
RDFLIB_SLOW_MS = 1000.0
SLICE_S = 1.0
_NO_END_S = 600.0
_LIMIT_S = 60.0
_START_S = 300.0
_WARM = 20
_PIECE = 0.1
_FEWEST = {"one": 16, "eight": 3 * CLIENTS}
_MOST = {"one": 400, "eight": 800}
_MOST_PAGES = {"one": 100, "eight": 120}
_JSON = "application/sparql-results+json"


@dataclass
class Question:
    """A kind with its queries, of which each is given out once; ``cost_s`` is what one takes the native server."""

    kind: Kind
    queries: list[str]
    figures: dict[tuple[Phase, str], Figure] = field(default_factory=dict)
    cost_s: float = 0.0

    def __post_init__(self) -> None:
        self._left = iter(self.queries)

    def take(self, count: int) -> list[str]:
        """The next few.

        Raises:
            BenchError: there are none left.
        """
        found = list(islice(self._left, count))
        if not found:
            raise BenchError(f"{self.kind.name}: no queries are left; ask for more triples or fewer runs")
        return found

    def figure(self, phase: Phase, server: Server) -> Figure:
        return self.figures.setdefault((phase, server.name), Figure())


class Rounds:
    """The measuring of ``servers``; ``pages`` are paths of entity pages.

    A slice is what one server is asked of one kind in one round: as many queries as the native server answers in
    ``slice_s`` seconds. With one client it is cut into pieces, and the two take turns after each. rdflib-endpoint,
    being far slower, gets it in one piece and is cut short after that time.

    ``page_figures`` and the figures of the questions are the result; ``remarks`` says where rdflib-endpoint
    answers otherwise than the two.
    """

    def __init__(
        self,
        servers: Sequence[Server],
        clients: Clients,
        questions: Sequence[Question],
        pages: Sequence[str],
        runs: int,
        progress: Progress,
        slice_s: float = SLICE_S,
    ) -> None:
        self.page_figures: dict[Phase, Figure] = {"one": Figure(), "eight": Figure(), "again": Figure()}
        self.remarks: list[str] = []
        self._servers = list(servers)
        self._by_name = {server.name: server for server in servers}
        self._clients = clients
        self._questions = questions
        self._pages = [get(path, "text/html") for path in pages]
        self._runs = runs
        self._progress = progress
        self._slice_s = slice_s

    def run(self) -> None:
        """All of it.

        Raises:
            BenchError: our server or the native one fails, or they answer differently.
        """
        self._progress("comparing answers")
        for question in self._questions:
            self._compare(question)
        self._progress("warming up")
        for question in self._questions:
            self._warm_up(question)
        self._visit("one", self._pages[:_WARM], measured=False)
        each = (len(self._pages) - _WARM) // self._runs
        for number in range(self._runs):
            self._progress(f"round {number + 1} of {self._runs}: one client, and the same again")
            for question in self._questions:
                self._ask_alone(question, number)
            self._progress(f"round {number + 1} of {self._runs}: eight clients")
            for question in self._questions:
                self._ask_together(question, number)
            self._progress(f"round {number + 1} of {self._runs}: entity pages")
            begin = _WARM + number * each
            self._round_of_pages(self._pages[begin : begin + each])

    def _compare(self, question: Question) -> None:
        kind, differing = question.kind, 0
        contents = []
        for number, query in enumerate(question.take(COMPARED)):
            ours = answer(self._by_name[OURS], kind, query, _LIMIT_S)
            native = answer(self._by_name[NATIVE], kind, query, _LIMIT_S)
            if ours is None or native is None:
                raise BenchError(f"{kind.name}: no answer within {_LIMIT_S:g} s to\n{query}")
            if ours != native:
                raise BenchError(f"{kind.name}: {OURS} and {NATIVE} answer differently to\n{query}")
            contents.append(ours)
            asked = RDFLIB in self._by_name and number < COMPARED_RDFLIB
            if asked and not question.figure("one", self._by_name[RDFLIB]).note:
                third = answer(self._by_name[RDFLIB], kind, query, RDFLIB_LIMIT_S)
                if third is None:
                    self._give_up(question, "one", self._by_name[RDFLIB])
                elif not same(kind, ours, third):
                    differing += 1
        check_some_content(kind, contents)
        if differing:
            self.remarks.append(f"{RDFLIB} answers {differing} of {COMPARED_RDFLIB} otherwise: {kind.name}")

    def _warm_up(self, question: Question) -> None:
        queries = question.take(_WARM)
        for server in self._servers:
            figure = question.figure("one", server)
            if not figure.note:
                taken = self._ask(question, "one", server, [queries], self._slice_s)
                if server.name == NATIVE:
                    question.cost_s = mean(taken.ms) / 1000

    def _ask_alone(self, question: Question, number: int) -> None:
        queries = question.take(self._count(question, "one"))
        servers = [server for server in self._servers if server.name != RDFLIB]
        # What else the machine does comes and goes; in pieces this short it slows all of them down alike.
        size = max(1, int(self._slice_s * _PIECE / question.cost_s))
        pieces = [queries[begin : begin + size] for begin in range(0, len(queries), size)]
        taken: dict[str, list[Taken]] = {server.name: [] for server in servers}
        for turn, piece in enumerate(pieces, number):
            for server in _in_turn(servers, turn):
                taken[server.name].append(self._ask(question, "one", server, [piece], _NO_END_S))
        for server in servers:
            question.figure("one", server).add(Taken.one_after_the_other(taken[server.name]))
        if RDFLIB in self._by_name:
            rdflib = self._by_name[RDFLIB]
            if not question.figure("one", rdflib).note:
                found = self._ask(question, "one", rdflib, [queries], self._slice_s)
                question.figure("one", rdflib).add(found)
        again = queries[-AGAIN_QUERIES:] * AGAIN_TIMES
        for server in _in_turn(servers, number):
            found = self._ask(question, "again", server, [again], self._slice_s)
            question.figure("again", server).add(found)

    def _ask_together(self, question: Question, number: int) -> None:
        queries = question.take(self._count(question, "eight"))
        shares = [share for each in range(CLIENTS) if (share := queries[each::CLIENTS])]
        for server in _in_turn(self._servers, number):
            figure, alone = question.figure("eight", server), question.figure("one", server)
            if server.name == RDFLIB:
                if number:
                    continue  # Eight clients wait for it eight times as long, so one round has to do.
                figure.note = figure.note or alone.note
                if alone.measured and alone.p50 > RDFLIB_SLOW_MS:
                    figure.note = "not asked"
            if not figure.note:
                seconds = self._slice_s if server.name == RDFLIB else _NO_END_S
                figure.add(self._ask(question, "eight", server, shares, seconds))

    def _count(self, question: Question, phase: Phase) -> int:
        """How many queries make up a slice: as many as the native server answers in its time, and as there are."""
        share = (len(question.queries) - COMPARED - _WARM) // self._runs
        there, at_once = (share // 4, 1) if phase == "one" else (share * 3 // 4, 2)
        wanted = int(self._slice_s * at_once / question.cost_s)
        return min(max(wanted, _FEWEST[phase]), _MOST[phase], max(1, there))

    def _ask(
        self, question: Question, phase: Phase, server: Server, queries: Sequence[Sequence[str]], seconds: float
    ) -> Taken:
        accept = question.kind.accept
        load = Load(
            port=server.port,
            first=server.query("ASK {}", _JSON),
            requests=[[server.query(query, accept) for query in each] for each in queries],
            seconds=seconds,
            timeout=RDFLIB_LIMIT_S if server.name == RDFLIB else _LIMIT_S,
        )
        taken = self._clients.put(load)
        if server.name != RDFLIB:
            _check(server, question.kind.name, taken)
        if taken.late:
            self._give_up(question, phase, server)
        elif taken.failed:
            question.figure(phase, server).note = "failed"
            self.remarks.append(f"{server.name} fails: {question.kind.name}: {taken.failed}")
        return taken

    def _give_up(self, question: Question, phase: Phase, server: Server) -> None:
        """Ask no more of this kind; a server that goes on working would slow the others down, so it starts anew."""
        question.figure(phase, server).note = f"over {RDFLIB_LIMIT_S:g} s"
        self._progress(f"{server.name}: {question.kind.name}: no answer in {RDFLIB_LIMIT_S:g} s; starting it anew")
        server.end()
        server.start()
        server.wait(_START_S)

    def _round_of_pages(self, pages: Sequence[str]) -> None:
        half = len(pages) // 2
        alone = pages[: min(half, _MOST_PAGES["one"])]
        self._visit("one", alone)
        self._visit("again", list(alone[-AGAIN_QUERIES:]) * AGAIN_TIMES)
        self._visit("eight", pages[half : half + _MOST_PAGES["eight"]])

    def _visit(self, phase: Phase, pages: Sequence[str], *, measured: bool = True) -> None:
        server = self._by_name[OURS]
        shares = [pages[each::CLIENTS] for each in range(CLIENTS)] if phase == "eight" else [pages]
        first = server.query("ASK {}", _JSON)
        taken = self._clients.put(Load(server.port, first, shares, _NO_END_S, _LIMIT_S))
        _check(server, "entity pages", taken)
        if measured:
            self.page_figures[phase].add(taken)


def _in_turn(servers: Sequence[Server], number: int) -> list[Server]:
    """Each turn begins with another server, so that none always comes after the same one."""
    first = number % len(servers)
    return [*servers[first:], *servers[:first]]


def _check(server: Server, what: str, taken: Taken) -> None:
    if taken.failed or not taken.ms:
        raise BenchError(f"{server.name}: {what}: {taken.failed or 'every request was refused'}")


def floor(responder: Server, clients: Clients) -> float:
    """What the measuring itself takes: the p50 in milliseconds of a server that answers without looking."""
    request = responder.query("SELECT * WHERE { ?s ?p ?o }", _JSON)
    taken = clients.put(Load(responder.port, request, [[request] * 2000], _NO_END_S, _LIMIT_S))
    figure = Figure()
    figure.add(taken)
    return figure.p50

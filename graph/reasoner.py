"""Consistency by HermiT, which comes with Owlready2, and a minimal explanation where there is none.

HermiT gets a copy fit for it: axioms and facts without annotations, bookkeeping and data types that OWL 2 does
not map. It is started directly on N-Triples files, as Owlready2 leaves no choice of options: asked for
consistency alone it need not classify thousands of individuals, and it takes many files in one run and stops at
the first inconsistent one. So finding the smallest inconsistent prefix of a list takes a few runs.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import owlready2
import pyoxigraph as ox

from graph.axioms import Item, Words, fit, instance_of, nearest_first
from graph.errors import CreativeKGError, InconsistentOntology
from graph.modules import line_of, ontology_files, read_turtle

Progress = Callable[[str], None]

REASONER = f"HermiT of Owlready2 {version('owlready2')}"
_HERMIT = Path(owlready2.__file__).parent / "hermit"
_SHORT = 24
_MANY = 300
_CUTS_OF_MANY, _CUTS_OF_FEW = 4, 16
_SECONDS = 300
_NOTHING = "owl:Nothing"


@dataclass(frozen=True)
class Consistency:
    """That the reasoner found nothing wrong; where ``checked`` is false it was not asked, and ``reason`` says why.
    ``seconds`` is how long it took, ``reasoner`` the program that was asked, with its version."""

    checked: bool
    reason: str = ""
    seconds: float = 0.0
    reasoner: str = ""

    def as_json(self) -> dict[str, Any]:
        """The same for machines, without the time, so that equal graphs have equal reports."""
        found = asdict(self)
        del found["seconds"]
        return found


def find_java() -> str | None:
    """The path of the Java program: Owlready2's setting where somebody has set one, else what PATH finds."""
    java: str = owlready2.JAVA_EXE
    return shutil.which(java)


def check_consistency(quads: Iterable[ox.Quad], *, progress: Progress | None = None) -> Consistency:
    """Check ontology and data for contradictions, and every class for whether it can have an instance.

    Without Java nothing is checked, and the result says so.

    Raises:
        InconsistentOntology: there is a contradiction, or a class that can have no instance; the message words a
            minimal set of axioms and facts that contradict one another, axioms with the file they stand in.
        CreativeKGError: HermiT itself failed.
    """
    java = find_java()
    if java is None:
        return Consistency(
            False, "Java was not found; install a Java runtime, version 8 or later, to check consistency"
        )
    say = progress or (lambda step: None)
    started = time.monotonic()
    quads = list(quads)
    declarations, facts, axioms = fit(quads)
    words = Words(quads)
    with tempfile.TemporaryDirectory(prefix="creativekg-") as folder:
        hermit = _HermiT(java, Path(folder), declarations)
        output = hermit.run("-U", [[*axioms, *facts]])
        empty = [] if output is None else _unsatisfiable(output)
        if output is not None and not empty:
            return Consistency(True, "", time.monotonic() - started, REASONER)
        say("the graph is inconsistent; looking for the smallest reason")
        if empty:
            heading = (
                " and ".join(f"“{words.name(iri)}”" for iri in empty)
                + " can have no instance; change one of these:"
            )
            reasons = hermit.smallest(axioms, [instance_of(empty[0])])
        else:
            heading = "these cannot all be true together; change one of them:"
            reasons = hermit.smallest(facts, axioms)
            reasons = hermit.smallest(axioms, reasons) + reasons
    places = _places(words)
    lines = [f"  - {said}{places.get(said, '')}" for said in map(words.say, reasons)]
    raise InconsistentOntology("\n".join([heading, *lines]))


def _places(words: Words) -> dict[str, str]:
    """Where each axiom of the ontology stands, by the sentence that says it."""
    places: dict[str, str] = {}
    for file in ontology_files():
        for axiom in fit(read_turtle(file))[2]:
            line = line_of(file, axiom.subject) if axiom.stated else None
            places.setdefault(words.say(axiom), f" [{file.name}:{line}]" if line else f" [{file.name}]")
    return places


def _unsatisfiable(output: str) -> list[str]:
    """The IRIs of the classes that HermiT lists, below a heading, as having no instance."""
    names = (line.strip() for line in output.splitlines()[1:])
    return sorted(name.strip("<>") for name in names if name and name != _NOTHING)


class _HermiT:
    """HermiT on lists of axioms and facts; the declarations go with each."""

    def __init__(self, java: str, folder: Path, declarations: str) -> None:
        self._command = [
            java, "-Xmx2000M", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
            # Its classes are known, and to verify them takes a fifth of a start.
            "-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote",
            "-cp", os.pathsep.join([str(_HERMIT), str(_HERMIT / "HermiT.jar")]),
            "org.semanticweb.HermiT.cli.CommandLine",
        ]  # fmt: skip
        self._folder = folder
        self._declarations = declarations

    def run(self, option: str, lists: Sequence[Sequence[Item]]) -> str | None:
        """HermiT's answer, or None where one of the lists is inconsistent.

        Raises:
            CreativeKGError: it failed for any other reason, or took too long.
        """
        output, consistent = self._answer(option, lists)
        return output if consistent else None

    def first_inconsistent(self, lists: Sequence[Sequence[Item]]) -> int:
        """The index of the first inconsistent list; the number of lists where there is none."""
        output, _ = self._answer("-k", lists)
        return output.count("#Thing is satisfiable.")

    def _answer(self, option: str, lists: Sequence[Sequence[Item]]) -> tuple[str, bool]:
        files = []
        for number, items in enumerate(lists):
            file = self._folder / f"{number}.nt"
            file.write_text(self._declarations + "".join(item.ntriples for item in items), encoding="utf-8")
            files.append(file.as_uri())
        try:
            done = subprocess.run(
                [*self._command, option, *files],
                capture_output=True,
                encoding="utf-8",
                timeout=_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise CreativeKGError(f"HermiT has not answered after {_SECONDS} s") from error
        except OSError as error:
            raise CreativeKGError(f"Java could not be started ({error.strerror})") from error
        if done.returncode == 0:
            return done.stdout, True
        if "Inconsistent ontology" in done.stderr:
            return done.stdout, False
        reason = next((line for line in done.stderr.splitlines() if line.strip()), f"exit code {done.returncode}")
        raise CreativeKGError(f"HermiT failed: {reason}")

    def smallest(self, items: Sequence[Item], background: Sequence[Item]) -> list[Item]:
        """A minimal part of ``items``, all of which are inconsistent together with ``background``.

        Each round finds the shortest inconsistent prefix; its last item is needed, the items after it are not. That
        all which are left are inconsistent with those needed is known, and not asked again.
        """
        needed: list[Item] = []
        left = list(items)
        while left:
            near = [*needed, *background] if needed or len(background) < len(items) else []
            left = nearest_first(left, near)
            base = [*background, *needed]
            # Starting Java costs more than a short list, so where lists are short every prefix goes into one run.
            short = _SHORT if len(base) < _MANY or len(left) <= _SHORT else 0
            far = {4**power for power in range(20)} | {*range(short + 1)}
            ends = sorted({0, *(end for end in far if end < len(left))})
            found = self.first_inconsistent([base + left[:end] for end in ends])
            if found == 0:
                return needed
            low, high = ends[found - 1], [*ends, len(left)][found]
            while high - low > 1:
                cuts = _CUTS_OF_MANY if high > _MANY else _CUTS_OF_FEW
                ends = sorted({low + (high - low) * cut // cuts for cut in range(1, cuts)} - {low, high})
                found = self.first_inconsistent([base + left[:end] for end in ends])
                low, high = [low, *ends, high][found : found + 2]
            needed.append(left[high - 1])
            left = left[: high - 1]
        return needed

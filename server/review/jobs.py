"""What takes longer than a request, done by the command line beside the server, one at a time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from graph.errors import ReviewError

JobState = Literal["running", "done", "failed"]
_MOST_LINES = 200


@dataclass
class Job:
    """``what`` is ``build``, or the document that is finished. ``lines`` are what it said on its way, ``written``
    what a finish wrote (see `graph.review.finish.Finished`), ``error`` why it failed."""

    what: str
    state: JobState = "running"
    lines: list[str] = field(default_factory=list)
    written: dict[str, Any] = field(default_factory=dict)
    error: str | None = None

    def as_json(self) -> dict[str, Any]:
        """All that is known of it."""
        return {"what": self.what, "state": self.state, "lines": [*self.lines], **self._outcome()}

    def _outcome(self) -> dict[str, Any]:
        return ({"written": self.written} if self.written else {}) | ({"error": self.error} if self.error else {})


class Jobs:
    """The last job of each kind and document."""

    def __init__(self, data: Path, documents: Path | None, reviewer: str, home: Path) -> None:
        self._folders = ["--data", str(data), *(["--documents", str(documents)] if documents else [])]
        self._reviewer = reviewer
        self._home = home
        self._lock = threading.Lock()
        self._jobs: dict[str, Job] = {}

    def get(self, what: str) -> Job | None:
        """The last job of that name, if there was one."""
        return self._jobs.get(what)

    def busy(self) -> bool:
        """Whether a job runs."""
        return any(job.state == "running" for job in self._jobs.values())

    def written(self) -> dict[str, list[str]]:
        """The claims that were written since the server was started, by document."""
        return {what: claims for what, job in self._jobs.items() if (claims := job.written.get("claims"))}

    def build(self) -> Job:
        """Build the graph and publish it, as ``creativekg build``.

        Raises:
            ReviewError: another job runs.
        """
        return self._start("build", ["build", "--snapshots", str(self._home), *self._folders])

    def finish(self, document: str) -> Job:
        """Write what was accepted, as ``creativekg review ID --finish``.

        Raises:
            ReviewError: another job runs.
        """
        own = ["--reviewer", self._reviewer, "--finish", "--json"]
        return self._start(document, ["review", document, *own, *self._folders])

    def _start(self, what: str, arguments: list[str]) -> Job:
        with self._lock:
            running = next((job for job in self._jobs.values() if job.state == "running"), None)
            if running is not None:
                name = "a build" if running.what == "build" else f"writing document {running.what}"
                raise ReviewError(f"{name} is still running; wait until it is done")
            job = self._jobs[what] = Job(what)
        threading.Thread(target=_run, args=(job, arguments), daemon=True).start()
        return job


def _run(job: Job, arguments: list[str]) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "CREATIVEKG_REVIEW_TOKEN"}
    command = [sys.executable, "-m", "graph.cli", *arguments]
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
            env=environment | {"PYTHONIOENCODING": "utf-8"},
        )
    except OSError as error:
        job.error, job.state = f"it could not be started ({error.strerror})", "failed"
        return
    assert process.stdout is not None and process.stderr is not None
    told: list[str] = []
    reader = threading.Thread(target=lambda: told.append(process.stdout.read()), daemon=True)  # type: ignore[union-attr]
    reader.start()
    for line in process.stderr:
        job.lines.append(line.rstrip())
        del job.lines[:-_MOST_LINES]
    reader.join()
    if process.wait():
        job.error = _reason(job.lines) or f"it ended with exit code {process.returncode}"
        job.state = "failed"
        return
    if job.what == "build":
        job.lines += "".join(told).splitlines()
    else:
        job.written = json.loads("".join(told))
    job.state = "done"


def _reason(lines: list[str]) -> str:
    """The error of the command line, which may have several lines (what breaks a shape)."""
    begun = next((at for at, line in enumerate(lines) if line.startswith("creativekg: ")), None)
    return lines[-1] if begun is None and lines else "\n".join(lines[begun:]).removeprefix("creativekg: ")

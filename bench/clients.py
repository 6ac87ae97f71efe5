"""Clients in processes of their own, as many as are asked for, that all start at one signal."""

from __future__ import annotations

import multiprocessing
import traceback
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import backorder.ledger  # noqa: F401 (teaches psycopg its arrays, for connections made later)
from backorder import database

from .measure import Run, timed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.connection import Connection as Pipe

    from psycopg import Connection

# Not forked: a fork would share our connection to the server.
_SPAWN = multiprocessing.get_context("spawn")
_PATIENCE_SECONDS = 300


class Work(NamedTuple):
    """What a client does: first some steps to warm up, then those that are timed."""

    warm: Sequence[Callable[[], object]]
    timed: Sequence[Callable[[], object]]
    units: int


class Job(Protocol):
    """Something that clients can be asked to do; it travels to them pickled."""

    def work(self, conn: Connection[Any], client: int) -> Work:
        """Prepare the work of one client, counted from 0."""


class ClientFailedError(Exception):
    """A client could not do its job; the text is its traceback."""


class Team:
    """Clients that wait for jobs."""

    def __init__(self, pipes: Sequence[Pipe[Any, Any]]) -> None:
        """Talk to clients through pipes."""
        self._pipes = pipes

    def run(self, job: Job, clients: int) -> Run:
        """Let the first ``clients`` of the team do a job side by side; return it as one run.

        The time is from the first start to the last end, the processor time is summed up.
        """
        pipes = self._pipes[:clients]
        for number, pipe in enumerate(pipes):
            pipe.send((job, number))
        for pipe in pipes:
            _answer(pipe)
        for pipe in pipes:
            pipe.send("go")
        runs: list[Run] = [_answer(pipe) for pipe in pipes]
        begun = min(run.started for run in runs)
        ended = max(run.started + run.seconds for run in runs)
        return Run(
            sum(run.units for run in runs),
            ended - begun,
            sum(run.client for run in runs),
            sum(run.backend for run in runs),
            tuple(step for run in runs for step in run.steps),
            begun,
        )


def _answer(pipe: Pipe[Any, Any]) -> Any:  # noqa: ANN401 (what the client sends)
    if not pipe.poll(_PATIENCE_SECONDS):
        raise ClientFailedError("no answer")
    kind, said = pipe.recv()
    if kind == "failed":
        raise ClientFailedError(said)
    return said


@contextmanager
def team(address: str, clients: int) -> Iterator[Team]:
    """Start clients, each with a connection that it keeps, and end them at the end."""
    pipes, processes = [], []
    try:
        for _ in range(clients):
            ours, theirs = _SPAWN.Pipe()
            process = _SPAWN.Process(target=_client, args=(theirs, address), daemon=True)
            process.start()
            theirs.close()
            pipes.append(ours)
            processes.append(process)
        yield Team(pipes)
    finally:
        for pipe in pipes:
            pipe.close()
        for process in processes:
            process.join(10)
            if process.is_alive():
                process.terminate()


def _client(pipe: Pipe[Any, Any], address: str) -> None:
    """Do one job after the other until the pipe is closed."""
    try:
        with database.connect(address) as conn:
            while True:
                job, number = pipe.recv()
                try:
                    _do(pipe, conn, job, number)
                except Exception:  # noqa: BLE001 (whatever it is, the parent raises it)
                    pipe.send(("failed", traceback.format_exc()))
    except (EOFError, KeyboardInterrupt):
        return


def _do(pipe: Pipe[Any, Any], conn: Connection[Any], job: Job, number: int) -> None:
    work = job.work(conn, number)
    for step in work.warm:
        step()
    pipe.send(("ready", None))
    pipe.recv()
    pipe.send(("done", timed(work.units, work.timed, conn)))

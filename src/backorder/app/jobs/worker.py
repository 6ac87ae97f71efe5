"""The worker: takes jobs and does them, ticks, and stops cleanly. Several may run at once.

procrastinate keeps the queue and fetches from it; what is to be done when stands in our own
schedules. On SIGTERM or SIGINT no further job is taken, and those in work may end; those that
take too long are broken off, and another worker takes them up again.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from random import SystemRandom
from typing import TYPE_CHECKING, Any

import procrastinate
import psycopg
from procrastinate import exceptions, retry
from procrastinate.jobs import DeleteJobCondition

from backorder import database
from backorder.app.web.logs import log
from backorder.domain.errors import DatabaseError

from . import backoff, running, ticking
from .tasks import TASKS

if TYPE_CHECKING:
    from collections.abc import Callable

    from procrastinate import JobContext
    from procrastinate.jobs import Job

JOBS_AT_ONCE = 3
STOP_SECONDS = 20  # jobs in work may end; then they are told to, and
KILL_SECONDS = 5  # then the process ends as it is
TICK_SECONDS = 1.0
RESCUE_SECONDS = 5.0
HEARTBEAT_SECONDS = 4.0
RECONNECT_SECONDS = (1.0, 2.0, 5.0, 10.0)
_STDIN = 0
_LOST = (
    psycopg.Error,
    exceptions.ConnectorException,
    DatabaseError,
    OSError,
)
_chance = SystemRandom()


def run(*, until_eof: bool = False, when_ready: Callable[[], None] = lambda: None) -> None:
    """Work until a signal, or with ``until_eof`` until standard input ends too."""
    for noisy in ("procrastinate", "httpx", "httpcore"):  # addresses of endpoints may be secret
        logging.getLogger(noisy).setLevel(logging.ERROR)
    asyncio.run(_Worker(when_ready).run(until_eof=until_eof))


class _Retry(retry.BaseRetryStrategy):
    """procrastinate asks it whether and when a failed job is tried again."""

    def get_retry_decision(
        self, *, exception: BaseException, job: Job
    ) -> retry.RetryDecision | None:
        del exception
        seconds = backoff.wait(job.attempts + 1, _chance.random())
        if seconds is None:
            return None
        return retry.RetryDecision(retry_at=datetime.now(UTC) + timedelta(seconds=seconds))


class _Worker:
    """One worker process; it connects again when the database was gone."""

    def __init__(self, when_ready: Callable[[], None]) -> None:
        self._when_ready = when_ready
        self._stop = asyncio.Event()

    async def run(self, *, until_eof: bool) -> None:
        """Work until told to stop."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop_now)
        if until_eof:
            loop.add_reader(_STDIN, self._look_at_stdin)
        lost = 0
        while not self._stop.is_set():
            begun = time.monotonic()
            try:
                await self._work()
            except _LOST as reason:
                log.error("worker_lost_database", error=str(reason).partition("\n")[0])
            if time.monotonic() - begun > RECONNECT_SECONDS[-1]:
                lost = 0
            wait = RECONNECT_SECONDS[min(lost, len(RECONNECT_SECONDS) - 1)]
            lost += 1
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stop.wait(), wait)
        log.info("worker_stopped")

    def _stop_now(self) -> None:
        if self._stop.is_set():
            return
        self._stop.set()
        log.info("worker_stopping")
        watch = threading.Timer(STOP_SECONDS + KILL_SECONDS, _end_at_once)
        watch.daemon = True
        watch.start()

    def _look_at_stdin(self) -> None:
        if not os.read(_STDIN, 1024):
            asyncio.get_running_loop().remove_reader(_STDIN)
            self._stop_now()

    async def _work(self) -> None:
        """Work on one set of connections, until told to stop or until they break."""
        address = await asyncio.to_thread(database.url)
        (await asyncio.to_thread(database.connect, address)).close()
        app = self._app(address)
        async with app.open_async():
            parts = [
                asyncio.create_task(
                    app.run_worker_async(
                        concurrency=JOBS_AT_ONCE,
                        install_signal_handlers=False,
                        shutdown_graceful_timeout=STOP_SECONDS,
                        fetch_job_polling_interval=TICK_SECONDS,
                        update_heartbeat_interval=HEARTBEAT_SECONDS,
                        stalled_worker_timeout=ticking.SILENT.total_seconds(),
                        delete_jobs=DeleteJobCondition.NEVER,
                    )
                ),
                asyncio.create_task(self._tick_on(address)),
                asyncio.create_task(self._stop.wait()),
            ]
            self._when_ready()
            self._when_ready = lambda: None
            log.info("worker_started", jobs_at_once=JOBS_AT_ONCE)
            try:
                await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for part in parts:
                    part.cancel()
                ended = await asyncio.gather(*parts, return_exceptions=True)
            for one in ended:
                if isinstance(one, Exception):
                    raise one

    def _app(self, address: str) -> procrastinate.App:
        app = procrastinate.App(
            connector=procrastinate.PsycopgConnector(
                conninfo=address, min_size=1, max_size=4, timeout=10.0
            )
        )
        for name in TASKS:
            app.task(name=name, pass_context=True, retry=_Retry())(self._body(name, address))
        return app

    def _body(self, task: str, address: str) -> Callable[..., dict[str, Any]]:
        def body(context: JobContext, schedule: str) -> dict[str, Any]:
            def stopping() -> bool:
                return self._stop.is_set() or context.should_abort()

            begun = time.monotonic()
            outcome = "failed"
            facts: dict[str, Any] = {}
            try:
                with database.connect(address) as conn:
                    facts = running.run(conn, schedule, task, context.job.attempts, stopping)
                outcome = "done"
            finally:
                ms = round((time.monotonic() - begun) * 1000)
                log.info("job", schedule=schedule, outcome=outcome, ms=ms, **facts)
            return facts

        return body

    async def _tick_on(self, address: str) -> None:
        """Make the jobs that are due, for as long as this worker works."""
        conn = await asyncio.to_thread(database.connect, address)
        try:
            rescued = 0.0
            while True:
                await asyncio.to_thread(ticking.tick, conn, datetime.now(UTC))
                if time.monotonic() - rescued > RESCUE_SECONDS:
                    rescued = time.monotonic()
                    for job in await asyncio.to_thread(ticking.rescue, conn, datetime.now(UTC)):
                        log.warning("job_taken_up_again", job=job)
                await asyncio.sleep(TICK_SECONDS)
        finally:
            conn.close()


def _end_at_once() -> None:
    """End the process with jobs in work: another worker takes them up again."""
    log.error("worker_killed", reason="jobs in work did not end in time")
    sys.stderr.flush()
    os._exit(1)

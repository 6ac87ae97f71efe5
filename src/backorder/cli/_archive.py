"""A whole database in one file: PostgreSQL's own archive format, written and read whole or not."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from backorder import embedded
from backorder.domain.errors import ConflictError, DatabaseError, InvalidError, NotFoundError

if TYPE_CHECKING:
    import psycopg

MAGIC = b"PGDMP"
_NEEDED = ("django_migrations", "journal", "sales_order")
_TABLE = re.compile(r" TABLE DATA public (\w+) ")
_VERSION = re.compile(r"\(PostgreSQL\) (\d+)")
_LOCK_SECONDS = 10
# The archive brings the objects of the schema, not the schema itself.
_EMPTY = b"""\\set ON_ERROR_STOP on
BEGIN;
DROP SCHEMA public CASCADE;
CREATE SCHEMA public AUTHORIZATION pg_database_owner;
GRANT USAGE ON SCHEMA public TO PUBLIC;
"""
# Written by pg_restore 17 and newer whatever the server; older servers do not know it.
_NEWER_SETTING = b"SET transaction_timeout = 0;\n"


class Programs(NamedTuple):
    """PostgreSQL's client programs, all from one folder."""

    folder: Path
    major: int

    def path(self, name: str) -> str:
        """Return the path of a program."""
        return str(self.folder / name)


def programs(major: int) -> Programs:
    """Return client programs of the server's major version, or the nearest newer ones."""
    on_path = shutil.which("pg_dump")
    folders = [embedded.install() / "bin", Path(f"/usr/lib/postgresql/{major}/bin")]
    folders += [Path(on_path).parent] if on_path else []
    found = [Programs(folder, _major(folder)) for folder in folders if _complete(folder)]
    usable = sorted((one for one in found if one.major >= major), key=lambda one: one.major)
    if not usable:
        raise DatabaseError(
            "programs_missing",
            f"pg_dump, pg_restore and psql of PostgreSQL {major} or newer are needed.",
            needed=major,
        )
    return usable[0]


def _complete(folder: Path) -> bool:
    return all((folder / name).exists() for name in ("pg_dump", "pg_restore", "psql"))


def _major(folder: Path) -> int:
    said = subprocess.run(  # noqa: S603 (no shell)
        [folder / "pg_dump", "--version"], check=True, capture_output=True, text=True
    ).stdout
    match = _VERSION.search(said)
    return int(match[1]) if match else 0


def write(url: str, target: Path, tools: Programs) -> int:
    """Write the whole database to a file, in place only once it is complete; return its size."""
    if not target.parent.is_dir():
        raise NotFoundError(
            "folder_missing", f"There is no folder {target.parent}.", folder=str(target.parent)
        )
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        partial.touch(mode=0o600, exist_ok=False)  # it holds customers' data
        command = [tools.path("pg_dump"), "--format=custom", "--no-owner", "--no-privileges"]
        # By name, not by redirection: pg_dump goes back in the file to note where each table is.
        _run([*command, "--schema=public", f"--file={partial}", *_where(url)], url)
        _settle(partial)
        size = partial.stat().st_size
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    _settle(target.parent)
    return size


def _settle(path: Path) -> None:
    """Make a file's content, or a folder's names, survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def inspect(source: Path, tools: Programs) -> None:
    """Refuse a file that is not a whole backup of a backorder database."""
    try:
        with source.open("rb") as file:
            magic = file.read(len(MAGIC))
    except OSError as error:
        raise NotFoundError(
            "file_unreadable", f"{source} cannot be read: {error.strerror}.", file=str(source)
        ) from error
    if magic != MAGIC:
        raise InvalidError("not_a_backup", f"{source} is not a backup.", file=str(source))
    listed = _run([tools.path("pg_restore"), "--list", str(source)], "")
    tables = set(_TABLE.findall(listed.decode(errors="replace")))
    if missing := [name for name in _NEEDED if name not in tables]:
        raise InvalidError(
            "not_a_backup",
            f"{source} is the archive of another database: it has no {missing[0]}.",
            file=str(source),
            missing=missing,
        )


def refuse_unless_empty(conn: psycopg.Connection[tuple[Any, ...]]) -> None:
    """Refuse a database in which any verb has done something."""
    row = conn.execute("SELECT to_regclass('journal') IS NOT NULL").fetchone()
    if row is None or not row[0]:
        return
    row = conn.execute(
        "SELECT (SELECT count(*) FROM sales_order), (SELECT count(*) FROM journal)"
    ).fetchone()
    orders, entries = row or (0, 0)
    if orders or entries:
        raise ConflictError(
            "not_empty",
            f"The database holds {orders} orders and {entries} journal entries; "
            "--replace drops them for what is in the backup.",
            orders=orders,
            journal=entries,
        )


def read(url: str, source: Path, tools: Programs) -> None:
    """Replace everything in the database by a backup, in one transaction.

    The last word, COMMIT, is only said once the whole archive has been read without a fault.
    """
    command = [tools.path("pg_restore"), "--no-owner", "--no-privileges", "--schema=public"]
    with (
        tempfile.TemporaryFile() as reader_said,
        tempfile.TemporaryFile() as writer_said,
        subprocess.Popen(  # noqa: S603 (no shell)
            [*command, "--file=-", str(source)], stdout=subprocess.PIPE, stderr=reader_said
        ) as reader,
        subprocess.Popen(  # noqa: S603 (no shell)
            [tools.path("psql"), "--no-psqlrc", "--quiet", *_where(url)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=writer_said,
            env=_environ(url),
        ) as writer,
    ):
        try:
            done = _pump(reader, writer)
        except BaseException:
            reader.kill()
            writer.kill()
            raise
        if not done:
            for said in (reader_said, writer_said):
                said.seek(0)
            raise _failed(source, reader_said.read() + writer_said.read())


def _pump(reader: subprocess.Popen[bytes], writer: subprocess.Popen[bytes]) -> bool:
    """Hand the archive's statements on; tell whether all were read, accepted and committed."""
    assert reader.stdout is not None
    assert writer.stdin is not None
    try:
        writer.stdin.write(_EMPTY)
        preamble = reader.stdout.read(1 << 16)
        writer.stdin.write(preamble.replace(_NEWER_SETTING, b"", 1))
        shutil.copyfileobj(reader.stdout, writer.stdin, 1 << 20)
        if reader.wait() == 0:
            writer.stdin.write(b"\nCOMMIT;\n")
        writer.stdin.close()
    except BrokenPipeError:  # psql has refused a statement; what it said is in its file
        reader.kill()
    return reader.wait() == 0 and writer.wait() == 0


def _failed(source: Path, said: bytes) -> DatabaseError:
    lines = [line for line in said.decode(errors="replace").splitlines() if "ERROR" in line]
    lines = lines or said.decode(errors="replace").splitlines() or ["no reason given"]
    return DatabaseError(
        "restore_failed",
        f"{source} cannot be restored, and nothing has changed: {lines[0]}",
        file=str(source),
        said=lines[:20],
    )


def _where(url: str) -> list[str]:
    """Return the option that names the database; a password is never an argument."""
    info = {name: value for name, value in conninfo_to_dict(url).items() if name != "password"}
    return [f"--dbname={make_conninfo('', **info)}"]


def _environ(url: str) -> dict[str, str]:
    given = {"PGOPTIONS": f"-c lock_timeout={_LOCK_SECONDS}s"}
    if url and (password := conninfo_to_dict(url).get("password")):
        given["PGPASSWORD"] = str(password)
    return os.environ | given


def _run(command: list[str], url: str) -> bytes:
    done = subprocess.run(  # noqa: S603 (no shell)
        command, check=False, capture_output=True, env=_environ(url)
    )
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip().splitlines() or ["no reason given"]
        raise DatabaseError(
            "archive_failed", f"{Path(command[0]).name}: {said[-1]}", said=said[-20:]
        )
    return done.stdout

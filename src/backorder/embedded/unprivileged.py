"""Run PostgreSQL for root: it refuses to be root, so somebody else has to own its files."""

from __future__ import annotations

import os
import pwd
import shutil
import struct
import subprocess
import tempfile
from pathlib import Path
from typing import NamedTuple

from backorder.domain.errors import DatabaseError

CANDIDATES = ("backorder", "postgres", "nobody")

_PROBES = (
    ("-x", "bin/postgres"),
    ("-r", "share/postgresql/postgres.bki"),
    ("-r", "lib/postgresql/plpgsql.so"),
)
_ACL = "system.posix_acl_access"
_ACL_VERSION, _ACL_ENTRY = struct.Struct("<I"), struct.Struct("<HHI")
_OWNER, _USER, _GROUP, _MASK, _OTHER = 0x01, 0x02, 0x04, 0x10, 0x20
_NOBODY_IN_PARTICULAR = 0xFFFFFFFF
_SEARCH = 0o1


class User(NamedTuple):
    """Whom the server runs as."""

    uid: int
    gid: int
    name: str


def server_user(data: Path) -> User | None:
    """Return whom the server runs as, or None where that is ourselves."""
    if os.geteuid() != 0:
        return None
    if data.exists() and (owner := data.stat()).st_uid != 0:
        return User(owner.st_uid, owner.st_gid, _name_of(owner.st_uid))
    for name in CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return User(entry.pw_uid, entry.pw_gid, name)
    raise DatabaseError(
        "embedded_no_user",
        "PostgreSQL does not run as root, and there is no other user to run it as; "
        "add one with: useradd --system backorder",
        tried=list(CANDIDATES),
    )


def _name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def own(path: Path, user: User | None) -> None:
    """Give a path to the server's user, where that is not ourselves."""
    if user is not None:
        os.chown(path, user.uid, user.gid)


def may(user: User, test: str, path: Path) -> bool:
    """Tell whether ``user`` may do ``test`` (``-x``, ``-r``) with a path, by trying it."""
    done = subprocess.run(  # noqa: S603 (fixed program, no shell text from outside)
        ["/bin/sh", "-c", f'test {test} "$1"', "sh", str(path)],
        check=False,
        user=user.uid,
        group=user.gid,
        extra_groups=[],
        cwd="/",
    )
    return done.returncode == 0


def let_pass(home: Path, user: User | None) -> list[Path]:
    """Let the server's user pass through every folder down to ``home``; return those opened.

    Only this user gains something, and only passing through: not reading, not listing. Where the
    file system has no access lists, ``home`` itself, which is ours, is opened for all to pass.
    """
    if user is None or may(user, "-x", home):
        return []
    opened = []
    for step in [*reversed(home.parents), home]:
        if may(user, "-x", step):
            continue
        try:
            _grant_search(step, user)
        except OSError as error:
            if step != home:
                raise _unreachable(step, user) from error
            home.chmod(home.stat().st_mode | _SEARCH)
        opened.append(step)
    return opened


def _unreachable(folder: Path, user: User) -> DatabaseError:
    return DatabaseError(
        "embedded_unreachable_folder",
        f"PostgreSQL runs as user {user.name!r}, which may not pass through {folder}; "
        "set BACKORDER_HOME to a folder that it can reach, or do not run as root.",
        folder=str(folder),
        user=user.name,
    )


def _grant_search(folder: Path, user: User) -> None:
    """Add an access entry for one user to one folder; raise ``OSError`` where there are none."""
    entries = {(tag, who): rights for tag, rights, who in _entries(folder) if tag != _MASK}
    entries[_USER, user.uid] = entries.get((_USER, user.uid), 0) | _SEARCH
    mask = 0
    for (tag, _), rights in entries.items():
        mask |= rights if tag not in {_OWNER, _OTHER} else 0
    entries[_MASK, _NOBODY_IN_PARTICULAR] = mask
    packed = b"".join(_ACL_ENTRY.pack(tag, entries[tag, who], who) for tag, who in sorted(entries))
    os.setxattr(folder, _ACL, _ACL_VERSION.pack(2) + packed)


def _entries(folder: Path) -> list[tuple[int, int, int]]:
    """Return a folder's access entries (tag, rights, who), made from its mode where it has none."""
    try:
        packed = os.getxattr(folder, _ACL)
    except OSError:
        mode = folder.stat().st_mode
        return [
            (_OWNER, mode >> 6 & 7, _NOBODY_IN_PARTICULAR),
            (_GROUP, mode >> 3 & 7, _NOBODY_IN_PARTICULAR),
            (_OTHER, mode & 7, _NOBODY_IN_PARTICULAR),
        ]
    return list(_ACL_ENTRY.iter_unpack(packed[_ACL_VERSION.size :]))


def reachable_copy(install: Path, home: Path, user: User | None) -> Path:
    """Return a folder of PostgreSQL's programs that the server's user can run.

    A virtual environment in root's own home is closed to others: then the programs are copied
    once into the data folder.
    """
    if user is None or _usable(install, user):
        return install
    copy = home / f"programs-{install.stat().st_mtime_ns:x}"
    if not copy.exists():
        with tempfile.TemporaryDirectory(dir=home, prefix="programs-new-") as new:
            target = Path(shutil.copytree(install, Path(new) / "copy", symlinks=True))
            for path in [target, *target.rglob("*")]:
                if not path.is_symlink():
                    mode = path.stat().st_mode
                    path.chmod(0o755 if path.is_dir() or mode & 0o100 else 0o644)
            target.rename(copy)
    return copy


def _usable(install: Path, user: User) -> bool:
    return all(may(user, test, install / path) for test, path in _PROBES)

"""``jobs``: schedules on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .conftest import Shell


def test_schedules_are_listed_and_changed(shell: Shell) -> None:
    listed = shell("jobs", "list", "--json").json()
    names = [one["name"] for one in listed["schedules"]]
    assert names == [
        *("causes", "checks", "counts", "delays", "expire", "figures", "incentives", "notices"),
        *("payments", "plan", "post", "prune", "reallocate", "reallocate_on_supply", "remind"),
        *("review", "sweep", "waitlist", "webhooks"),
    ]
    assert listed["alarms"] == []
    assert shell("jobs", "set", "review", "--every", "900").out.startswith("review: every 15 min")
    assert shell("jobs", "disable", "review").out == "review is switched off.\n"
    assert shell("jobs", "enable", "review", "--json").json()["enabled"] is True
    assert "every 15 min" in shell("jobs", "list").out


def test_a_job_is_asked_for_once(shell: Shell) -> None:
    assert shell("jobs", "run", "sweep").status == 0
    again = shell("jobs", "run", "sweep")
    assert (again.status, "[job_is_live]" in again.err) == (1, True)


def test_what_cannot_be_is_refused(shell: Shell) -> None:
    assert "[unknown_schedule]" in shell("jobs", "run", "lunch").err
    assert "[schedule_invalid]" in shell("jobs", "set", "sweep", "--cron", "at noon").err

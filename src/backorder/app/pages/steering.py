"""The pages with which the company is steered: scarce supply, files, figures, settings, health."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import (
    calendars,
    health,
    imports,
    jobs,
    messages,
    notice_rules,
    notices,
    places,
    policies,
    purchase_limits,
    reallocation,
    report_counted,
    reports,
    settings,
    sms_in,
    webhooks,
)

if TYPE_CHECKING:
    from .page import Page

PAGES: tuple[Page, ...] = (
    *reallocation.PAGES,
    *imports.PAGES,
    *reports.PAGES,
    *report_counted.PAGES,
    *settings.PAGES,
    *messages.PAGES,
    *places.PAGES,
    *calendars.PAGES,
    *policies.PAGES,
    *purchase_limits.PAGES,
    *jobs.PAGES,
    *webhooks.PAGES,
    *notices.PAGES,
    *notice_rules.PAGES,
    *sms_in.PAGES,
    *health.PAGES,
)

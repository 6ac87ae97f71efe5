"""Django is set up before any module of the app is imported, for its tests and its examples."""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backorder.app.settings")
django.setup(set_prefix=False)

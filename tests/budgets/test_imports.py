"""What a start must not import: every cold start of the function would pay for it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROGRAM = """
import json, sys
import functions.{name}.app
print(json.dumps(sorted(name for name in sys.modules if "." not in name)))
"""
HEAVY = {"cryptography", "joserfc", "moto", "pydantic", "smtplib", "yaml"}
PAGES = ("approvals", "desk", "people", "register", "reviews")


def imported(name: str) -> set[str]:
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(name=name)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return set(json.loads(run.stdout))


@pytest.mark.parametrize("name", PAGES)
def test_pages_start_without_models_signing_and_mail(name: str) -> None:
    assert imported(name) & HEAVY == set()


def test_the_api_starts_without_templates() -> None:
    assert imported("applications") & (HEAVY - {"pydantic"} | {"jinja2"}) == set()


@pytest.mark.parametrize("name", ["notifier", "publisher"])
def test_what_shows_nothing_starts_without_pages(name: str) -> None:
    assert imported(name) & (HEAVY | {"jinja2"}) == set()

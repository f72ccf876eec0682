"""No authorisation check of the actions can go missing unnoticed (T5m)."""

import json
import subprocess
import sys
from functools import cache

import pytest

from tests.access.missing_checks import ROOT, checks
from tests.sizes import CHECK_STEP

CHECKS = checks()


@cache
def answers(number: int) -> dict[str, str]:
    command = [sys.executable, "-m", "tests.access.missing_checks", str(number)]
    run = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return dict(json.loads(run.stdout.splitlines()[-1]))


@pytest.mark.parametrize(
    "number",
    range(0, len(CHECKS), CHECK_STEP),
    ids=[f"{module}:{line}" for module, line in CHECKS[::CHECK_STEP]],
)
def test_a_missing_check_changes_what_somebody_is_told(number: int) -> None:
    assert answers(number) != answers(-1)

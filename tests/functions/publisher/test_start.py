import subprocess
import sys
from pathlib import Path

HEAVY = ("pydantic", "jinja2", "shared.store.table")


def test_the_publisher_starts_without_what_it_does_not_need() -> None:
    """Performance C3: pydantic alone would cost more than half of the budget."""
    program = f"import sys, functions.publisher.app; print([name for name in {HEAVY} if name in sys.modules])"

    loaded = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
    )

    assert loaded.stdout.strip() == "[]"

"""A side that is loaded late must be recognised by the path of its routes."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from shared.web.http.app import API

ROOT = Path(__file__).parents[3]
LATE = [
    (found[1], found[2])
    for path in sorted(ROOT.glob("functions/*/app.py"))
    for found in re.finditer(r'(api|pages)="([\w.]+)"', path.read_text("utf-8"))
]


def test_there_are_sides_that_come_late() -> None:
    assert {side for side, _ in LATE} == {"api", "pages"}


@pytest.mark.parametrize(("side", "module"), LATE)
def test_every_route_of_a_late_side_is_found_by_its_path(side: str, module: str) -> None:
    routes = import_module(module).routes.all

    assert routes
    assert {route.path.startswith(API) for route in routes} == {side == "api"}

"""Which route of an HTTP API serves a request: the most specific path, then the named method before ANY."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Iterable

    from infra.local.declared import Route

_LITERAL, _PARAMETER, _GREEDY = range(3)
METHODS = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})


@dataclass(frozen=True, slots=True)
class Match:
    route: Route
    parameters: dict[str, str]


class Router:
    """The routes in the order API Gateway tries them; one that does not fit the method gives way to the next."""

    def __init__(self, routes: Iterable[Route]) -> None:
        every = tuple(routes)
        self._default = next((route for route in every if not route.path), None)
        self._ordered = sorted((route for route in every if route.path), key=_specificity)

    def match(self, method: str, path: str) -> Match | None:
        """The route for an encoded path, with its decoded path parameters, or nothing."""
        if method not in METHODS:
            return None
        segments = path.split("/")[1:]
        for route in self._ordered:
            if route.method in {"ANY", method}:
                parameters = _parameters(route.path.split("/")[1:], segments)
                if parameters is not None:
                    return Match(route, parameters)
        return Match(self._default, {}) if self._default else None


def _specificity(route: Route) -> tuple[list[int], bool]:
    return [_kind(segment) for segment in route.path.split("/")[1:]], route.method == "ANY"


def _kind(segment: str) -> int:
    if segment.startswith("{"):
        return _GREEDY if segment.endswith("+}") else _PARAMETER
    return _LITERAL


def _parameters(pattern: list[str], segments: list[str]) -> dict[str, str] | None:
    found: dict[str, str] = {}
    for position, expected in enumerate(pattern):
        kind = _kind(expected)
        if kind == _GREEDY:
            rest = "/".join(segments[position:])
            return {**found, expected[1:-2]: unquote(rest, errors="replace")} if rest else None
        if position >= len(segments):
            return None
        if kind == _PARAMETER and segments[position]:
            found[expected[1:-1]] = unquote(segments[position], errors="replace")
        elif unquote(segments[position], errors="replace") != expected:
            return None
    return found if len(pattern) == len(segments) else None

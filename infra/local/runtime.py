"""Plays Lambda for functions imported into this process: loads handlers, gives them a context, one event at a time."""

from __future__ import annotations

import importlib
import threading
import time
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from infra.local.declared import Function


@dataclass(kw_only=True)
class LambdaContext:
    """The second argument of every handler."""

    function_name: str
    invoked_function_arn: str
    memory_limit_in_mb: int
    deadline: float
    """On the monotonic clock, seconds."""
    function_version: str = "$LATEST"
    aws_request_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    log_stream_name: str = "local"
    identity: None = None
    client_context: None = None

    @property
    def log_group_name(self) -> str:
        return f"/aws/lambda/{self.function_name}"

    def get_remaining_time_in_millis(self) -> int:
        return max(0, int((self.deadline - time.monotonic()) * 1000))


class Runtime:
    """The functions of a template, imported once."""

    def __init__(self, functions: Iterable[Function]) -> None:
        self._functions = {function.name: function for function in functions}
        self._handlers: dict[str, Callable[[Any, LambdaContext], Any]] = {}
        self._turns = {name: threading.Lock() for name in self._functions}

    def load(self) -> None:
        """Imports every handler, so that the first request pays for no import."""
        for name, function in self._functions.items():
            module, _, attribute = function.handler.rpartition(".")
            self._handlers[name] = getattr(importlib.import_module(module), attribute)

    def invoke(self, name: str, event: dict[str, Any]) -> Any:
        """What the function returns for this event; raises what it raises.

        An environment of Lambda serves one event at a time, and code relies on it: Powertools keeps the current
        event of a resolver in a class attribute that all HTTP functions share. A process serves one request, then.
        """
        function = self._functions[name]
        with self._turns[name]:
            context = LambdaContext(
                function_name=name,
                invoked_function_arn=function.arn,
                memory_limit_in_mb=function.memory,
                deadline=time.monotonic() + function.timeout,
            )
            return self._handlers[name](event, context)

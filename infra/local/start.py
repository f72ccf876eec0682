"""Starts the parts of the embedded run in the order they need each other, side by side where they do not."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from infra.local.checkpoint import Checkpoint
from infra.local.emulator import Emulator
from infra.local.engines import Engines
from infra.local.environment import MAIL_FROM, parameters, set_for_engines, set_for_functions
from infra.local.gateway import Gateway, GatewayServer
from infra.local.processes import Processes
from infra.local.pump import Pump
from infra.local.runtime import Runtime
from infra.local.sign_in import SignIn, create_sign_in
from infra.local.template import Template, load_template

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from infra.local.state import State

Person = dict[str, Any]


@dataclass
class EmbeddedRun:
    """Everything that runs; `start` may be interrupted at any point and `stop` still ends what was started."""

    template_path: Path
    state: State
    port: int
    seed: Callable[[str, Path], Sequence[Person]]
    """Called with the base address and the state folder once the table is there; returns the demo's people."""
    people: Sequence[Person] = ()
    engines: Engines = field(init=False)
    _pump: Pump | None = None
    _processes: Processes | None = None
    _server: GatewayServer | None = None

    def __post_init__(self) -> None:
        self.engines = Engines(self.state.folder)

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def ready(self) -> bool:
        return self._server is not None

    def start(self) -> None:
        """Returns when requests are answered."""
        self.engines.launch()
        template = self._template()
        emulator = Emulator(template, self.engines.endpoint_url, self.engines.table_url)
        set_for_engines(
            endpoint_url=emulator.endpoint_url, table_url=emulator.table_url, region=template.stack.region
        )
        set_for_functions(template)
        behind_routes = {route.function for route in template.routes}
        functions = template.functions.values()
        runtime = Runtime(each for each in functions if each.name not in behind_routes)
        self._processes = Processes(
            (each for each in functions if each.name in behind_routes), self.state.folder / "functions.log"
        )
        with ThreadPoolExecutor(2) as pool:
            table = pool.submit(self._create_table, emulator)
            rest = pool.submit(self._create_rest, emulator)
            runtime.load()
            table.result()
            sign_in = rest.result()
        set_for_functions(self._template(issuer=sign_in.issuer, client_id=sign_in.client_id))
        with ThreadPoolExecutor(1) as pool:
            warm = pool.submit(self._processes.start)
            self.people = self.seed(self.base_url, self.state.folder)
            sign_in.ensure_users(self.people)
            warm.result()
        self._pump = self._pumping(emulator, runtime)
        self._server = GatewayServer(Gateway(template.routes, self._processes.invoke), port=self.port)
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True
        ).start()
        self.state.write("stack.json", self._description(template))

    def stop(self) -> None:
        """Stops accepting requests, lets batches in hand finish and has the engines write their state."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
        if self._pump is not None:
            self._pump.stop()
        if self._processes is not None:
            self._processes.stop()
        self.engines.stop()

    def _template(self, *, issuer: str = "", client_id: str = "") -> Template:
        values = parameters(base_url=self.base_url, issuer=issuer, client_id=client_id)
        return load_template(self.template_path, parameters=values, endpoint_url=self.engines.endpoint_url)

    def _create_table(self, emulator: Emulator) -> None:
        self.engines.running[0].wait_until_ready()
        emulator.create_table()

    def _create_rest(self, emulator: Emulator) -> SignIn:
        self.engines.running[-1].wait_until_ready()
        emulator.create_messaging()
        emulator.create_storage()
        emulator.create_mail_sender(MAIL_FROM)
        return create_sign_in(
            emulator.client("cognito-idp"), endpoint_url=emulator.endpoint_url, base_url=self.base_url
        )

    def _pumping(self, emulator: Emulator, runtime: Runtime) -> Pump:
        """A pump that reads everything again if messages under way were lost with a killed MiniStack."""
        checkpoint = Checkpoint(self.state.folder / "checkpoints.json")
        if self.engines.state_was_lost:
            checkpoint.forget()
            emulator.tell_again()
        pump = Pump(emulator=emulator, invoke=runtime.invoke, checkpoint=checkpoint, state=self.state.folder)
        pump.start()
        return pump

    def _description(self, template: Template) -> dict[str, Any]:
        variables = next(iter(template.functions.values())).environment
        return {
            "base_url": self.base_url,
            "endpoint_url": self.engines.endpoint_url,
            "region": template.stack.region,
            "table": template.table["TableName"],
            "topic_arn": variables["TOPIC_ARN"],
            "bucket": next((bucket.name for bucket in template.buckets), ""),
            "people": list(self.people),
        }

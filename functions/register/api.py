"""What machines read without signing in: health and the description of the API."""

from functools import cache
from pathlib import Path

from shared.web.answer import Answer
from shared.web.call import Call
from shared.web.edge import Routes

routes = Routes(page=False)
DESCRIPTION = Path(__file__).with_name("openapi.json")


@routes.get("/health", policy="read_public")
def health(call: Call) -> Answer:
    """200 as soon as requests are answered."""
    return Answer.of_plain({"status": "ok"})


@routes.get("/api/v1/openapi.json", policy="read_public")
def openapi(call: Call) -> Answer:
    """The OpenAPI 3.1 description of this API."""
    return Answer(_description())


@cache
def _description() -> str:
    return DESCRIPTION.read_text()

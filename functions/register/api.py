"""What machines read without signing in: health and the description of the API."""

from functools import cache
from pathlib import Path

from shared.web.http.app import Routes
from shared.web.http.call import Call
from shared.web.http.response import Response

routes = Routes(page=False)
DESCRIPTION = Path(__file__).with_name("openapi.json")


@routes.get("/health", policy="read_public")
def health(call: Call) -> Response:
    """200 as soon as requests are answered."""
    return Response.of_plain({"status": "ok"})


@routes.get("/api/v1/openapi.json", policy="read_public")
def openapi(call: Call) -> Response:
    """The OpenAPI 3.1 description of this API."""
    return Response(_description())


@cache
def _description() -> str:
    return DESCRIPTION.read_text()

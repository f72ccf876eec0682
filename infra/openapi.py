"""`python -m infra.openapi`: the OpenAPI 3.1 description, generated from the routes into functions/register/openapi.json."""

import inspect
import json
import re
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from functions.admin import api as admin
from functions.applications import api as applications
from functions.approvals import api as approvals
from functions.desk import api as desk
from functions.documents import api as documents
from functions.people import api as people
from functions.register import api as register
from functions.reviews import api as reviews
from shared.actions.policy import POLICY
from shared.domain.refusals import NotFound, TooMany
from shared.web.http.app import Route
from shared.web.http.problem import STATUS, TITLES

TARGET = Path(__file__).parents[1] / "functions" / "register" / "openapi.json"
DUTIES = {
    "applications": applications,
    "documents": documents,
    "desk": desk,
    "reviews": reviews,
    "approvals": approvals,
    "people": people,
    "admin": admin,
    "register": register,
}
REF = "#/components/schemas/{model}"


class FieldProblem(BaseModel):
    """One field that is missing or wrong."""

    field: str
    code: str
    message: str


class UnmetGuard(BaseModel):
    """One guard that is not met, in both languages; `attest` when stating it would meet it."""

    code: str
    message: dict[str, str]
    attest: bool


class Problem(BaseModel):
    """RFC 9457 problem details, in the language of Accept-Language."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    state: str | None = None
    version: int | None = None
    errors: list[FieldProblem] | None = None
    unmet: list[UnmetGuard] | None = None


def description() -> dict[str, Any]:
    """The whole document; equal to the file in the repository, or the build fails."""
    routes = list(_routes())
    models = {model for _, route in routes for model in (route.body, route.answers) if model} | {Problem}
    ordered = sorted(models, key=lambda model: model.__name__)
    wanted = [(model, "serialization" if _is_answer(model, routes) else "validation") for model in ordered]
    names, schemas = models_json_schema(wanted, ref_template=REF, by_alias=True)  # type: ignore[arg-type]
    known = {model: schema for (model, _), schema in names.items()}
    paths: dict[str, dict[str, Any]] = {}
    for duty, route in routes:
        path = re.sub(r"<(\w+)>", r"{\1}", route.path)
        paths.setdefault(path, {})[route.method.lower()] = _operation(duty, route, known)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Exchange Registry",
            "version": "1",
            "description": "Applications, reviews and approvals of the exchange mechanism, in both directions.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _routes() -> Iterator[tuple[str, Route]]:
    for duty, module in DUTIES.items():
        for route in module.routes.all:
            yield duty, route


def _is_answer(model: type[BaseModel], routes: list[tuple[str, Route]]) -> bool:
    return model is Problem or any(route.answers is model for _, route in routes)


def _operation(duty: str, route: Route, known: dict[Any, Any]) -> dict[str, Any]:
    public = POLICY[route.policy].public
    success: dict[str, Any] = {"description": "Done"}
    if route.answers:
        success["content"] = {"application/json": {"schema": known[route.answers]}}
    if route.if_match or route.status in (HTTPStatus.CREATED, HTTPStatus.NO_CONTENT):
        success["headers"] = {"ETag": {"schema": {"type": "string"}}}
    if route.status == HTTPStatus.SEE_OTHER:
        success["headers"] = {"Location": {"schema": {"type": "string", "format": "uri"}}}
    operation: dict[str, Any] = {
        "operationId": f"{duty}_{route.handler.__name__}",
        "tags": [duty],
        "summary": inspect.getdoc(route.handler) or "",
        "parameters": _parameters(route),
        "responses": {str(route.status): success, **_problems(route, known, public=public)},
    }
    if route.body:
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": known[route.body]}},
        }
    return operation if public else {**operation, "security": [{"token": []}]}


def _parameters(route: Route) -> list[dict[str, Any]]:
    text = {"type": "string"}
    found = [
        {"name": name, "in": "path", "required": True, "schema": text}
        for name in re.findall(r"<(\w+)>", route.path)
    ]
    for name, kind in (route.query or {}).items():
        schema = {"type": "string", "format": "date-time"} if kind == "date-time" else {"type": kind}
        found.append({"name": name, "in": "query", "schema": schema})
    if route.if_match:
        required = route.if_match is True
        found.append({"name": "If-Match", "in": "header", "required": required, "schema": text})
    if route.idempotent:
        found.append({"name": "Idempotency-Key", "in": "header", "schema": {**text, "maxLength": 128}})
    return found


def _problems(route: Route, known: dict[Any, Any], *, public: bool) -> dict[str, Any]:
    content = {"application/problem+json": {"schema": known[Problem]}}
    busy = STATUS[TooMany]
    statuses = {STATUS[NotFound], busy} if public else {400, 401, 403, 404, 422, busy}
    if route.body:
        statuses |= {409, 413}
    if route.method == "DELETE":
        statuses |= {409}
    if route.if_match:
        statuses |= {412, 428} if route.if_match is True else {412}
    titles = {STATUS[kind]: TITLES[kind.code].en for kind in reversed(list(STATUS))}
    found = {str(status): {"description": titles[status], "content": content} for status in sorted(statuses)}
    wait = {"description": "Seconds to wait", "schema": {"type": "integer"}}
    return found | {str(busy): {**found[str(busy)], "headers": {"Retry-After": wait}}}


def text() -> str:
    return json.dumps(description(), ensure_ascii=False, indent=1, sort_keys=False) + "\n"


if __name__ == "__main__":
    TARGET.write_text(text())
    print(f"{TARGET.name}: {len(description()['paths'])} paths")

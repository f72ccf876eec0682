"""What the administration is sent as JSON: the answers of the registry's own forms, a reason, or nothing."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from pydantic import GetJsonSchemaHandler, JsonValue, RootModel
from pydantic_core import CoreSchema

from shared.domain.questions import registry_form
from shared.domain.schema import schema
from shared.web.api.bodies import text
from shared.web.api.validation import Body

LONG_LIST = 100
"""More values than this are not written out."""


Reason = Annotated[str, *text(most=500)]


class FormBody(RootModel[dict[str, JsonValue]]):
    """The answers of a form of the registry, by field; the form itself says what each may be."""

    form: ClassVar[str]
    besides: ClassVar[Mapping[str, JsonValue]] = {}
    """What a change takes besides the answers that it merges."""

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        described: dict[str, Any] = {"title": cls.__name__, "description": cls.__doc__, "type": "object"}
        if cls.besides:
            return {**described, "properties": dict(cls.besides), "additionalProperties": True}
        asked: Any = schema(registry_form(cls.form))
        kept = ("required", "additionalProperties", "allOf")
        properties = {name: _short(each) for name, each in asked["properties"].items()}
        return {
            **described,
            "properties": properties,
            **{name: asked[name] for name in kept if name in asked},
        }


def _short(described: Any) -> Any:
    """A question without a list that every client has: the codes of countries and regions."""
    if len(described.get("enum", ())) <= LONG_LIST:
        return described
    return {name: each for name, each in described.items() if name != "enum"} | {"pattern": "^[A-Z]{2}$"}


SAID: Mapping[str, JsonValue] = {"reason": {"type": "string", "maxLength": 500}}


class GivenReason(Body):
    """Why."""

    reason: Reason = ""


class Nothing(Body):
    """Nothing but the wish."""

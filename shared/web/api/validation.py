"""JSON bodies held to their models, and what is said of those that do not fit."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from shared.domain.readers import Wrong
from shared.domain.refusals import FieldError, InvalidFields
from shared.domain.texts import printable
from shared.domain.words import Words

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

M = TypeVar("M", bound=BaseModel)
MOST = 50
"""Errors that are told; whoever sent more corrects these first."""


class Body(BaseModel):
    """A JSON body: exact types, and members nobody asked for are refused."""

    model_config = ConfigDict(extra="forbid", strict=True)


WRONG: Mapping[str, Words] = {
    "missing": Words("This member is missing.", "缺少此项。"),
    "extra_forbidden": Words("There is no such member here.", "此处没有这一项。"),
    "string_type": Words("Give a text.", "请填写文字。"),
    "int_type": Words("Give a whole number.", "请填写整数。"),
    "bool_type": Words("Give true or false.", "请填写 true 或 false。"),
    "literal_error": Words("This is none of the values allowed here.", "不是允许的值。"),
    "greater_than_equal": Words("This number is too small.", "数值过小。"),
    "less_than_equal": Words("This number is too large.", "数值过大。"),
    "list_type": Words("Give a list.", "请填写列表。"),
    "dict_type": Words("Give an object.", "请填写对象。"),
    "model_type": Words("Give an object.", "请填写对象。"),
    "string_too_long": Words("This text is too long.", "文字过长。"),
    "string_too_short": Words("This text is too short.", "文字过短。"),
    "string_pattern_mismatch": Words("This text has the wrong form.", "文字格式不正确。"),
    "too_long": Words("There are too many entries.", "条目过多。"),
}
OTHERWISE = Words("This value is not valid here.", "此处的值无效。")


def validated(model: type[M], value: object) -> M:
    """The value as a model; raises InvalidFields with the words of both languages."""
    try:
        return model.model_validate(value)
    except ValidationError as error:
        raise InvalidFields(_field_errors(error)) from error


def _field_errors(error: ValidationError) -> tuple[FieldError, ...]:
    return tuple(map(_field_error, error.errors(include_url=False, include_input=False)[:MOST]))


def _field_error(each: "ErrorDetails") -> FieldError:
    name = ".".join(printable(str(part)) for part in each["loc"]) or "body"
    wrong = each.get("ctx", {}).get("wrong")
    if isinstance(wrong, Wrong):
        return FieldError(field=name, code=wrong.code, message=wrong.said(Words(name, name)))
    return FieldError(field=name, code=each["type"], message=WRONG.get(each["type"], OTHERWISE))

"""A condition of a question in words: when it is asked."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from shared.domain.conditions import Condition
from shared.domain.words import Words

if TYPE_CHECKING:
    from shared.domain.questions import Field

YES_NO = {True: Words("yes", "是"), False: Words("no", "否")}


def only_if(condition: Condition, fields: Mapping[str, "Field"]) -> Words:
    """“Only if …”, naming the other questions by their labels; `fields` are those beside this one, by id."""
    words = _said(condition, fields)
    return Words(f"Only if {words.en}.", f"仅当{words.zh}时填写。")


def _said(condition: Condition, fields: Mapping[str, "Field"]) -> Words:
    if "all" in condition:
        return _joined((_said(each, fields) for each in condition["all"]), " and ", "且")
    if "any" in condition:
        return _joined((_said(each, fields) for each in condition["any"]), " or ", "或")
    if "equals" in condition.get("not", {}):
        other, field = condition["not"], fields[condition["not"]["field"]]
        value = _value(field, other["equals"])
        return Words(f"“{field.label.en}” is not “{value.en}”", f"“{field.label.zh}”不为“{value.zh}”")
    if "not" in condition:
        words = _said(condition["not"], fields)
        return Words(f"not ({words.en})", f"并非{words.zh}")
    field = fields[condition["field"].partition(".")[0]]
    if "some_row" in condition:
        words = _said(condition["some_row"], {part.id: part for part in field.parts})
        row = field.row or field.label
        return Words(f"in some {row.en}, {words.en}", f"某一{row.zh}的{words.zh}")
    rest = condition["field"].partition(".")[2]
    part = next((each for each in field.parts if each.id == rest), field)
    return _test(condition, part)


def _test(condition: Condition, field: "Field") -> Words:
    en, zh = f"“{field.label.en}”", f"“{field.label.zh}”"
    if "equals" in condition:
        value = _value(field, condition["equals"])
        return Words(f"{en} is “{value.en}”", f"{zh}为“{value.zh}”")
    if "in" in condition:
        values = _joined((_value(field, each) for each in condition["in"]), "” or “", "”或“")
        return Words(f"{en} is “{values.en}”", f"{zh}为“{values.zh}”")
    if "contains" in condition:
        value = _value(field, condition["contains"])
        return Words(f"{en} includes “{value.en}”", f"{zh}包含“{value.zh}”")
    if "sooner_than_days" in condition:
        days = condition["sooner_than_days"]
        return Words(f"{en} is less than {days} days away", f"{zh}距今不足{days}天")
    if "over" in condition:
        return Words(f"{en} is over {condition['over']}", f"{zh}大于{condition['over']}")
    return Words(f"{en} is not 0", f"{zh}不为0")


def _value(field: "Field", value: object) -> Words:
    if isinstance(value, bool):
        return YES_NO[value]
    return next((each.label for each in field.options if each.value == value), Words(str(value), str(value)))


def _joined(words: Iterable[Words], en: str, zh: str) -> Words:
    found = list(words)
    return Words(en.join(each.en for each in found), zh.join(each.zh for each in found))

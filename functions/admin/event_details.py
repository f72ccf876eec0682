"""What an event of the administration changed, by field and in the reader's language."""

from collections.abc import Mapping

from shared.domain.administration import AdminEvent
from shared.domain.json_value import JsonValue
from shared.domain.people import STANDINGS
from shared.domain.questions import Field, registry_form
from shared.domain.words import Language, Words
from shared.web.pages.changes import Difference
from shared.web.pages.format_answer import COMMA, show

KEPT_BACK = Words("Changed; personal details are not kept here", "已修改，此处不保留个人信息")
LABELS = {
    "standing": Words("Standing", "状态"),
    "proposed": Words("Roles proposed", "提议授予的角色"),
    "proposed_by": Words("Proposed by", "提议人"),
    "people": Words("People", "人员"),
    "into": Words("Merged into (identifier)", "并入单位（标识）"),
    "into_name": Words("Merged into", "并入单位"),
}
"""What events note besides the answers of a form."""
TOLD = frozenset({"reason"})
"""What stands beside the event already."""


def details(event: AdminEvent, language: Language, names: Mapping[str, str]) -> list[Difference]:
    """Each field with what stood there and what stands there now; `names` are those of people, by id."""
    index = registry_form(event.subject).index
    return [
        _difference(name, value, index.get(name), language, names)
        for name, value in event.data.items()
        if name not in TOLD
    ]


def people_of(event: AdminEvent) -> set[str]:
    """The people whom an event names by their id."""
    proposer = event.data.get("proposed_by")
    return {each for each in (proposer, *_listed(event.data.get("people"))) if isinstance(each, str)}


def _difference(
    name: str, value: JsonValue, field: Field | None, language: Language, names: Mapping[str, str]
) -> Difference:
    def said(one: JsonValue) -> str:
        if one is None:
            return ""
        if name == "standing":
            return standings.get(str(one), Words("", "")).within(language)
        roles = registry_form("person").index["roles"] if name == "proposed" else None
        if known := field or roles:
            return show(known, one, language)
        return COMMA.within(language).join(
            names.get(str(each)) or str(each) for each in _listed(one) or [one]
        )

    standings: dict[str, Words] = dict(STANDINGS.items())
    label = field.label if field else LABELS.get(name, Words(name, name))
    if value == "changed" and field:
        before, now = "", KEPT_BACK.within(language)
    elif isinstance(value, Mapping) and value.keys() == {"before", "after"}:
        before, now = said(value["before"]), said(value["after"])
    else:
        before, now = "", said(value)
    return Difference(field=name, label=label.within(language), before=before, now=now)


def _listed(value: JsonValue) -> list[JsonValue]:
    return list(value) if isinstance(value, list | tuple) else []

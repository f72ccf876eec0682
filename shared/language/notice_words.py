"""What an inbox line says: in a few words what happened, or what there is to do."""

from collections.abc import Mapping

from shared.domain.messages import Kind, Message
from shared.domain.words import Words
from shared.domain.workflow import EventKind, definitions

OTHERWISE: Mapping[Kind, Words] = {
    "task": Words("It is your turn", "请您办理"),
    "alert": Words("Something needs your attention", "有事项需要您关注"),
    "news": Words("Something has changed", "申请有变化"),
}


def line(message: Message) -> Words:
    """The sentence of a message; the case number stands beside it."""
    kind = definitions().events.get(message.subject, EventKind())
    said = {"task": kind.task, "alert": kind.alert, "news": kind.news}[message.kind]
    return said or OTHERWISE[message.kind]


def happened(message: Message) -> Words:
    """What a message told, once there is nothing to do about it any more."""
    return definitions().events.get(message.subject, EventKind()).news or OTHERWISE["news"]

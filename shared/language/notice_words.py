"""What an inbox line says: in a few words what happened, or what there is to do."""

from collections.abc import Mapping

from shared.domain.messages import Kind, Message
from shared.domain.words import Words

HAPPENED: Mapping[str, Words] = {
    "submitted": Words("The application has been received", "申请已收件"),
    "resubmitted": Words("The answers have been received", "补正材料已收件"),
    "claimed": Words("An officer has begun to check the application", "项目专员已开始审查申请"),
    "information_requested": Words("Information was asked for", "已要求补正"),
    "request_amended": Words("The request for information was changed", "补正要求已修改"),
    "request_cancelled": Words("The request for information was cancelled", "补正要求已撤销"),
    "signature_asked": Words("A signature was asked for", "已请授权签字人签署"),
    "accepted_for_review": Words("The application is being reviewed", "申请已进入评审"),
    "reviewers_changed": Words("The reviewers have changed", "评审专家已更换"),
    "conflict_declared": Words("Somebody has stepped back from a case", "有人员回避"),
    "review_closed": Words("The review is closed", "评审已结束"),
    "review_reopened": Words("The review is open again", "评审已重新开始"),
    "compliance_cleared": Words("Compliance is cleared", "合规审核已通过"),
    "ineligibility_proposed": Words("It is proposed not to accept the application", "拟不予受理"),
    "ineligibility_confirmed": Words("The application was not accepted", "申请不予受理"),
    "escalated": Words("The case went to the senior approver", "申请已提请上级审批"),
    "sent_back": Words("The case was sent back", "申请已退回"),
    "approved": Words("The application is approved", "申请已批准"),
    "rejected": Words("The application was not approved", "申请未获批准"),
    "withdrawn": Words("The application was withdrawn", "申请已撤回"),
}
TO_DO: Mapping[str, Words] = {
    "submitted": Words("A new application waits to be claimed", "有新申请待认领"),
    "resubmitted": Words("The partner has answered: go on with the case", "合作单位已补正，请继续办理"),
    "information_requested": Words("The federation needs information from you", "联合会需要您补充材料"),
    "request_amended": Words("The federation changed what it needs from you", "联合会修改了需要您补充的材料"),
    "signature_asked": Words("A colleague asks you to check and sign", "同事请您核对并签署"),
    "accepted_for_review": Words("You are asked to review a case", "请您评审申请"),
    "reviewers_changed": Words("You are asked to review a case", "请您评审申请"),
    "conflict_declared": Words(
        "Somebody has stepped back: see whether to replace them", "有人员回避，请考虑更换"
    ),
    "review_closed": Words("Check compliance and safety", "请进行合规与安全审核"),
    "review_reopened": Words("The review is open again: look after it", "评审已重新开始，请跟进"),
    "compliance_cleared": Words("A decision is needed", "请作出审批决定"),
    "ineligibility_proposed": Words("Decide whether the case may be refused", "请决定是否不予受理"),
    "escalated": Words("A senior decision is needed", "请作出上级审批决定"),
    "sent_back": Words("A case came back to you", "有申请退回给您"),
}
OTHERWISE: Mapping[Kind, Words] = {
    "task": Words("It is your turn", "请您办理"),
    "alert": Words("Something needs your attention", "有事项需要您关注"),
    "news": Words("Something has changed", "申请有变化"),
}


ALERTS: Mapping[str, Words] = {
    "submitted": Words("An urgent application has come in: prepare your part", "收到加急申请，请提前准备"),
}


def line(message: Message) -> Words:
    """The sentence of a message; the case number stands beside it."""
    if message.kind == "alert":
        return ALERTS.get(message.subject, OTHERWISE["alert"])
    if message.kind == "news":
        return happened(message)
    return TO_DO.get(message.subject, OTHERWISE[message.kind])


def happened(message: Message) -> Words:
    """What a message told, once there is nothing to do about it any more."""
    return HAPPENED.get(message.subject, OTHERWISE["news"])

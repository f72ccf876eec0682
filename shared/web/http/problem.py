"""Refusals as HTTP: one table of statuses, RFC 9457 problem details, words in both languages."""

import json
from collections.abc import Mapping

from shared.domain import refusals as no
from shared.domain.words import Language, Words

MOST = 50
"""Errors that one answer names."""
STATUS: Mapping[type[no.Refusal], int] = {
    no.Malformed: 400,
    no.TooLarge: 413,
    no.Unauthenticated: 401,
    no.Forbidden: 403,
    no.ProofNeeded: 403,
    no.CrossSite: 403,
    no.PastEdge: 403,
    no.NotFound: 404,
    no.NotAvailable: 409,
    no.Conflict: 409,
    no.AccountTaken: 409,
    no.InvitationGone: 410,
    no.Stale: 412,
    no.InvalidFields: 422,
    no.KeyReused: 422,
    no.Unmet: 422,
    no.QuotaFull: 422,
    no.PreconditionMissing: 428,
    no.TooMany: 429,
}
TITLES: Mapping[str, Words] = {
    "malformed": Words("The request cannot be read", "无法读取请求"),
    "too_large": Words("The request is too large", "请求内容过大"),
    "unauthenticated": Words("Sign in first", "请先登录"),
    "forbidden": Words("You may not do this", "您无权执行此操作"),
    "own_proposal": Words("Somebody else must decide this", "须由他人处理"),
    "proof_needed": Words("Sign in with your second factor", "请使用第二重验证登录"),
    "decide_in_person": Words("Not by token", "不能使用令牌执行"),
    "account_taken": Words("This sign-in belongs to another account", "该登录身份已属于另一账号"),
    "invitation_gone": Words("This invitation is not valid any more", "该邀请已失效"),
    "cross_site": Words("The form could not be trusted", "无法确认表单来源"),
    "past_edge": Words("This is not the public address", "此网址不是对外访问网址"),
    "not_found": Words("Not found", "未找到"),
    "not_available": Words("Not possible in the present state", "当前状态下不能执行此操作"),
    "conflict": Words("Somebody else was faster", "他人已先行操作"),
    "stale": Words("This has changed in the meantime", "内容已有变化"),
    "invalid_fields": Words("Some answers are missing or wrong", "部分内容缺失或有误"),
    "idempotency_key_reused": Words(
        "This idempotency key was used for another request", "幂等键已用于其他请求"
    ),
    "unmet": Words("Not all conditions are met", "条件尚未满足"),
    "quota_full": Words("The programme has no place left", "项目名额已满"),
    "precondition_missing": Words("If-Match is missing", "缺少 If-Match"),
    "too_many_requests": Words("Too many requests", "请求过于频繁"),
}
DETAILS: Mapping[str, Words] = {
    "malformed": Words(
        "Send a JSON object in UTF-8 with at most 12 levels, without control characters and without huge numbers.",
        "请发送 UTF-8 编码、嵌套不超过12层、不含控制字符和超大数字的 JSON 对象。",
    ),
    "too_large": Words("Send at most {limit} bytes.", "请求内容不得超过{limit}字节。"),
    "unauthenticated": Words(
        "Your session has ended or no valid token was sent. Sign in and try again.",
        "会话已结束或令牌无效，请登录后重试。",
    ),
    "forbidden": Words(
        "This step belongs to another role.",
        "该操作属于其他角色。",
    ),
    "own_proposal": Words(
        "You proposed this yourself: another administrator releases or refuses it.",
        "该事项由您本人提出，须由另一名管理员发布或否决。",
    ),
    "proof_needed": Words(
        "This step wants a recent sign-in with a second factor.", "此操作需要近期使用第二重验证登录。"
    ),
    "decide_in_person": Words(
        "Decisions are taken on the pages by somebody who is signed in. Whoever runs this registry can allow them by token.",
        "决定须由本人登录后在页面上作出。是否允许使用令牌由系统运维方设定。",
    ),
    "account_taken": Words(
        "You signed in as somebody who has an account here already. Leave the sign-in service, open the link again and"
        " sign in as yourself. The invitation is still good.",
        "您使用的登录身份在本系统已有账号。请退出登录服务，重新打开邀请链接并以您本人的身份登录，邀请仍然有效。",
    ),
    "invitation_gone": Words(
        "It was used already, replaced by a newer one, or is older than 14 days. If you have joined, sign in; if not, ask"
        " your contact at the federation to send it again.",
        "该邀请已使用、已被新的邀请取代或已超过14天。如已加入，请直接登录；否则请联系联合会重新发送。",
    ),
    "cross_site": Words(
        "Open the page again in this browser and send the form from there.",
        "请在本浏览器中重新打开页面后提交。",
    ),
    "past_edge": Words(
        "The registry answers at its public address alone. Use that one; the programme office knows it.",
        "本系统仅通过对外公布的网址提供服务。请使用该网址访问，如不清楚请咨询项目办公室。",
    ),
    "not_found": Words(
        "There is nothing here, or it is not yours to see. Check the address or the case number.",
        "此处没有内容，或您无权查看。请核对网址或申请编号。",
    ),
    "not_available": Words(
        "It is now in another state. Look at it again to see what you can do.",
        "当前状态已变化，请重新查看可执行的操作。",
    ),
    "conflict": Words(
        "Look at it again and repeat your step if it is still needed.", "请重新查看，如仍需要请再次操作。"
    ),
    "stale": Words(
        "Somebody changed this since you opened it. What you typed was not saved; look at the new version and send it again.",
        "您打开后他人已作修改。您填写的内容尚未保存，请查看新版本后重新提交。",
    ),
    "invalid_fields": Words("Correct the answers named below.", "请更正下列内容。"),
    "idempotency_key_reused": Words("Use a new key for a new request.", "新的请求请使用新的键。"),
    "unmet": Words("See below what is still needed.", "请查看下列尚需满足的条件。"),
    "quota_full": Words("Refuse the case or ask for a larger quota.", "请不予批准或申请增加名额。"),
    "precondition_missing": Words(
        "Send the ETag of the version you have read as If-Match.", "请将所读版本的 ETag 作为 If-Match 发送。"
    ),
    "too_many_requests": Words(
        "Wait a minute and try again. If as many were sent today as a day allows, go on after midnight Beijing time.",
        "请等待一分钟后重试。如已达当日上限，请于北京时间零点后继续。",
    ),
}


def status_of(refusal: no.Refusal) -> int:
    """The status of the refusal's class or of the nearest class above it."""
    return next(STATUS[kind] for kind in type(refusal).__mro__ if kind in STATUS)


def problem(refusal: no.Refusal, language: Language) -> dict[str, object]:
    """Problem details in one language; guards carry both."""
    code = refusal.code
    limit = getattr(refusal, "limit", "")
    details: dict[str, object] = {
        "type": f"urn:exchange-registry:problem:{code}",
        "title": TITLES[code].within(language),
        "status": status_of(refusal),
        "code": code,
        "detail": DETAILS[code].within(language).replace("{limit}", str(limit)),
    }
    if isinstance(refusal, no.NotAvailable | no.Stale):
        details |= {"state": refusal.state, "version": refusal.version}
    if isinstance(refusal, no.Unmet):
        details["unmet"] = [
            {"code": each.code, "message": each.message._asdict(), "attest": each.attest}
            for each in refusal.unmet
        ]
    if isinstance(refusal, no.InvalidFields | no.Unmet) and refusal.errors:
        details["errors"] = [
            {"field": each.field, "code": each.code, "message": each.message.within(language)}
            for each in refusal.errors[:MOST]
        ]
    return details


def problem_json(refusal: no.Refusal, language: Language) -> str:
    return json.dumps(problem(refusal, language), ensure_ascii=False, separators=(",", ":"))

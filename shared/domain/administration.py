"""What administrators do: events of a history that nobody rewrites, and proposals that a second one releases."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from shared.domain.json_value import JsonValue
from shared.domain.words import Words

Subject = Literal["organisation", "person", "programme", "agreement"]
SUBJECTS: Mapping[Subject, Words] = {
    "organisation": Words("Organisations", "单位"),
    "person": Words("People", "人员"),
    "programme": Words("Programmes", "项目"),
    "agreement": Words("Agreements", "协议"),
}
"""What administrators do something to, as a filter says it."""
EVENTS: Mapping[str, Words] = {
    "founded": Words("First administrators invited", "邀请首批管理员"),
    "join_requested": Words("Request to join received", "收到加入申请"),
    "join_declined": Words("Request to join declined", "不予接受加入申请"),
    "organisation_vetted": Words("Organisation vetted", "完成单位核查"),
    "organisation_added": Words("Organisation added", "新增单位"),
    "organisation_changed": Words("Organisation changed", "修改单位信息"),
    "organisation_standing_changed": Words("Standing of an organisation changed", "变更单位状态"),
    "merge_proposed": Words("Merge of organisations proposed", "提议合并单位"),
    "merge_released": Words("Merge of organisations released", "批准合并单位"),
    "merge_refused": Words("Merge of organisations refused", "否决合并单位"),
    "merge_withdrawn": Words("Proposal of a merge withdrawn", "撤回单位合并提议"),
    "person_invited": Words("Person invited", "邀请人员"),
    "invitation_sent_again": Words("Invitation sent again", "重新发送邀请"),
    "person_joined": Words("Person joined", "人员加入"),
    "person_changed": Words("Person changed", "修改人员信息"),
    "person_disabled": Words("Person disabled", "停用人员"),
    "person_enabled": Words("Person enabled again", "恢复人员"),
    "roles_proposed": Words("Roles proposed", "提议授予角色"),
    "roles_released": Words("Roles granted", "授予角色"),
    "roles_refused": Words("Roles refused", "否决授予角色"),
    "roles_withdrawn": Words("Proposal of roles withdrawn", "撤回角色提议"),
    "programme_proposed": Words("Programme proposed", "提议发布项目"),
    "programme_changed": Words("Proposed programme changed", "修改待发布项目"),
    "change_proposed": Words("Change of a programme proposed", "提议修改项目"),
    "programme_released": Words("Programme released", "发布项目"),
    "programme_refused": Words("Programme refused", "否决发布项目"),
    "programme_withdrawn": Words("Proposal of a programme withdrawn", "撤回项目提议"),
    "agreement_added": Words("Agreement entered", "新增协议"),
    "agreement_changed": Words("Agreement changed", "修改协议"),
    "agreement_ended": Words("Agreement ended early", "提前终止协议"),
    "programme_closed": Words("Programme closed", "关闭项目"),
}
"""What happened, as the history says it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminEvent:
    """One thing that an administrator did, and to whom or what; `data` holds what changed, by field."""

    id: str
    at: datetime
    by: str
    by_name: str
    kind: str
    subject: Subject
    subject_id: str
    subject_name: str
    subject_name_zh: str = ""
    data: Mapping[str, JsonValue] = field(default_factory=dict)

    @property
    def name(self) -> Words:
        """What it was done to, as it was called then; people have one name for both languages."""
        return Words(self.subject_name, self.subject_name_zh or self.subject_name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What needs a second administrator: roles of the federation, a programme as `version` of it has it, or a merge."""

    id: str
    at: datetime
    by: str
    by_name: str
    kind: Literal["roles", "programme", "merge"]
    subject_id: str
    subject_name: str
    subject_name_zh: str = ""
    data: Mapping[str, JsonValue] = field(default_factory=dict)
    version: int = 1
    state: Literal["waiting", "released", "refused", "withdrawn", "overtaken"] = "waiting"
    settled_by: str = ""
    reason: str = ""

    @property
    def name(self) -> Words:
        """Whom or what it is about, as it was called then; people have one name for both languages."""
        return Words(self.subject_name, self.subject_name_zh or self.subject_name)

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles it would grant."""
        found = self.data.get("roles")
        return tuple(map(str, found)) if isinstance(found, list | tuple) else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """Whom a one-time link lets in, and until when."""

    person_id: str
    until: datetime

"""An agreement as the administration's JSON."""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from functions.admin.schemas.bodies import FormBody
from shared.domain.agreements import Agreement


class NewAgreement(FormBody):
    """A partner agreement, as its form asks for it."""

    form = "agreement"


class AgreementChange(NewAgreement):
    """Answers of NewAgreement to merge, null clears one."""

    besides: ClassVar = {"valid_until": {"type": "string", "format": "date"}}


class AdminAgreementView(BaseModel):
    """An agreement with every answer of its form that it has; `ended` says why it ended early."""

    model_config = ConfigDict(extra="allow")

    id: str
    reference: str
    ended: str | None = None
    version: int


def agreement_view(agreement: Agreement) -> AdminAgreementView:
    known = {"id": agreement.id, "ended": agreement.ended or None, "version": agreement.version}
    return AdminAgreementView.model_validate({**agreement.answers, **known})

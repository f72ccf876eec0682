"""What is asked about a deployment: the words, when it is asked, and what is still to be said."""

from collections.abc import Callable
from dataclasses import dataclass

from infra.deploy.refusals import of_settings
from infra.deploy.settings import Answers, Malformed, settings

STEPS = "docs/deploy.md"
When = Callable[[Answers], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One setting as it is asked for; an optional one may stay empty."""

    name: str
    words: str
    meaning: str
    more: str = STEPS
    default: str = ""
    in_china: str | None = None
    """The default there, where it is another."""
    optional: bool = False
    when: When = lambda _: True

    def default_in(self, env: str) -> str:
        return self.in_china if self.in_china is not None and env.startswith("china") else self.default


def said(name: str, *values: str) -> When:
    """When this setting is one of these values, or anything at all where none is given."""
    return lambda answers: answers.get(name, "") in values if values else bool(answers.get(name))


QUESTIONS: tuple[Question, ...] = (
    Question(
        name="stack",
        words="What is the stack called?",
        meaning="The name in CloudFormation; other stacks are called after it.",
        default="exchange-registry",
    ),
    Question(
        name="region",
        words="In which region?",
        meaning="Where everything runs and is stored.",
        default="eu-central-1",
        in_china="cn-northwest-1",
    ),
    Question(
        name="alarm_email",
        words="Who is to hear alarms?",
        meaning="An e-mail address; SNS writes to it once and wants to be answered.",
        more="infra/runbook.md",
    ),
    Question(
        name="sign_in",
        words="How do people sign in: cognito or other?",
        meaning="cognito makes a user pool; other is an OpenID Connect provider that you have.",
        default="cognito",
        in_china="other",
    ),
    Question(
        name="domain_prefix",
        words="How does the address of the sign-in page begin?",
        meaning="3 to 60 of a-z, 0-9 and -, free in the region.",
        when=said("sign_in", "cognito"),
    ),
    Question(
        name="oidc_issuer",
        words="What is the provider's issuer?",
        meaning="Its https address, as in its description under /.well-known/openid-configuration.",
        when=said("sign_in", "other"),
    ),
    Question(
        name="oidc_client_id",
        words="What is the client's id?",
        meaning="The client you registered there for this registry.",
        when=said("sign_in", "other"),
    ),
    Question(
        name="oidc_client_secret_arn",
        words="Which secret holds the client's secret?",
        meaning="An ARN of Secrets Manager; empty for a public client with PKCE.",
        optional=True,
        when=said("sign_in", "other"),
    ),
    Question(
        name="second_factor",
        words="What proves a second factor?",
        meaning="provider where it asks everybody; else a claim with values: amr=mfa otp hwk, acr=<value>.",
        when=said("sign_in", "other"),
    ),
    Question(
        name="oidc_acr_values",
        words="What is the provider asked for as acr_values?",
        meaning="Empty for nothing.",
        optional=True,
        when=said("sign_in", "other"),
    ),
    Question(
        name="mail",
        words="How do letters leave: none, ses, smtp or sns?",
        meaning="With none everything is in the inbox, and invitations are handed over as links.",
        default="none",
    ),
    Question(
        name="mail_from",
        words="Who are letters from?",
        meaning="The address of the sender.",
        when=said("mail", "ses", "smtp"),
    ),
    Question(
        name="mail_domain",
        words="Which domain may send with SES?",
        meaning="The sender's domain, or one above it; you set three DNS records there.",
        when=said("mail", "ses"),
    ),
    Question(
        name="smtp_secret_arn",
        words="Which secret holds the mail server?",
        meaning='An ARN of Secrets Manager; the secret is {"host": …, "port": 465, "username": …, "password": …}.',
        when=said("mail", "smtp"),
    ),
    Question(
        name="malware_scanner",
        words="Who looks for malware in documents: guardduty, external or builtin?",
        meaning="external is a scanner of your own; builtin knows a test file alone and is for trying it out.",
        more="docs/malware.md",
        default="guardduty",
        in_china="external",
    ),
    Question(
        name="domain_name",
        words="Does the registry have a domain name of its own?",
        meaning="Without https://; empty for the address that API Gateway gives.",
        optional=True,
    ),
    Question(
        name="hosted_zone_id",
        words="Which hosted zone of Route 53 is it in?",
        meaning="The zone's id; the record is made there.",
        when=said("domain_name"),
    ),
    Question(
        name="certificate_arn",
        words="Which certificate is for it?",
        meaning="The ARN of one that is issued, in AWS Certificate Manager.",
        when=said("domain_name"),
    ),
)
"""In the order in which they are asked. `base_url` and `[parameters]` are for the file alone."""


def open_questions(answers: Answers) -> list[Question]:
    """What the file does not answer yet."""
    return [
        each
        for each in QUESTIONS
        if each.when(answers) and (each.name not in answers if each.optional else not answers.get(each.name))
    ]


def ask(question: Question, env: str, answers: Answers, read: Callable[[str], str]) -> str:
    """The answer to one question, asked again until it has the right form and can work."""
    default = question.default_in(env)
    shown = default or ("empty" if question.optional else "")
    print(f"\n{question.words}\n  {question.meaning} More: {question.more}")
    while True:
        answer = read(f"  [{shown}] " if shown else "  ").strip() or default
        problem = "" if answer or question.optional else "This cannot stay empty."
        problem = problem or _objection(env, answers, question.name, answer)
        if not problem:
            return answer
        print(f"  {problem}")


def _objection(env: str, answers: Answers, name: str, answer: str) -> str:
    """What speaks against this answer that did not speak against those before it."""
    before = set(of_settings(settings(env, answers)))
    try:
        after = list(of_settings(settings(env, {**answers, name: answer})))
    except Malformed as error:
        return str(error)
    return next((each for each in after if each not in before), "")

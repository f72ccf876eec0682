"""Rules on functions: a role each, a log group each with an end, one runtime."""

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from infra.rules._reading import reference

FUNCTION = "AWS::Lambda::Function"


class RolePerFunction(CloudFormationLintRule):
    """A function has a role that this template declares and no other function shares."""

    id = "E9001"
    shortdesc = "A function has a role of its own"
    description = "Two functions with one role can each do what only the other needs"

    def match(self, cfn: Template) -> list[RuleMatch]:
        users: dict[str | None, list[str]] = {}
        for name, resource in cfn.get_resources([FUNCTION]).items():
            users.setdefault(reference(resource["Properties"].get("Role")), []).append(name)
        alone = {
            role
            for role, names in users.items()
            if role in cfn.get_resources(["AWS::IAM::Role"]) and len(names) == 1
        }
        return [
            RuleMatch(["Resources", name, "Properties", "Role"], f"{name} has no role of its own")
            for role, names in users.items()
            if role not in alone
            for name in names
        ]


class LogGroupPerFunction(CloudFormationLintRule):
    """A function writes to a log group that this template declares and no other function shares."""

    id = "E9002"
    shortdesc = "A function has a log group of its own"
    description = "The group Lambda makes by itself keeps everything for ever, unencrypted by our key"

    def match(self, cfn: Template) -> list[RuleMatch]:
        groups = cfn.get_resources(["AWS::Logs::LogGroup"])
        seen: set[str] = set()
        matches = []
        for name, resource in cfn.get_resources([FUNCTION]).items():
            group = reference(resource["Properties"].get("LoggingConfig", {}).get("LogGroup"))
            if group not in groups or group in seen:
                matches.append(
                    RuleMatch(["Resources", name, "Properties"], f"{name} has no log group of its own")
                )
            seen.add(group or "")
        return matches


class LogsEnd(CloudFormationLintRule):
    """A log group says how long it keeps and with which key."""

    id = "E9003"
    shortdesc = "A log group has a retention and a key"
    description = "Logs without an end are personal data without an end"

    def match(self, cfn: Template) -> list[RuleMatch]:
        return [
            RuleMatch(["Resources", name, "Properties"], f"{name} has no {wanted}")
            for name, resource in cfn.get_resources(["AWS::Logs::LogGroup"]).items()
            for wanted in ("RetentionInDays", "KmsKeyId")
            if wanted not in resource.get("Properties", {})
        ]


class OneRuntime(CloudFormationLintRule):
    """All functions run on the same runtime."""

    id = "E9004"
    shortdesc = "All functions have one runtime"
    description = "One artefact serves all functions, and its compiled parts are for one Python"

    def match(self, cfn: Template) -> list[RuleMatch]:
        runtimes = {
            name: str(resource["Properties"].get("Runtime"))
            for name, resource in cfn.get_resources([FUNCTION]).items()
        }
        if len(set(runtimes.values())) <= 1:
            return []
        kinds = ", ".join(sorted(set(runtimes.values())))
        return [
            RuleMatch(
                ["Resources", name, "Properties", "Runtime"], f"Functions run on several runtimes: {kinds}"
            )
            for name in runtimes
        ]

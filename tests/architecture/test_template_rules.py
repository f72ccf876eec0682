"""Each of our template rules refuses what it is there to refuse."""

import functools
from pathlib import Path

import pytest
from cfnlint.decode.decode import decode_str
from cfnlint.rules import Rules
from cfnlint.template import Template

ROOT = Path(__file__).parents[2]
ROLE = "{Type: AWS::IAM::Role, Properties: {}}"
FUNCTION = "{Type: AWS::Lambda::Function, Properties: {Role: {Fn::GetAtt: [%s, Arn]}, Runtime: %s, LoggingConfig: {LogGroup: {Ref: %s}}}}"
LOG = "{Type: AWS::Logs::LogGroup, Properties: {RetentionInDays: 90, KmsKeyId: key}}"
GRANT = "{Type: AWS::IAM::Role, Properties: {Policies: [{PolicyDocument: {Statement: [%s]}}]}}"
STREAM = "{Type: AWS::Lambda::EventSourceMapping, Properties: {StartingPosition: LATEST, %s}}"
DESTINATION = "DestinationConfig: {OnFailure: {Destination: queue}}"
BOUNDED = "MaximumRetryAttempts: 3"
PARTIAL = "FunctionResponseTypes: [ReportBatchItemFailures]"
CONSUMER = "{Type: AWS::Lambda::EventSourceMapping, Properties: {EventSourceArn: {Fn::GetAtt: [Q, Arn]}}}"
REDRIVE = "RedrivePolicy: {deadLetterTargetArn: queue}"
TLS = "{Type: AWS::SNS::TopicPolicy, Properties: {Topics: [{Ref: T}], PolicyDocument: {Statement: [{Effect: %s, Condition: {Bool: {'aws:SecureTransport': 'false'}}}]}}}"
TRUST = "{Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {Service: {'Fn::Sub': '%s'}}}]}}}"
QUEUE_TLS = (
    TLS.replace("Topics: [{Ref: T}]", "Queues: [{Ref: Q}]").replace("SNS::TopicPolicy", "SQS::QueuePolicy")
    % "Deny"
)

BAD = {
    "a role that two functions share": (
        "E9001",
        {
            "R": ROLE,
            "A": FUNCTION % ("R", "python3.13", "L"),
            "B": FUNCTION % ("R", "python3.13", "M"),
            "L": LOG,
            "M": LOG,
        },
    ),
    "a role made elsewhere": ("E9001", {"A": FUNCTION % ("Elsewhere", "python3.13", "L"), "L": LOG}),
    "a function without a log group": (
        "E9002",
        {"R": ROLE, "A": FUNCTION % ("R", "python3.13", "Elsewhere")},
    ),
    "a log group that two functions share": (
        "E9002",
        {
            "R": ROLE,
            "S": ROLE,
            "A": FUNCTION % ("R", "python3.13", "L"),
            "B": FUNCTION % ("S", "python3.13", "L"),
            "L": LOG,
        },
    ),
    "logs without an end": ("E9003", {"L": "{Type: AWS::Logs::LogGroup, Properties: {KmsKeyId: key}}"}),
    "logs without a key": ("E9003", {"L": "{Type: AWS::Logs::LogGroup, Properties: {RetentionInDays: 90}}"}),
    "two runtimes": (
        "E9004",
        {
            "R": ROLE,
            "S": ROLE,
            "A": FUNCTION % ("R", "python3.13", "L"),
            "B": FUNCTION % ("S", "python3.12", "M"),
            "L": LOG,
            "M": LOG,
        },
    ),
    "a stream consumer without a destination": ("E9010", {"S": STREAM % f"{BOUNDED}, {PARTIAL}"}),
    "a stream consumer that tries for ever": ("E9010", {"S": STREAM % f"{DESTINATION}, {PARTIAL}"}),
    "a stream consumer that fails whole batches": ("E9010", {"S": STREAM % f"{DESTINATION}, {BOUNDED}"}),
    "a consumed queue without dead letters": (
        "E9011",
        {"Q": "{Type: AWS::SQS::Queue, Properties: {}}", "C": CONSUMER, "P": QUEUE_TLS},
    ),
    "a subscription without dead letters": (
        "E9012",
        {"S": "{Type: AWS::SNS::Subscription, Properties: {Protocol: sqs}}"},
    ),
    "a rule without dead letters": (
        "E9013",
        {"E": "{Type: AWS::Events::Rule, Properties: {Targets: [{Arn: a}]}}"},
    ),
    "a schedule without dead letters": (
        "E9013",
        {"E": "{Type: AWS::Scheduler::Schedule, Properties: {Target: {Arn: a}}}"},
    ),
    "an alarm nobody hears": ("E9014", {"A": "{Type: AWS::CloudWatch::Alarm, Properties: {Threshold: 0}}"}),
    "a wildcard action": ("E9020", {"R": GRANT % "{Effect: Allow, Action: 's3:Get*', Resource: x}"}),
    "a wildcard resource": ("E9020", {"R": GRANT % "{Effect: Allow, Action: 's3:GetObject', Resource: '*'}"}),
    "a wildcard behind a condition": (
        "E9020",
        {
            "R": GRANT
            % "{Fn::If: [C, {Effect: Allow, Action: 's3:GetObject', Resource: ['*']}, {Ref: 'AWS::NoValue'}]}"
        },
    ),
    "everything but": ("E9020", {"R": GRANT % "{Effect: Allow, NotAction: 's3:GetObject', Resource: x}"}),
    "a policy of AWS's": ("E9021", {"R": "{Type: AWS::IAM::Role, Properties: {ManagedPolicyArns: [a]}}"}),
    "a topic without a policy": ("E9022", {"T": "{Type: AWS::SNS::Topic, Properties: {}}"}),
    "a topic that allows plain HTTP": (
        "E9022",
        {"T": "{Type: AWS::SNS::Topic, Properties: {}}", "P": TLS % "Allow"},
    ),
    "a service that has another name in AWS China": (
        "E9023",
        {"R": TRUST % "logs.${AWS::Region}.amazonaws.com"},
    ),
    "a service with a suffix it does not have": ("E9023", {"R": TRUST % "sns.${AWS::URLSuffix}"}),
    "a service nobody wrote down": (
        "E9023",
        {"P": "{Type: AWS::Lambda::Permission, Properties: {Principal: scheduler.amazonaws.com}}"},
    ),
}
GOOD = {
    "functions with roles and logs of their own": {
        "R": ROLE,
        "A": FUNCTION % ("R", "python3.13", "L"),
        "L": LOG,
    },
    "a bounded stream consumer": {"S": STREAM % f"{DESTINATION}, {BOUNDED}, {PARTIAL}"},
    "a consumed queue with dead letters": {
        "Q": f"{{Type: AWS::SQS::Queue, Properties: {{{REDRIVE}}}}}",
        "C": CONSUMER,
        "P": QUEUE_TLS,
    },
    "a person's subscription": {"S": "{Type: AWS::SNS::Subscription, Properties: {Protocol: email}}"},
    "an alarm somebody hears": {"A": "{Type: AWS::CloudWatch::Alarm, Properties: {AlarmActions: [topic]}}"},
    "exact grants": {"R": GRANT % "{Effect: Allow, Action: ['s3:GetObject'], Resource: ['bucket/*']}"},
    "a service by its name in both partitions": {"R": TRUST % "logs.${AWS::Region}.${AWS::URLSuffix}"},
    "a topic that refuses plain HTTP": {"T": "{Type: AWS::SNS::Topic, Properties: {}}", "P": TLS % "Deny"},
}


@functools.cache
def our_rules() -> Rules:
    return Rules.create_from_directory(ROOT / "infra" / "rules")


def refusals(resources: dict[str, str]) -> set[str]:
    """The ids of our rules that refuse a template of these resources."""
    body = "\n".join(f"  {name}: {resource}" for name, resource in resources.items())
    document, _ = decode_str(f"Resources:\n{body}\n")
    template = Template("bad.yaml", document)
    return {rule.id for rule in our_rules().values() if rule.match(template)}


@pytest.mark.parametrize("name", BAD)
def test_a_rule_refuses(name: str) -> None:
    rule, resources = BAD[name]

    assert refusals(resources) == {rule}


@pytest.mark.parametrize("name", GOOD)
def test_no_rule_refuses(name: str) -> None:
    assert refusals(GOOD[name]) == set()


def test_every_rule_is_shown_to_refuse_something() -> None:
    assert {rule for rule, _ in BAD.values()} == {rule.id for rule in our_rules().values()}

"""The template, the code and the locks agree with each other."""

import ast
import importlib
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from infra.deploy.sam import CAPABILITIES
from infra.local.cloudformation import load
from infra.local.template import load_template
from infra.sdk import OPERATIONS
from shared.metrics import NAMESPACE
from shared.store import keys

ROOT = Path(__file__).parents[2]
WIRING = (ROOT / "shared" / "wiring.py").read_text("utf-8")
DOCUMENT = load(ROOT / "template.yaml")
TEMPLATE = load_template()
RESOURCES: dict[str, Any] = DOCUMENT["Resources"]
ALARMS_DOCUMENT = load(ROOT / "infra" / "alarms.yaml")
FOR_POWERTOOLS = {"POWERTOOLS_SERVICE_NAME", "POWERTOOLS_TRACE_DISABLED", "LOG_LEVEL"}


def of_type(kind: str) -> dict[str, Any]:
    return {name: resource["Properties"] for name, resource in RESOURCES.items() if resource["Type"] == kind}


FUNCTIONS = of_type("AWS::Serverless::Function")
ALARMS = [
    each["Properties"]
    for each in ALARMS_DOCUMENT["Resources"].values()
    if each["Type"] == "AWS::CloudWatch::Alarm"
]
TOLD: dict[str, Any] = RESOURCES["Alarms"]["Properties"]["Parameters"]
"""What the alarms are told of the stack."""


def duty(function: str) -> str:
    return str(FUNCTIONS[function]["Handler"]).split(".")[1]


def variables_read() -> set[str]:
    """The environment variables that wiring.py asks for."""
    return set(re.findall(r'os\.environ(?:\.get\(|\[)"([A-Z_]+)"', WIRING))


def alarms_on(metric: str, dimension: str) -> set[str]:
    """The logical ids of the resources that an alarm watches by this metric."""
    watched = [
        TOLD[each["Value"]["Ref"]]
        for alarm in ALARMS
        if alarm["MetricName"] == metric
        for each in alarm["Dimensions"]
        if each["Name"] == dimension
    ]
    return {value["Ref"] if "Ref" in value else value["Fn::GetAtt"][0] for value in watched}


def test_wiring_reads_what_the_template_gives() -> None:
    given = set(DOCUMENT["Globals"]["Function"]["Environment"]["Variables"])

    assert variables_read() - FOR_POWERTOOLS == given - FOR_POWERTOOLS


def test_no_function_has_variables_of_its_own() -> None:
    assert [name for name, function in FUNCTIONS.items() if "Environment" in function] == []


def test_every_folder_of_functions_is_deployed() -> None:
    folders = {path.parent.name for path in (ROOT / "functions").glob("*/app.py")}

    assert {duty(function) for function in FUNCTIONS} == folders


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_handler_exists(function: str) -> None:
    module, _, name = FUNCTIONS[function]["Handler"].rpartition(".")

    assert callable(getattr(importlib.import_module(module), name))


def test_every_route_leads_to_a_function_that_api_gateway_may_invoke() -> None:
    permitted = {
        each["FunctionName"]["Ref"]
        for each in of_type("AWS::Lambda::Permission").values()
        if each["Principal"] == "apigateway.amazonaws.com"
    }

    routed = {route.function.rpartition("-")[2] for route in TEMPLATE.routes}

    assert routed == permitted
    assert routed <= set(FUNCTIONS)


def test_every_schedule_calls_a_function_that_it_may_invoke() -> None:
    permitted = {
        each["SourceArn"]["Fn::GetAtt"][0]: each["FunctionName"]["Ref"]
        for each in of_type("AWS::Lambda::Permission").values()
        if each["Principal"] == "events.amazonaws.com"
    }
    called = {
        name: target["Arn"]["Fn::GetAtt"][0]
        for name, rule in of_type("AWS::Events::Rule").items()
        for target in rule["Targets"]
    }

    assert called == permitted
    assert [each.rpartition("-")[2] for each in TEMPLATE.scheduled] == list(called.values())


def test_no_route_is_declared_twice() -> None:
    declared = [route["RouteKey"] for route in of_type("AWS::ApiGatewayV2::Route").values()]

    assert sorted(set(declared)) == sorted(declared)


def test_the_publisher_is_given_events_alone() -> None:
    (source,) = (each for each in TEMPLATE.event_sources if each.function.endswith("PublisherFunction"))

    assert source.patterns == (
        {"eventName": ["INSERT"], "dynamodb": {"Keys": {"SK": {"S": [{"prefix": keys.FIRST_EVENT}]}}}},
    )
    assert source.partial_failures
    assert source.retries > 0


def test_every_queue_for_failures_has_an_alarm_on_its_depth() -> None:
    consumed = {
        each["EventSourceArn"]["Fn::GetAtt"][0]
        for each in of_type("AWS::Lambda::EventSourceMapping").values()
    }
    failures = set(of_type("AWS::SQS::Queue")) - consumed

    assert failures <= alarms_on("ApproximateNumberOfMessagesVisible", "QueueName")


@pytest.mark.parametrize("metric", ["Errors", "Throttles"])
def test_one_alarm_watches_all_functions(metric: str) -> None:
    (alarm,) = (each for each in ALARMS if each["MetricName"] == metric)

    assert "Dimensions" not in alarm


def test_a_nested_stack_in_a_transformed_template_may_be_deployed() -> None:
    """CloudFormation asks for this capability then; emulators do not."""
    assert of_type("AWS::CloudFormation::Stack")
    assert "CAPABILITY_AUTO_EXPAND" in CAPABILITIES


def test_the_alarms_are_told_what_they_ask_for() -> None:
    assert set(TOLD) == set(ALARMS_DOCUMENT["Parameters"])


@pytest.mark.parametrize(
    ("metric", "dimension", "resource"),
    [
        ("ApproximateAgeOfOldestMessage", "QueueName", "Queue"),
        ("IteratorAge", "FunctionName", "PublisherFunction"),
        ("5xx", "ApiId", "Api"),
        ("ReadThrottleEvents", "TableName", "Table"),
        ("WriteThrottleEvents", "TableName", "Table"),
        ("NumberOfNotificationsFailed", "TopicName", "Topic"),
    ],
)
def test_an_alarm_looks_at_the_right_resource(metric: str, dimension: str, resource: str) -> None:
    assert alarms_on(metric, dimension) == {resource}


def test_every_metric_of_our_own_is_counted_and_watched() -> None:
    watched = {alarm["MetricName"] for alarm in ALARMS if alarm["Namespace"] == NAMESPACE}
    places = ("functions", "shared")
    sources = [path.read_text("utf-8") for place in places for path in (ROOT / place).rglob("*.py")]

    assert watched == {name for source in sources for name in re.findall(r'count\("(\w+)"', source)}


def test_a_queue_waits_six_times_as_long_as_its_function_may_take() -> None:
    assert (
        RESOURCES["Queue"]["Properties"]["VisibilityTimeout"] == 6 * FUNCTIONS["NotifierFunction"]["Timeout"]
    )


def test_no_function_but_the_publisher_may_publish_events() -> None:
    may = {
        name
        for name, role in of_type("AWS::IAM::Role").items()
        if "{'Action': 'sns:Publish', 'Resource': {'Ref': 'Topic'}}" in str(without_effect(role))
    }

    assert may == {"PublisherRole"}


def without_effect(node: Any) -> Any:
    """The same without the words that every grant has, so grants compare by what they grant."""
    if isinstance(node, dict):
        return {key: without_effect(value) for key, value in node.items() if key != "Effect"}
    return [without_effect(each) for each in node] if isinstance(node, list) else node


# What each call of the table's seam needs; a transaction needs what it is made of.
GRANTS = {
    "batch_get_item": {"BatchGetItem"},
    "query": {"Query"},
    "transact_write_items": {"PutItem", "UpdateItem", "DeleteItem"},
}
FOR_STREAM = {"DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"}


def test_functions_may_do_what_the_table_does_and_no_more() -> None:
    calls = set(
        re.findall(r"self\.client\.(\w+)\(", (ROOT / "shared" / "store" / "table.py").read_text("utf-8"))
    )

    granted = set(
        re.findall(
            r"dynamodb:(\w+Items?|Query|Scan|\w+Stream\w*|GetRecords|GetShardIterator)", str(RESOURCES)
        )
    )

    assert granted - FOR_STREAM == set().union(*(GRANTS[call] for call in calls))


def test_the_register_writes_nothing() -> None:
    assert not re.search(r"dynamodb:(Put|Update|Delete)", str(RESOURCES["RegisterRole"]))


def test_the_artefact_keeps_the_services_that_wiring_calls() -> None:
    calls = [node for node in ast.walk(ast.parse(WIRING)) if isinstance(node, ast.Call)]
    clients = {
        call.args[0].value
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and call.func.attr == "_client"
        and isinstance(call.args[0], ast.Constant)
    }

    assert clients
    assert clients == set(OPERATIONS)


@pytest.mark.parametrize("lock", sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("*.lock")))
def test_a_lock_pins_what_the_project_asks_for(lock: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    asked = project["project"]["dependencies"] + (
        project["dependency-groups"]["dev"] if "dev" in lock else []
    )
    pinned = set(re.findall(r"^([\w.-]+==[\w.]+)", (ROOT / lock).read_text("utf-8"), re.MULTILINE))

    assert {re.sub(r"\[.*]", "", each).lower() for each in asked} <= pinned


@pytest.mark.parametrize(
    "lock", [*ROOT.glob("*.lock"), *ROOT.glob("infra/*.lock"), *ROOT.glob("infra/local/*.lock")]
)
def test_a_lock_names_hashes_and_no_addresses(lock: Path) -> None:
    text = lock.read_text("utf-8")

    assert text.count("==") <= text.count("--hash=sha256:")
    assert "://" not in text

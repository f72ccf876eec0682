from __future__ import annotations

from pathlib import Path

import pytest

from infra.local.template import Template, load_template

SMALL = Path(__file__).with_name("small.yaml")


@pytest.fixture(scope="module")
def template() -> Template:
    return load_template(SMALL, endpoint_url="http://127.0.0.1:9")


def test_the_table_definition_is_what_create_table_takes(template: Template) -> None:
    assert template.table == {
        "TableName": "exchange-registry-Table",
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [
            {"AttributeName": "PK", "AttributeType": "S"},
            {"AttributeName": "SK", "AttributeType": "S"},
        ],
        "KeySchema": [
            {"AttributeName": "PK", "KeyType": "HASH"},
            {"AttributeName": "SK", "KeyType": "RANGE"},
        ],
        "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
    }
    assert template.ttl_attribute == "ttl"


def test_a_function_has_the_global_variables_and_its_own(template: Template) -> None:
    echo = template.functions["exchange-registry-Echo"]

    assert echo.handler == "tests.local.handlers.echo"
    assert (echo.timeout, echo.memory) == (10, 512)
    assert echo.environment == {
        "TABLE_NAME": "exchange-registry-Table",
        "TOPIC_ARN": "arn:aws:sns:us-east-1:000000000000:exchange-registry-Topic",
        "PARKED_QUEUE_URL": "http://127.0.0.1:9/000000000000/exchange-registry-Parked",
        "BASE_URL": "https://Api.example.amazonaws.com",
        "OIDC_ISSUER": "",
        "OIDC_CLIENT_ID": "",
        "POWERTOOLS_SERVICE_NAME": "echo",
    }


def test_a_parameter_overrides_its_default_and_decides_conditions() -> None:
    template = load_template(
        SMALL, parameters={"BaseUrl": "http://here", "Partitioned": "yes", "Unknown": "x"}
    )

    assert template.functions["exchange-registry-Other"].environment["BASE_URL"] == "http://here"
    assert [bucket.name for bucket in template.buckets] == [
        "exchange-registry-bucket",
        "exchange-registry-abroad",
    ]


def test_a_resource_whose_condition_is_false_does_not_exist(template: Template) -> None:
    assert [bucket.name for bucket in template.buckets] == ["exchange-registry-bucket"]


def test_routes_lead_to_the_function_behind_the_integration(template: Template) -> None:
    assert [(route.key, route.function) for route in template.routes] == [
        ("ANY /echo/{proxy+}", "exchange-registry-Echo"),
        ("$default", "exchange-registry-Other"),
    ]


def test_a_queue_that_others_redrive_to_comes_first(template: Template) -> None:
    parked, inbox = template.queues

    assert parked.attributes == {}
    assert inbox.name == "exchange-registry-inbox"
    assert inbox.attributes == {
        "VisibilityTimeout": "60",
        "RedrivePolicy": f'{{"deadLetterTargetArn": "{parked.arn}", "maxReceiveCount": 3}}',
    }


def test_a_subscription_keeps_its_filter_and_raw_delivery(template: Template) -> None:
    (subscription,) = template.subscriptions

    assert subscription.queue_arn == "arn:aws:sqs:us-east-1:000000000000:exchange-registry-inbox"
    assert subscription.attributes == {
        "FilterPolicy": '{"type": [{"prefix": "exchange."}]}',
        "RawMessageDelivery": "true",
    }


def test_event_sources_keep_every_setting_that_decides_about_retries(template: Template) -> None:
    streamed, queued = template.event_sources

    assert streamed.reads_stream
    assert (streamed.function, streamed.batch_size, streamed.retries) == ("exchange-registry-Echo", 25, 2)
    assert (streamed.bisect, streamed.partial_failures) == (True, True)
    assert streamed.patterns[0]["eventName"] == ["INSERT"]
    assert streamed.on_failure_arn == "arn:aws:sqs:us-east-1:000000000000:exchange-registry-Parked"
    assert (queued.function, queued.reads_stream, queued.batch_size) == ("exchange-registry-Other", False, 5)

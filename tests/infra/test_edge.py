"""The stacks of a domain name of one's own, and how they fit the core stack."""

import re
from pathlib import Path
from typing import Any

import pytest

from infra.local.cloudformation import Stack, load
from infra.local.template import load_template
from shared.web.http.edge import SECRET, VIEWER
from tests.iam.deployment import SECRET as SECRETS
from tests.iam.deployment import Deployment

ROOT = Path(__file__).parents[2]
CORE = load(ROOT / "template.yaml")
EDGE, FIREWALL = load(ROOT / "infra" / "edge.yaml"), load(ROOT / "infra" / "edge-firewall.yaml")
BOTH = pytest.mark.parametrize("document", [EDGE, FIREWALL], ids=["edge", "edge-firewall"])
GIVEN = {
    "DomainName": "registry.example.org",
    "ApiId": "abc123",
    "ApiHost": "abc123.execute-api.eu-central-1.amazonaws.com",
    "EdgeSecretArn": f"{SECRETS}:edge",
}
ZONE, CERTIFICATE = "Z123", "arn:aws:acm:us-east-1:000000000000:certificate/1"


def resolved(document: dict[str, Any], kind: str, **options: str) -> list[dict[str, Any]]:
    return [properties for _, properties in Stack(document, parameters=GIVEN | options).resources(kind)]


def distribution() -> dict[str, Any]:
    (found,) = resolved(FIREWALL, "AWS::CloudFront::Distribution")
    config: dict[str, Any] = found["DistributionConfig"]
    return config


def rules() -> dict[str, dict[str, Any]]:
    (found,) = resolved(FIREWALL, "AWS::WAFv2::WebACL")
    return {rule["Name"]: rule for rule in found["Rules"]}


@BOTH
def test_what_goes_from_stack_to_stack_has_one_name(document: dict[str, Any]) -> None:
    asked, told = document["Parameters"], document["Outputs"]

    assert "BaseUrl" in told
    assert "BaseUrl" in CORE["Parameters"]
    assert {"ApiId", "ApiHost"} & set(asked) <= set(CORE["Outputs"])
    assert {"ApiId", "ApiHost"} & set(asked)


@BOTH
def test_the_address_is_one_that_the_core_stack_takes(document: dict[str, Any]) -> None:
    address = Stack(document, parameters=GIVEN).value(document["Outputs"]["BaseUrl"]["Value"])

    assert address == "https://registry.example.org"
    assert re.fullmatch(CORE["Parameters"]["BaseUrl"]["AllowedPattern"], address)


@BOTH
def test_a_certificate_is_made_where_none_is_given(document: dict[str, Any]) -> None:
    kind = "AWS::CertificateManager::Certificate"
    [(alone), (with_zone)] = resolved(document, kind) + resolved(document, kind, HostedZoneId=ZONE)

    assert alone == {"DomainName": GIVEN["DomainName"], "ValidationMethod": "DNS"}
    assert with_zone["DomainValidationOptions"] == [{"DomainName": GIVEN["DomainName"], "HostedZoneId": ZONE}]
    assert resolved(document, kind, CertificateArn=CERTIFICATE) == []
    assert CERTIFICATE not in str(Stack(document, parameters=GIVEN).value(document["Resources"]))


@BOTH
def test_a_certificate_that_is_given_is_used(document: dict[str, Any]) -> None:
    kinds = ("AWS::ApiGatewayV2::DomainName", "AWS::CloudFront::Distribution")
    (user,) = [each for kind in kinds for each in resolved(document, kind, CertificateArn=CERTIFICATE)]

    assert CERTIFICATE in str(user)


@pytest.mark.parametrize(("document", "kinds"), [(EDGE, ["A"]), (FIREWALL, ["A", "AAAA"])])
def test_names_are_entered_where_a_zone_is_given(document: dict[str, Any], kinds: list[str]) -> None:
    records = resolved(document, "AWS::Route53::RecordSet", HostedZoneId=ZONE)

    assert [(each["Type"], each["HostedZoneId"]) for each in records] == [(kind, ZONE) for kind in kinds]
    assert resolved(document, "AWS::Route53::RecordSet") == []


def test_the_name_leads_to_the_api_with_tls_of_today() -> None:
    (domain,) = resolved(EDGE, "AWS::ApiGatewayV2::DomainName")
    (mapping,) = resolved(EDGE, "AWS::ApiGatewayV2::ApiMapping")
    (configuration,) = domain["DomainNameConfigurations"]

    assert (configuration["EndpointType"], configuration["SecurityPolicy"]) == ("REGIONAL", "TLS_1_2")
    assert (mapping["ApiId"], mapping["Stage"], "ApiMappingKey" in mapping) == ("abc123", "$default", False)


def test_china_is_reminded_of_its_recordal() -> None:
    assert EDGE["Outputs"]["IcpReminder"]["Condition"] == "InChina"


def test_the_firewall_counts_requests_of_each_address() -> None:
    rule = rules()["requests-by-address"]

    assert rule["Statement"] == {
        "RateBasedStatement": {"AggregateKeyType": "IP", "Limit": 1000, "EvaluationWindowSec": 300}
    }
    assert rule["Action"]["Block"]["CustomResponse"]["ResponseHeaders"] == [
        {"Name": "Retry-After", "Value": "300"}
    ]
    assert rule["Action"]["Block"]["CustomResponse"]["ResponseCode"] == 429


def test_the_firewall_uses_rules_of_aws_and_refuses_no_long_form() -> None:
    groups = {
        name: rule["Statement"]["ManagedRuleGroupStatement"]
        for name, rule in rules().items()
        if "ManagedRuleGroupStatement" in rule["Statement"]
    }

    assert {group["Name"] for group in groups.values()} == {
        "AWSManagedRulesAmazonIpReputationList",
        "AWSManagedRulesCommonRuleSet",
        "AWSManagedRulesKnownBadInputsRuleSet",
    }
    assert all(rules()[name]["OverrideAction"] == {"None": {}} for name in groups)
    assert [group["RuleActionOverrides"] for group in groups.values() if "RuleActionOverrides" in group] == [
        [{"Name": "SizeRestrictions_BODY", "ActionToUse": {"Count": {}}}]
    ]


def test_no_sample_of_a_request_is_kept() -> None:
    (firewall,) = resolved(FIREWALL, "AWS::WAFv2::WebACL")

    kept = [each["VisibilityConfig"]["SampledRequestsEnabled"] for each in (firewall, *firewall["Rules"])]

    assert kept == [False] * 5


def test_the_edge_proves_itself_with_a_header_that_cloudfront_may_add() -> None:
    (origin,) = distribution()["Origins"]
    (header,) = origin["OriginCustomHeaders"]

    assert header == {
        "HeaderName": SECRET,
        "HeaderValue": f"{{{{resolve:secretsmanager:{GIVEN['EdgeSecretArn']}}}}}",
    }
    assert not SECRET.startswith(("x-edge-", "x-amz-"))
    assert origin["DomainName"] == GIVEN["ApiHost"]
    assert origin["CustomOriginConfig"]["OriginProtocolPolicy"] == "https-only"


def test_the_edge_writes_the_address_over_what_a_client_sent() -> None:
    """On every way to the registry."""
    (function,) = resolved(FIREWALL, "AWS::CloudFront::Function")
    config = distribution()
    behaviors = [config["DefaultCacheBehavior"], *config["CacheBehaviors"]]

    assert f"event.request.headers['{VIEWER}'] = {{value: event.viewer.ip}};" in function["FunctionCode"]
    assert [[each["EventType"] for each in one["FunctionAssociations"]] for one in behaviors] == [
        ["viewer-request"]
    ] * len(behaviors)


def test_static_files_alone_are_kept_and_no_error_is() -> None:
    config = distribution()
    disabled = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
    errors = {each["ErrorCode"]: each["ErrorCachingMinTTL"] for each in config["CustomErrorResponses"]}

    assert config["DefaultCacheBehavior"]["CachePolicyId"] == disabled
    assert [each["PathPattern"] for each in config["CacheBehaviors"]] == ["/static/*"]
    assert errors == dict.fromkeys((404, 414, 500, 501, 502, 503, 504), 0)


def test_everything_that_is_sent_reaches_the_registry_but_for_the_host() -> None:
    behavior = distribution()["DefaultCacheBehavior"]

    assert set(behavior["AllowedMethods"]) == {"GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"}
    assert behavior["OriginRequestPolicyId"] == "b689b0a8-53d0-40ab-baf2-68738e2966ac"
    assert behavior["ViewerProtocolPolicy"] == "redirect-to-https"


def test_the_access_log_holds_no_path_and_no_query_and_ends() -> None:
    """One-time links and the way back from signing in are in paths and queries."""
    (delivery,) = resolved(FIREWALL, "AWS::Logs::Delivery")
    (bucket,) = resolved(FIREWALL, "AWS::S3::Bucket", LogDays="30")
    (lifecycle,) = bucket["LifecycleConfiguration"]["Rules"]

    assert {"date", "time", "c-ip", "sc-status"} <= set(delivery["RecordFields"])
    assert [
        each
        for each in delivery["RecordFields"]
        if re.search("uri|cookie|referer|user-agent", each, re.IGNORECASE)
    ] == []
    assert (lifecycle["Status"], lifecycle["ExpirationInDays"]) == ("Enabled", "30")
    assert bucket["BucketEncryption"]
    assert all(bucket["PublicAccessBlockConfiguration"].values())


def test_every_function_that_the_api_calls_may_read_the_edges_secret_and_no_other() -> None:
    deployment = Deployment()
    called = {route.function for route in load_template().routes}

    may = {
        function
        for function, statements in deployment.policies.items()
        if {"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": f"{SECRETS}:edge"}
        in statements
    }

    assert may == called


def test_without_an_edge_no_function_may_read_a_secret() -> None:
    roles = Stack(CORE).resources("AWS::IAM::Role")

    assert [name for name, role in roles if "secretsmanager" in str(role)] == []

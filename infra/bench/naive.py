"""A reference: everything the comfortable way, eager boto3 resource, validating resolver, one item a model."""

import os
import uuid
from typing import Any

import boto3
from aws_lambda_powertools import Logger, Metrics, Tracer
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from jinja2 import Environment
from pydantic import BaseModel

TEMPLATE = """<!doctype html><html lang="en"><title>Cases</title><table>{% for row in rows %}
<tr><td><a href="/applications/{{ row.PK }}">{{ row.title_en or "" }}</a></td><td>{{ row.number }}</td>
<td>{{ row.place or "" }}</td><td>{{ row.changed_at or "" }}</td><td>{{ row.officer or "" }}</td></tr>
{% endfor %}</table></html>"""


class Application(BaseModel):
    """What is sent."""

    direction: str
    programme_id: str
    fields: dict[str, Any]


class Created(BaseModel):
    """What is answered."""

    id: str
    fields: dict[str, Any]


table = boto3.resource("dynamodb").Table(os.environ["TABLE_NAME"])
client = table.meta.client
logger, metrics, tracer = Logger(), Metrics(namespace="Bench"), Tracer()
app = APIGatewayHttpResolver(enable_validation=True)
pages = Environment(autoescape=True)


@app.post("/api/v1/applications", status_code=201)
def create(application: Application) -> Created:
    """Three puts in one transaction, the fields as a map."""
    found = uuid.uuid4().hex
    body = application.model_dump()
    rows = [{"PK": f"NAIVE#{found}", "SK": kind, **body} for kind in ("CASE", "EVENT#1", "ONCE")]
    client.transact_write_items(
        TransactItems=[
            {
                "Put": {
                    "TableName": table.name,
                    "Item": row,
                    "ConditionExpression": "attribute_not_exists(PK)",
                }
            }
            for row in rows
        ]
    )
    return Created(id=found, fields=application.fields)


@app.get("/desk")
def queue() -> Response[str]:
    """One query and one template."""
    found = table.query(
        IndexName="by-state",
        KeyConditionExpression="STATE_PK = :state",
        ExpressionAttributeValues={":state": os.environ["QUEUE"]},
        Limit=25,
    )
    html = pages.from_string(TEMPLATE).render(rows=found["Items"])
    return Response(200, "text/html", html)


@tracer.capture_lambda_handler
@logger.inject_lambda_context
@metrics.log_metrics
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    logger.info("request")
    return app.resolve(event, context)

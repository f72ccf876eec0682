"""A reference: light Powertools, no validation by the resolver, a plain client, the content as one JSON text."""

import json
import os
import uuid
from typing import Any

import botocore.session
from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from pydantic import BaseModel


class Application(BaseModel):
    """What is sent."""

    direction: str
    programme_id: str
    fields: dict[str, Any]


client: Any = botocore.session.get_session().create_client("dynamodb")
logger = Logger()
app = APIGatewayHttpResolver()


@app.post("/api/v1/applications")
def create() -> Response[str]:
    """Three puts in one transaction."""
    application = Application.model_validate_json(app.current_event.body or "{}")
    found = uuid.uuid4().hex
    body = {"S": application.model_dump_json()}
    rows = [{"PK": {"S": f"LIGHT#{found}"}, "SK": {"S": kind}} for kind in ("CASE", "EVENT#1", "ONCE")]
    rows[0]["body"] = body
    client.transact_write_items(
        TransactItems=[
            {
                "Put": {
                    "TableName": os.environ["TABLE_NAME"],
                    "Item": row,
                    "ConditionExpression": "attribute_not_exists(PK)",
                }
            }
            for row in rows
        ]
    )
    return Response(201, "application/json", json.dumps({"id": found, "fields": application.fields}))


@app.get("/desk")
def queue() -> Response[str]:
    """One query and one template."""
    from jinja2 import Environment  # noqa: PLC0415 -- this handler's idea of lean

    found = client.query(
        TableName=os.environ["TABLE_NAME"],
        IndexName="by-state",
        KeyConditionExpression="STATE_PK = :state",
        ExpressionAttributeValues={":state": {"S": os.environ["QUEUE"]}},
        Limit=25,
    )
    rows = [{name: next(iter(each.values())) for name, each in item.items()} for item in found["Items"]]
    global page  # noqa: PLW0603 -- as above
    page = page or Environment(autoescape=True).from_string(TEMPLATE)
    return Response(200, "text/html", page.render(rows=rows))


page: Any = None
TEMPLATE = """<!doctype html><html lang="en"><title>Cases</title><table>{% for row in rows %}
<tr><td><a href="/applications/{{ row.PK }}">{{ row.title_en }}</a></td><td>{{ row.number }}</td>
<td>{{ row.place }}</td><td>{{ row.changed_at }}</td><td>{{ row.officer }}</td></tr>
{% endfor %}</table></html>"""


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    answer = app.resolve(event, context)
    logger.info("request", status=answer["statusCode"])
    return answer

"""One lean JSON line per request or record: ids, a code and a duration, never what somebody typed."""

from aws_lambda_powertools import Logger

logger = Logger()

"""One lean JSON line per request or record: ids, a code and a duration, never what somebody typed."""

import logging

from aws_lambda_powertools import Logger

logger = Logger()
logging.getLogger("aws_lambda_powertools.event_handler").setLevel(logging.CRITICAL)
"""The resolver would log every failure with its text, which may hold what somebody sent; the last resort logs it without."""

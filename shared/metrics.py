"""Numbers for CloudWatch, written to the log in its embedded metric format."""

import json
import sys
import time

NAMESPACE = "ExchangeRegistry"


def count(name: str, value: int, service: str) -> None:
    """Add to a metric whose one dimension is the deployment; by hand, for one line of a known shape."""
    metric = {
        "Namespace": NAMESPACE,
        "Dimensions": [["service"]],
        "Metrics": [{"Name": name, "Unit": "Count"}],
    }
    line = {
        "_aws": {"Timestamp": int(time.time() * 1000), "CloudWatchMetrics": [metric]},
        "service": service,
        name: value,
    }
    sys.stdout.write(json.dumps(line, separators=(",", ":")) + "\n")

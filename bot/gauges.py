"""A figure for Prometheus, by its labels. Knows no figure."""

from collections.abc import Mapping
from typing import Any

from prometheus_client.core import GaugeMetricFamily


def gauge(name: str, meaning: str, values: Mapping[Any, float], labels: tuple[str, ...] = ()) -> GaugeMetricFamily:
    """One sample for each key of `values`, which are the values of `labels`."""
    family = GaugeMetricFamily(name, meaning, labels=labels)
    for key, value in values.items():
        family.add_metric(key, value)
    return family

"""The demo district: made-up detail that sums to every figure the public article printed."""

from tongnan_metrics.demo.district import SEED, tables

__all__ = ["SEED", "tables"]

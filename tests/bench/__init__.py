"""The benchmark: `make bench`. No test; it measures, and its message are ratios within one run."""

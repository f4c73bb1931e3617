"""Incentive pay: plans as files, one engine, and a trace of every cent."""

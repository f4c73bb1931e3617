"""WHAT can be asked: measures, dimensions, periods, and the question that joins them."""

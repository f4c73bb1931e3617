"""HOW data comes in: sources, mappings, contracts, quarantine, publication."""

"""WHAT a screen holds, as data: panels, their questions, and how each is drawn."""

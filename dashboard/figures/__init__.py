"""HOW it looks: a frame in, a specification out, and the writers that draw it."""

"""What leaves by itself: messages that a worker takes from the outbox, makes and hands to a mail server."""

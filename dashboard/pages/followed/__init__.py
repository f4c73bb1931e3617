"""Views that people follow by e-mail: when each is due, what is in the message, and the page of them all."""

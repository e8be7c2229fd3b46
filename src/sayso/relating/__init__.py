"""From statements and their vectors to what they are to one another."""

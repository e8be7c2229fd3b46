"""What leaves sayso as a file or a stream: one module a format."""

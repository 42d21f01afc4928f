"""What the law and the workflow say, without Django and without a database."""

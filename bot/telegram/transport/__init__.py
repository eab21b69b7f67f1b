"""Updates in, messages out, durable both ways."""

"""What a poll has brought, and whether it may ring."""

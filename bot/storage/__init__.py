"""What is kept in Redis: conversations, published answers, staff accounts, the audit log."""

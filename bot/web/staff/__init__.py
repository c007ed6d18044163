"""The staff console `/staff/`: accounts, look-up, scoring a caller, open questions, numbers."""

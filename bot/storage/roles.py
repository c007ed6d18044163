"""The roles of staff, as they are stored and typed."""

AGENT, ADMIN = "坐席", "管理员"
ROLES = (AGENT, ADMIN)

"""The store itself (数据库): tables' ground, versions, short reads, and the one writer."""

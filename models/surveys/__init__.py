"""Questionnaires (问卷): rounds, replies, and their results."""

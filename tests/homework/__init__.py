"""Tests of what is true of homework."""

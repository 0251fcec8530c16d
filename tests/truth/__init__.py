"""Slow statistical truths."""

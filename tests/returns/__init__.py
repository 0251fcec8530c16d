"""Tests of the yield."""

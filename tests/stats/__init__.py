"""Tests of the mathematics: are published numbers found again?"""

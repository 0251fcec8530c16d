"""Tests of the measures: does each answer what a hand computation answers?"""

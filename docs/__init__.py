"""The documents: which of them are made from the code, and how?"""

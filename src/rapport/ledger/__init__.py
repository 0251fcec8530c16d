"""The book: what was told, by whom, when, and what of it was refused?"""

"""Pure mathematics: which numbers follow from which arrays?"""

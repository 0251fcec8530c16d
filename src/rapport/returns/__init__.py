"""The yield: what did relations bring, and at what cost?"""

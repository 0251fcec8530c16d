"""Who brings others?"""

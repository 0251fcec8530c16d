"""Do the names find who is behind the handles?"""

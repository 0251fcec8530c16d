"""The names: who is behind the handles?"""

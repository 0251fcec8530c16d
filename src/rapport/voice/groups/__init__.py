"""Which complaints say the same?"""

"""What does the voice engine learn from?"""

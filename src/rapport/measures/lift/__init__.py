"""What is a connection worth?"""

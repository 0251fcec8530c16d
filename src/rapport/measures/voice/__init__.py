"""What do people say?"""

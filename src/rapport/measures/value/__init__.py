"""What do customers bring?"""

"""What do rules and lexicons, written by hand, hear in a message?"""

"""What do we train offline, outside of what we ship?"""

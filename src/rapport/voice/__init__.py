"""What do the messages say?"""

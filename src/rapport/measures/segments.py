"""Segments: by what can numbers from a relation be cut?"""

from __future__ import annotations

OF_PEOPLE = ("connected", "cohort", "referred")
"""What a person is."""
OF_PURCHASES = ("channel", "campaign", "country", "first_touch", "promise", *OF_PEOPLE)
"""Where, how and to whom something was sold."""
OF_MESSAGES = ("channel", "visibility", *OF_PEOPLE)
"""Where something was said, and by whom."""
OF_QUESTIONS = ("channel", "visibility", "language", "weekday", "hour", "week_hour", *OF_PEOPLE)
"""Where and when something was asked, in which language, and by whom."""
OF_ROUNDS = ("agent", "role", "team", *OF_QUESTIONS)
"""Who answered, and what was asked."""
OF_READINGS = ("channel", "visibility", "language", "cause", *OF_PEOPLE)
"""What was read: where it was said, by whom, in which language, about what."""
OF_ANSWERS = ("survey", "channel", "promise", *OF_PEOPLE)
"""What was asked where, of whom, and whether the delivery promise was kept."""
OF_POSTS = ("type", "topic", "channel", "campaign", "sponsored")
"""What was published, where, for which campaign, and whether its reach was paid for."""
OF_WORDS = ("channel", *OF_PEOPLE)
"""Where something was said, in a message or a survey, and by whom."""
OF_STATES = ("channel", "visibility", "cause", "owner", *OF_PEOPLE)
"""Where something was said and what about, by whom, and who takes care of it."""
OF_REPLIES = ("agent", "channel", "visibility", "language")
"""Who of us replied, where, and in which language."""

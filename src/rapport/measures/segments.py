"""Segments: by what can numbers from a relation be cut?"""

from __future__ import annotations

OF_PEOPLE = ("connected", "cohort", "referred")
"""What a person is."""
OF_PURCHASES = ("channel", "campaign", "country", "first_touch", "promise", *OF_PEOPLE)
"""Where, how and to whom something was sold."""
OF_MESSAGES = ("channel", "visibility", *OF_PEOPLE)
"""Where something was said, and by whom."""
OF_READINGS = ("channel", "visibility", "language", "cause", *OF_PEOPLE)
"""What was read: where it was said, by whom, in which language, about what."""
OF_ANSWERS = ("survey", "channel", "promise", *OF_PEOPLE)
"""What was asked where, of whom, and whether the delivery promise was kept."""

"""Error counts: how did the reader tell messages whose meaning is known?

Made by `python -m rapport_training.voice.error_rates`; not written by hand. One block a source,
one row a true class, one number a told class; a row of zeros: the source tells nothing of it.
Each file (each trade, of the file that alone holds French reviews) was read by heads that had
learnt from the others. The sources `traps` are messages of
our own, made of traps and never learnt from, as the shipped weights read them: adversarial, so
that they widen the doubt.
"""

# fmt: off
SENTIMENT: dict[str, tuple[tuple[int, ...], ...]] = {
    "sentiment_deft2017_fr fr": (
        (533, 369, 62, 19), (236, 953, 55, 2), (44, 77, 221, 33), (122, 193, 52, 24),
    ),
    "sentiment_mabsa en coursera": (
        (180, 67, 56, 10), (23, 23, 28, 0), (60, 118, 1094, 24), (80, 126, 230, 23),
    ),
    "sentiment_mabsa fr coursera": (
        (184, 46, 53, 24), (20, 26, 19, 7), (74, 104, 1058, 40), (84, 111, 224, 37),
    ),
    "sentiment_mabsa en food": (
        (160, 34, 44, 16), (27, 20, 26, 7), (145, 110, 898, 56), (186, 136, 192, 28),
    ),
    "sentiment_mabsa fr food": (
        (175, 27, 38, 13), (30, 13, 28, 8), (196, 66, 852, 72), (196, 109, 194, 42),
    ),
    "sentiment_mabsa en hotel": (
        (178, 32, 25, 10), (13, 8, 12, 0), (82, 59, 1152, 17), (112, 107, 292, 41),
    ),
    "sentiment_mabsa fr hotel": (
        (188, 13, 28, 14), (16, 3, 13, 1), (89, 29, 1136, 29), (115, 55, 309, 71),
    ),
    "sentiment_mabsa en phone": (
        (210, 7, 13, 34), (5, 6, 19, 10), (42, 15, 863, 138), (180, 64, 240, 259),
    ),
    "sentiment_mabsa fr phone": (
        (145, 7, 11, 38), (4, 5, 12, 9), (35, 9, 657, 183), (137, 57, 189, 235),
    ),
    "sentiment_mabsa en sight": (
        (106, 62, 19, 10), (97, 284, 58, 7), (44, 93, 563, 63), (129, 291, 117, 42),
    ),
    "sentiment_mabsa fr sight": (
        (119, 35, 24, 19), (149, 231, 49, 14), (44, 57, 569, 89), (168, 203, 146, 59),
    ),
    "emotions_goemotions_en en": (
        (471, 87, 35, 25), (496, 500, 147, 22), (169, 200, 686, 105), (22, 5, 19, 11),
    ),
    "sentiment_proscons_en en": (
        (1304, 106, 113, 22), (0, 0, 0, 0), (167, 41, 1228, 19), (0, 0, 0, 0),
    ),
    "traps en": (
        (53, 25, 14, 4), (8, 28, 9, 0), (11, 5, 23, 1), (0, 0, 0, 0),
    ),
    "traps fr": (
        (52, 19, 22, 5), (4, 28, 16, 0), (13, 3, 22, 5), (0, 0, 0, 0),
    ),
}
COMPLAINT: dict[str, tuple[tuple[int, ...], ...]] = {
    "sentiment_mabsa en coursera": (
        (1188, 182), (75, 238),
    ),
    "sentiment_mabsa fr coursera": (
        (1146, 202), (74, 233),
    ),
    "sentiment_mabsa en food": (
        (990, 299), (56, 198),
    ),
    "sentiment_mabsa fr food": (
        (933, 332), (56, 197),
    ),
    "sentiment_mabsa en hotel": (
        (1225, 118), (49, 196),
    ),
    "sentiment_mabsa fr hotel": (
        (1179, 137), (41, 202),
    ),
    "sentiment_mabsa en phone": (
        (910, 188), (13, 251),
    ),
    "sentiment_mabsa fr phone": (
        (679, 235), (13, 188),
    ),
    "sentiment_mabsa en sight": (
        (908, 301), (49, 148),
    ),
    "sentiment_mabsa fr sight": (
        (889, 313), (57, 140),
    ),
    "emotions_goemotions_en en": (
        (1379, 963), (91, 405),
    ),
    "sentiment_proscons_en en": (
        (1268, 187), (134, 1411),
    ),
    "intents_en en": (
        (919, 195), (299, 482),
    ),
    "traps en": (
        (64, 23), (35, 68),
    ),
    "traps fr": (
        (69, 24), (40, 65),
    ),
}
PRAISE: dict[str, tuple[tuple[int, ...], ...]] = {
    "sentiment_mabsa en coursera": (
        (324, 63), (240, 1056),
    ),
    "sentiment_mabsa fr coursera": (
        (276, 103), (182, 1094),
    ),
    "sentiment_mabsa en food": (
        (252, 82), (303, 906),
    ),
    "sentiment_mabsa fr food": (
        (246, 86), (279, 907),
    ),
    "sentiment_mabsa en hotel": (
        (246, 32), (255, 1055),
    ),
    "sentiment_mabsa fr hotel": (
        (233, 43), (180, 1103),
    ),
    "sentiment_mabsa en phone": (
        (250, 54), (95, 963),
    ),
    "sentiment_mabsa fr phone": (
        (171, 60), (59, 825),
    ),
    "sentiment_mabsa en sight": (
        (558, 85), (137, 626),
    ),
    "sentiment_mabsa fr sight": (
        (532, 108), (104, 655),
    ),
    "emotions_goemotions_en en": (
        (1629, 188), (106, 495),
    ),
    "sentiment_proscons_en en": (
        (1454, 91), (255, 1200),
    ),
    "traps en": (
        (119, 23), (23, 25),
    ),
    "traps fr": (
        (111, 36), (25, 26),
    ),
}
QUESTION: dict[str, tuple[tuple[int, ...], ...]] = {
    "emotions_goemotions_en en": (
        (2576, 207), (56, 161),
    ),
    "intents_en en": (
        (0, 0), (701, 404),
    ),
    "intents_nlupp_en en banking": (
        (178, 3), (0, 0),
    ),
    "intents_nlupp_en en hotels": (
        (46, 0), (0, 0),
    ),
    "questions_fqb_fr fr": (
        (0, 0), (58, 2230),
    ),
    "traps en": (
        (150, 8), (4, 28),
    ),
    "traps fr": (
        (157, 7), (3, 31),
    ),
}
# fmt: on

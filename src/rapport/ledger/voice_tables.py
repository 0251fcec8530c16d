"""Voice tables: where does the book keep what its messages mean?

They are worked out from the records, never told: they can be dropped and made again.
"""

from __future__ import annotations

READING = """
CREATE TABLE reading (
    record VARCHAR NOT NULL DEFAULT 'message',
    source VARCHAR NOT NULL,
    key VARCHAR NOT NULL,
    content UBIGINT,
    text_key UBIGINT NOT NULL,
    engine VARCHAR NOT NULL,
    version VARCHAR NOT NULL,
    prior VARCHAR NOT NULL,
    language VARCHAR NOT NULL,
    language_p FLOAT NOT NULL,
    negative FLOAT NOT NULL,
    neutral FLOAT NOT NULL,
    positive FLOAT NOT NULL,
    sentiment VARCHAR NOT NULL,
    is_uncertain BOOLEAN NOT NULL,
    complaint FLOAT NOT NULL,
    praise FLOAT NOT NULL,
    question FLOAT NOT NULL,
    break_up FLOAT NOT NULL,
    is_complaint BOOLEAN NOT NULL,
    is_praise BOOLEAN NOT NULL,
    is_question BOOLEAN NOT NULL,
    is_break_up BOOLEAN NOT NULL,
    cause VARCHAR,
    purpose VARCHAR,
    is_spam BOOLEAN NOT NULL,
    is_automatic BOOLEAN NOT NULL,
    courtesy FLOAT NOT NULL,
    is_signed BOOLEAN NOT NULL,
    words INTEGER NOT NULL,
    evidence VARCHAR
)
"""
"""One row a message or a survey answer's words (that version, by `content`) as an engine read it.

`record` is the table that the words stand in: message or answer.
`text_key` is the hash of the cleaned text, so that the same words are read once; `prior` the
language that the rest of its thread speaks; probabilities are calibrated; `sentiment` is
negative, neutral, positive or mixed; `cause` product, delivery, price, service or communication;
`purpose` commercial, help, thanks or advice; `evidence` a JSON list of signal, start and end.
"""

COMPLAINT_GROUP = """
CREATE TABLE complaint_group (
    source VARCHAR NOT NULL,
    key VARCHAR NOT NULL,
    group_key VARCHAR NOT NULL,
    label VARCHAR NOT NULL,
    family UBIGINT NOT NULL,
    closeness FLOAT NOT NULL,
    is_example BOOLEAN NOT NULL
)
"""
"""One row a complaint in its group; near duplicates share a `family`."""

VOICE_MODEL = """
CREATE TABLE voice_model (
    version VARCHAR NOT NULL,
    base VARCHAR NOT NULL,
    weights BLOB NOT NULL,
    scores VARCHAR NOT NULL,
    in_force BOOLEAN NOT NULL,
    learnt_at TIMESTAMP NOT NULL
)
"""
"""What a company's own outcomes taught, beside the shipped weights; one row is in force."""

VOICE = (READING, COMPLAINT_GROUP, VOICE_MODEL)

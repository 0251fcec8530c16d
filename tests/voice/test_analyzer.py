"""Does the analyzer read any message whatever, each text once, and say where a signal shows?"""

from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.voice.small_weights import small_weights

from rapport.core.message import Cause, Message, Sentiment, Signal
from rapport.voice.analyzer import Policy, VoiceAnalyzer

WEIGHTS = small_weights()
CHEAP = VoiceAnalyzer(WEIGHTS)


def read(text, prior="", is_ours=False):
    (reading,) = CHEAP.analyze([Message(text, prior, is_ours)])
    return reading


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(), max_size=80))
def test_any_text_has_a_reading(text):
    reading = read(text)
    assert sum(reading.sentiment) == pytest.approx(1)
    assert all(0 <= p <= 1 for _, p in reading.signals)
    assert all(0 <= span.start < span.end <= len(text) for span in reading.evidence)


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "\ud800", "😀" * 30, "שלום עולם", "a" * 1_000_000, "&&&<<<>>>\\u12"]
)
def test_strange_texts_are_read_too(text):
    assert read(text).engine == "linear"


def test_nothing_to_read_is_not_judged():
    reading = read(" \n ")
    assert reading.abstained
    assert reading.is_uncertain
    assert reading.shown == ()


def test_a_complaint_shows_where_it_stands():
    text = "Hello, it was great. The service was awful!"
    reading = read(text)
    (span,) = [span for span in reading.evidence if span.signal == "complaint"]
    assert text[span.start : span.end] == "The service was awful!"


def test_complaint_and_praise_together_are_mixed():
    assert read("It was great. It was awful.").label is Sentiment.MIXED
    assert read("It was awful.").label is Sentiment.NEGATIVE


def test_a_signature_is_no_praise():
    assert Signal.PRAISE not in read("The parcel. Have a great day, Anna").shown


def test_courtesy_and_signature_are_read_of_our_replies_only():
    text = "Bonjour Madame, je suis désolée du retard. Cordialement, Sophie, service client"
    assert read(text, is_ours=True).courtesy > 0.5
    assert read(text, is_ours=True).is_signed
    assert read(text).courtesy == 0
    assert not read(text).is_signed


def test_a_cause_is_told_of_complaints_only():
    assert read("c est nul, le colis est en retard").cause is Cause.DELIVERY
    assert read("le colis est là").cause is None


def test_a_message_reads_the_same_alone_and_among_others():
    texts = ["It was great", "c'est nul", "", "when is it?", "😡", "It was great"]
    together = CHEAP.analyze([Message(text) for text in texts])
    assert together == tuple(read(text) for text in texts)


@dataclass
class Dearer:
    """Remembers what it was asked."""

    asked: list = field(default_factory=list)
    engine: str = "dearer"
    version: str = "7"

    def analyze(self, messages):
        self.asked += [message.text for message in messages]
        return tuple(replace(read(message.text), engine="dearer") for message in messages)


def test_a_dearer_engine_is_asked_only_of_what_is_unsure():
    dearer = Dearer()
    both = VoiceAnalyzer(WEIGHTS, dearer, Policy(sample=0))
    told = both.analyze([Message("awful awful awful"), Message("hm hm hm"), Message("")])
    assert dearer.asked == ["hm hm hm"]
    assert [one.engine for one in told] == ["linear", "dearer", "linear"]
    assert both.version.endswith("+7")


def test_the_sample_hangs_on_the_text_not_on_its_neighbours():
    dearer = Dearer()
    both = VoiceAnalyzer(WEIGHTS, dearer, Policy(sure=0, sample=0.2))
    messages = [
        Message(f"awful thing {letter}{other}") for letter in "abcdefghij" for other in "klm"
    ]
    both.analyze(messages)
    first = set(dearer.asked)
    dearer.asked.clear()
    both.analyze(messages[::-1])
    assert set(dearer.asked) == first
    assert 0 < len(first) < 15


def test_the_same_text_is_worked_on_once():
    dearer = Dearer()
    VoiceAnalyzer(WEIGHTS, dearer, Policy(sure=1.1)).analyze([Message("hm")] * 50)
    assert dearer.asked == ["hm"]


def test_two_processes_read_as_one():
    messages = [Message(f"awful {place}x") for place in range(4200)]
    assert VoiceAnalyzer(WEIGHTS, workers=2).analyze(messages) == CHEAP.analyze(messages)

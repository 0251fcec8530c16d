"""Does a model elsewhere get only what it may, and only while it may be paid?"""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest
from tests.voice.stand_in import StandIn

from rapport.core.errors import BadSetting
from rapport.core.message import Message, Sentiment, Signal
from rapport.voice.budget import Budget
from rapport.voice.llm import made, understood

NUMBERS = {"negative": 0.9, "neutral": 0.1, "positive": 0.0, "complaint": 0.95, "praise": 0.0,
           "question": 0.1, "break_up": 0.7}  # fmt: skip


def angry(asked: dict) -> tuple[int, bytes]:
    """A model that finds every message angry, and counts 100 tokens sent and 10 got back."""
    given = json.loads(asked["messages"][1]["content"])
    said = json.dumps({"readings": [{"id": one["id"], **NUMBERS} for one in given]})
    usage = {"prompt_tokens": 100, "completion_tokens": 10}
    return 200, json.dumps({"choices": [{"message": {"content": said}}], "usage": usage}).encode()


class Endpoint(BaseHTTPRequestHandler):
    """Answers as the server's `answer` says, and remembers what came."""

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.came.append((self.headers, asked))
        status, content = self.server.answer(asked)
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        pass


@pytest.fixture
def endpoint():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    server.came, server.answer = [], angry
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def engine(endpoint, **settings):
    chosen = {"send": "yes", "url": f"http://127.0.0.1:{endpoint.server_port}/v1/chat", "key": "k1",
              "model": "m", "price_in": "1", "price_out": "1", "most_money": "1", "pause": "0",
              "tries": "2", "timeout": "5"}  # fmt: skip
    return made(StandIn(), chosen | settings)


def read(chosen, *texts):
    return chosen.analyze([Message(text) for text in texts])


def test_its_word_becomes_the_reading_and_is_signed_by_it(endpoint):
    chosen = engine(endpoint)
    reading = read(chosen, "the thing I had")[0]
    assert reading.label is Sentiment.NEGATIVE
    assert reading.shown == (Signal.COMPLAINT, Signal.BREAK_UP)
    assert (reading.engine, reading.version) == ("llm", chosen.version)
    assert sum(reading.sentiment) == pytest.approx(1)


def test_personal_data_and_quotes_never_reach_the_wire(endpoint):
    text = (
        "Call +33 6 12 34 56 78 or jane@example.com, IBAN GB82 WEST 1234 5698 7654 32, card 4111 "
        "1111 1111 1111, order 7781-22.\nOn Mon, 2 Feb 2026 at 9:00, Support wrote:\n> our secret"
    )
    read(engine(endpoint), text)
    sent = json.dumps(endpoint.came[0][1])
    secrets = ("12 34 56", "jane@", "GB82", "4111", "7781", "our secret")
    assert [secret for secret in secrets if secret in sent] == []
    assert "[phone]" in sent


def test_the_key_goes_in_the_header_only(endpoint):
    read(engine(endpoint), "hello there")
    headers, asked = endpoint.came[0]
    assert headers["Authorization"] == "Bearer k1"
    assert "k1" not in json.dumps(asked)


@pytest.mark.parametrize(
    "content",
    [b"", b"no json", b"[]", b'{"choices": []}', b'{"choices": [{"message": {"content": "x"}}]}',
     b'{"choices": [{"message": {"content": "{\\"readings\\": 3}"}}]}'],
)  # fmt: skip
def test_a_malformed_answer_leaves_the_reading_below_after_the_tries(endpoint, content):
    endpoint.answer = lambda _: (200, content)
    reading = read(engine(endpoint), "a great shop")[0]
    assert reading == read(StandIn(), "a great shop")[0]
    assert len(endpoint.came) == 2


def test_a_text_whose_numbers_do_not_fit_stays_below_and_the_others_are_told():
    good, wild = {"id": 0, **NUMBERS}, {"id": 1, **NUMBERS, "negative": 7}
    unsummed, bare = {"id": 2, **NUMBERS, "neutral": 0.9}, {"id": 3}
    wrong = [{"id": 9, **NUMBERS}, {"id": True, **NUMBERS}, "x", None]
    told = understood({"readings": [good, wild, unsummed, bare, *wrong]}, 4).told
    assert told.tolist() == [True, False, False, False]


def test_calls_stop_at_the_most_allowed_and_the_rest_is_read_below(endpoint):
    chosen = engine(endpoint, most_calls="2", batch="1")
    engines = [one.engine for one in read(chosen, "one", "two", "three", "four")]
    assert engines == ["llm", "llm", "stand-in", "stand-in"]
    assert chosen.account.calls == len(endpoint.came) == 2
    assert "most calls" in str(chosen.account.stopped)


def test_no_call_is_made_that_might_pass_the_most_money(endpoint):
    chosen = engine(endpoint, price_in="200", price_out="200", most_money="0.42", batch="1")
    read(chosen, *(f"text {number}" for number in "abcdef"))
    assert 0 < chosen.account.money <= 0.42
    assert "most money" in str(chosen.account.stopped)
    assert chosen.account.money == pytest.approx(110 * 200 / 1e6 * len(endpoint.came))


def test_a_call_that_is_not_counted_is_charged_at_its_dearest():
    budget = Budget(price_in=1e6, price_out=2e6, most_money=100, most_calls=9)
    assert budget.grant(3, 4)
    budget.charge(None)
    assert budget.account.money == 11
    assert not budget.grant(90, 0)


def test_a_busy_endpoint_is_tried_again(endpoint):
    answers = iter([(503, b""), (200, None)])

    def answer(asked):
        status, content = next(answers)
        return (status, content) if content is not None else angry(asked)

    endpoint.answer = answer
    assert read(engine(endpoint), "hello there")[0].engine == "llm"


def test_a_refused_key_stops_at_once(endpoint):
    endpoint.answer = lambda _: (401, b"{}")
    chosen = engine(endpoint, batch="1")
    assert {one.engine for one in read(chosen, "one", "two", "three")} == {"stand-in"}
    assert len(endpoint.came) == 1
    assert str(chosen.account.stopped) == "the endpoint answered HTTP 401"


def test_a_redirection_is_not_followed(endpoint):
    endpoint.answer = lambda _: (307, b"")
    assert read(engine(endpoint), "hello there")[0].engine == "stand-in"
    assert len(endpoint.came) == 1


def test_an_endpoint_that_is_slow_or_gone_leaves_the_readings_below(endpoint):
    chosen = engine(endpoint, url="http://127.0.0.1:9/none", timeout="0.2", batch="1")
    assert {one.engine for one in read(chosen, *"abcdefgh")} == {"stand-in"}
    assert chosen.account.calls == 6
    assert "in a row" in str(chosen.account.stopped)


def test_a_plain_json_endpoint_will_do(endpoint):
    def answer(asked):
        given = [{"id": one["id"], **NUMBERS} for one in asked["messages"]]
        return 200, json.dumps({"readings": given}).encode()

    endpoint.answer = answer
    assert read(engine(endpoint, style="json"), "hello there")[0].engine == "llm"


def test_its_numbers_are_mixed_with_those_below(endpoint):
    reading = read(engine(endpoint, trust="0.5"), "a great shop")[0]
    below = read(StandIn(), "a great shop")[0]
    assert np.allclose(reading.sentiment, np.mean([below.sentiment, (0.9, 0.1, 0)], axis=0))


def test_a_message_without_words_is_not_sent(endpoint):
    assert read(engine(endpoint), "", "  ") == read(StandIn(), "", "  ")
    assert endpoint.came == []


@pytest.mark.parametrize(
    ("settings", "says"),
    [({"send": ""}, "send=yes"), ({"url": "http://example.com/v1"}, "https"),
     ({"url": ""}, "https"), ({"price_in": ""}, "price_in"), ({"most_money": "-1"}, "most_money"),
     ({"style": "x"}, "chat")],
)  # fmt: skip
def test_a_setting_that_is_missing_or_unsafe_is_said(endpoint, settings, says):
    with pytest.raises(BadSetting, match=says):
        engine(endpoint, **settings)

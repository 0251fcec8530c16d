"""Do the simulated files, read by somebody who knows nothing else, say what the truth says?"""

import csv
import json
import re
from datetime import datetime, timedelta

import pytest

from rapport.sources.demo import World, simulate
from rapport.sources.demo.files import HEADERS, TILL

WEEK = timedelta(days=7)


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    folder = tmp_path_factory.mktemp("company")
    return folder, simulate(folder, customers=1_500, seed=7)


def rows(folder, name):
    if name == TILL:
        with (folder / name).open(encoding="cp1252", newline="") as file:
            file.readline(), file.readline()
            return list(csv.DictReader(file, delimiter=";"))[:-1]
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def phone(text):
    return re.sub(r"\D", "", text).removeprefix("33").removeprefix("0") if text else ""


def orders(folder):
    """(name, email, phone, day, euros) of orders that stand."""
    web = [row for row in rows(folder, "simulated_shopify_orders.csv") if row["Total"]]
    for row in web:
        if not row["Cancelled at"]:
            day = row["Created at"][:10]
            yield row["Name"], row["Email"], phone(row["Phone"]), day, float(row["Total"])
    for row in rows(folder, TILL):
        day = "-".join(reversed(row["Date de commande"][:10].split("/")))
        euros = float(row["Montant TTC"].replace(",", "."))
        yield row["N° de commande"], row["E-mail"], phone(row["Téléphone"]), day, euros


def persons(folder):
    """Which person each e-mail, phone and account belongs to, joined where told together."""
    pairs = [(row[1], row[2]) for row in orders(folder)]
    web = rows(folder, "simulated_shopify_orders.csv")
    pairs += [(row["Email"], phone(row["Phone"])) for row in web if row["Total"]]
    for name in ("simulated_follows.csv", "simulated_messages.csv"):
        told = [row for row in rows(folder, name) if row["channel"] != "facebook"]
        pairs += [(row["email"], row["account"]) for row in told]
    person = {}
    for handles in pairs:
        known = [person[handle] for handle in handles if handle in person]
        group = set().union(*known, [handle for handle in handles if handle])
        person.update(dict.fromkeys(group, group))
    return {handle: min(group) for handle, group in person.items()}


def by_person(folder):
    person, found = persons(folder), {}
    for order in orders(folder):
        handle = order[1] or order[2]
        if handle:
            found.setdefault(person[handle], []).append(order)
    return found


def test_every_file_has_exactly_its_header(company):
    folder, _ = company
    for name, header in HEADERS.items():
        encoding = "cp1252" if name == TILL else "utf-8"
        lines = (folder / name).read_text(encoding=encoding).split("\n")
        assert lines[2 if name == TILL else 0] == header
    assert {path.name for path in folder.iterdir()} == {*HEADERS, "truth.json"}


def test_orders_of_known_people_give_the_value_measures(company):
    folder, truth = company
    bought = by_person(folder)
    amounts = [order[4] for told in bought.values() for order in told]
    year = [sum(order[3] >= "2025" for order in told) for told in bought.values()]
    assert sum(amounts) / len(amounts) == pytest.approx(truth.realised["average_order_value"])
    repeat = sum(len(told) > 1 for told in bought.values()) / len(bought)
    assert repeat == pytest.approx(truth.realised["repeat_rate"])
    frequency = sum(year) / sum(count > 0 for count in year)
    assert frequency == pytest.approx(truth.realised["purchase_frequency"])


def test_open_follows_that_join_to_customers_give_the_raw_gap(company):
    folder, truth = company
    person, bought = persons(folder), by_person(folder)
    follows = [row for row in rows(folder, "simulated_follows.csv") if not row["unfollowed_at"]]
    tied = {person[row["email"] or row["account"]] for row in follows}
    spend = {who: sum(o[4] for o in told if o[3] >= "2025") for who, told in bought.items()}
    inside = [euros for who, euros in spend.items() if who in tied]
    outside = [euros for who, euros in spend.items() if who not in tied]
    gap = sum(inside) / len(inside) - sum(outside) / len(outside)
    assert gap == pytest.approx(truth.realised["raw_connection_gap"])
    assert min(len(inside), len(outside)) > 150


def test_named_friends_who_bought_first_by_it_give_the_referral_share(company):
    folder, truth = company
    person, bought = persons(folder), by_person(folder)
    firsts = {min(told, key=lambda order: order[3])[0] for told in bought.values()}
    named = rows(folder, "simulated_referrals.csv")
    friends = {person[row["friend_email"]] for row in named if row["order_id"] in firsts}
    assert len(friends) / len(bought) == pytest.approx(truth.realised["referral_share"], rel=0.01)
    assert len({row["order_id"] for row in named}) == len(named)


def test_rounds_answered_within_a_week_give_the_response_rate(company):
    folder, truth = company
    asked, rounds = {}, []
    for row in rows(folder, "simulated_messages.csv"):
        when = datetime.fromisoformat(row["sent_at"])
        if row["author"] == "customer":
            asked.setdefault(row["thread"], when)
        elif row["author"] == "staff" and row["thread"] in asked:
            rounds.append(when - asked.pop(row["thread"]) <= WEEK)
    count = len(rounds) + len(asked)
    assert count == truth.counts["rounds"]
    # answers that fall after the last day are known to the truth, not to the files
    assert sum(rounds) / count == pytest.approx(truth.realised["response_rate"], abs=0.01)


def test_survey_answers_give_both_scores(company):
    folder, truth = company
    told = rows(folder, "simulated_survey_answers.csv")
    nps = [int(row["score"]) for row in told if row["question"] == "nps"]
    csat = [int(row["score"]) for row in told if row["question"] == "csat"]
    net = 100 * (sum(s >= 9 for s in nps) - sum(s <= 6 for s in nps)) / len(nps)
    assert net == pytest.approx(truth.realised["net_promoter_score"])
    satisfied = sum(s >= 4 for s in csat) / len(csat)
    assert satisfied == pytest.approx(truth.realised["customer_satisfaction"])


def test_no_text_comes_back_within_a_thousand_inbound_messages(company):
    folder, _ = company
    told = rows(folder, "simulated_messages.csv")
    texts = [row["text"] for row in told if row["direction"] == "in"]
    last = {}
    for place, text in enumerate(texts):
        assert place - last.get(text, -1_000) >= 1_000, text
        last[text] = place


def test_lines_and_parts_of_an_order_add_up_to_its_total(company):
    lines, heads = {}, {}
    for row in rows(company[0], "simulated_shopify_orders.csv"):
        value = float(row["Lineitem price"]) * int(row["Lineitem quantity"])
        lines[row["Name"]] = lines.get(row["Name"], 0.0) + value
        heads.update({row["Name"]: row} if row["Total"] else {})
    for name, row in heads.items():
        items = float(row["Subtotal"]) + float(row["Discount Amount"])
        assert lines[name] == pytest.approx(items, abs=0.001)
        assert float(row["Subtotal"]) + float(row["Shipping"]) == pytest.approx(float(row["Total"]))


def test_the_till_total_row_is_the_sum_of_its_rows(company):
    folder, _ = company
    last = (folder / TILL).read_text(encoding="cp1252").strip().split("\n")[-1].split(";")
    amounts = [float(row["Montant TTC"].replace(",", ".")) for row in rows(folder, TILL)]
    assert last[0] == "Total"
    assert float(last[5].replace(",", ".")) == pytest.approx(sum(amounts))


def test_differences_between_paths_are_sums_over_people(company):
    folder, truth = company
    told = rows(folder, "truth_people.csv")
    for path, effect in (("no_connection_lift", "connection_total"),
                         ("nobody_answered", "answers_total"),
                         ("no_referrals", "referrals_total")):  # fmt: skip
        by_people = [float(row["margin_factual"]) - float(row[f"margin_{path}"]) for row in told]
        assert sum(by_people) == pytest.approx(truth.effects[effect], abs=0.01)


def test_months_of_connected_people_add_up_to_the_lift(company):
    folder, _ = company
    people = {row["email"]: row for row in rows(folder, "truth_people.csv")}
    months = {}
    for row in rows(folder, "truth_months.csv"):
        gain = float(row["margin_factual"]) - float(row["margin_no_connection_lift"])
        months[row["email"]] = months.get(row["email"], 0.0) + gain
    for email, gain in months.items():
        row = people[email]
        whole = float(row["margin_factual"]) - float(row["margin_no_connection_lift"])
        assert gain == pytest.approx(whole, abs=0.01)


def test_nobody_talks_to_us_before_the_start_or_after_the_end(company):
    folder, _ = company
    told = [row["sent_at"] for row in rows(folder, "simulated_messages.csv")]
    assert min(told) >= "2023-01-01"
    assert max(told) < "2026-01-01"
    assert told == sorted(told, key=datetime.fromisoformat)


def test_the_truth_is_marked_simulated_and_stays_out_of_the_export_files(company):
    folder, _ = company
    assert json.loads((folder / "truth.json").read_text())["simulated"] is True
    for name, header in HEADERS.items():
        if name.startswith("simulated_"):
            assert not {"quality", "sentiment", "complaint", "margin"} & set(header.split(","))


def test_hidden_comments_are_public_words_of_customers(company):
    folder, _ = company
    said = {row["message_id"]: row for row in rows(folder, "simulated_messages.csv")}
    hidden = [said[row["message_id"]] for row in rows(folder, "simulated_moderation.csv")]
    assert hidden
    assert {(row["author"], row["visibility"]) for row in hidden} == {("customer", "public")}


def test_without_hiding_hardly_anything_is_moderated(tmp_path, company):
    shown = simulate(tmp_path / "open", customers=1_500, seed=7, world=World(hidden_negatives=0.0))
    assert shown.counts["moderated"] < company[1].counts["moderated"] / 3

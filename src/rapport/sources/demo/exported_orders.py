"""How do the web shop and the till tell the simulated orders, refunds and referrals?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rapport.sources.demo.clock import DAYS, Flags, Floats, Whole, wall, web_hours
from rapport.sources.demo.connection import SUBSCRIPTION
from rapport.sources.demo.files import TILL, Columns, ExportFiles
from rapport.sources.demo.histories import Customers, Orders
from rapport.sources.demo.talk import HEARD_WITHIN, LATE, QUESTION

SHOPIFY = "simulated_shopify_orders.csv"

SHOPIFY_ROWS = """
    WITH priced AS (
        SELECT *,
            CASE WHEN cents BETWEEN 1000 AND 6499 THEN 490 ELSE 0 END AS shipping,
            cents - CASE WHEN cents BETWEEN 1000 AND 6499 THEN 490 ELSE 0 END AS subtotal
        FROM source
    ),
    line AS (
        SELECT *, unnest(range(lines)) AS place
        FROM priced
    ),
    weighed AS (
        SELECT *,
            list_extract([product_1, product_2, product_3], place + 1) AS product,
            (3 + product_1 % 5)
                + CASE WHEN lines > 1 THEN 3 + product_2 % 5 ELSE 0 END
                + CASE WHEN lines > 2 THEN 3 + product_3 % 5 ELSE 0 END AS weight,
            subtotal + discount AS items
        FROM line
    ),
    shared AS (
        SELECT *,
            (items * (3 + product % 5)) // weight AS part,
            items - CASE WHEN lines > 1 THEN (items * (3 + product_2 % 5)) // weight ELSE 0 END
                - CASE WHEN lines > 2 THEN (items * (3 + product_3 % 5)) // weight ELSE 0 END
                AS head
        FROM weighed
    ),
    told AS (
        SELECT *,
            CASE WHEN place = 0 THEN head ELSE part END AS value,
            place = 0 AS opens
        FROM shared
    ),
    counted AS (
        SELECT *, CASE WHEN value % 2 = 0 AND (number + place) % 4 = 0 THEN 2 ELSE 1 END AS quantity
        FROM told
    )
    SELECT
        '#' || number,
        CASE WHEN opens THEN email_of(serial, name, french) END,
        CASE WHEN NOT opens THEN NULL WHEN refunded >= cents THEN 'refunded'
            WHEN refunded > 0 THEN 'partially_refunded' ELSE 'paid' END,
        CASE WHEN opens THEN shopify_time(ordered) END,
        CASE WHEN opens THEN CASE WHEN cancelled IS NULL THEN 'fulfilled' ELSE 'restocked' END END,
        CASE WHEN opens AND cancelled IS NULL THEN shopify_time(shipped) END,
        CASE WHEN opens THEN CASE WHEN marketing THEN 'yes' ELSE 'no' END END,
        CASE WHEN opens THEN 'EUR' END,
        CASE WHEN opens THEN money(subtotal) END,
        CASE WHEN opens THEN money(shipping) END,
        CASE WHEN opens THEN money(round(cents / 6.0)) END,
        CASE WHEN opens THEN money(cents) END,
        CASE WHEN opens AND referrer >= 0 AND coded THEN code_of(referrer) END,
        CASE WHEN opens THEN money(discount) END,
        CASE WHEN opens THEN 'Colissimo' END,
        shopify_time(ordered),
        quantity,
        list_extract(['Thé vert sencha', 'Rooibos vanille', 'Théière en verre',
            'Théière en fonte', 'Coffret découverte', 'Infusion du soir', 'Thé noir fumé',
            'Tasses en grès (2)', 'Matcha de cérémonie', 'Boule à thé', 'Chaï aux épices',
            'Thé blanc', 'Plateau en bambou', 'Boîte à thé émaillée'], product + 1),
        money(value // quantity),
        'TH-' || lpad(CAST(product + 1 AS VARCHAR), 3, '0'),
        'true', 'true', CASE WHEN cancelled IS NULL THEN 'fulfilled' ELSE 'pending' END,
        CASE WHEN opens THEN first_name(name) || ' ' || initial(serial) END,
        CASE WHEN opens THEN CASE WHEN french THEN 'FR' ELSE 'GB' END END,
        CASE WHEN opens THEN CASE WHEN french THEN 'FR' ELSE 'GB' END END,
        CASE WHEN opens THEN 'promised ' || CAST(promised AS DATE)
            || coalesce('; delivered ' || CAST(delivered AS DATE), '') END,
        CASE WHEN opens THEN shopify_time(cancelled) END,
        CASE WHEN opens THEN 'Shopify Payments' END,
        CASE WHEN opens THEN money(refunded) END,
        'Maison simulée',
        CASE WHEN opens THEN 5400000000000 + number * 37 END,
        CASE WHEN opens THEN 'simulated' END,
        CASE WHEN opens THEN source_of(came_by) END,
        CASE WHEN opens AND phone THEN phone_of(serial, 1) END
    FROM counted
    ORDER BY number, place
"""
TILL_ROWS = """
    SELECT
        'B-' || lpad(CAST(number AS VARCHAR), 6, '0'),
        strftime(ordered, '%d/%m/%Y %H:%M'),
        CASE WHEN mail THEN email_of(serial, name, french) END,
        CASE WHEN phone THEN phone_of(serial, serial + number) END,
        CASE WHEN mail OR phone
            THEN first_name(name) || ' ' || initial(serial) END,
        replace(CAST(money(cents) AS VARCHAR), '.', ','),
        'EUR', 'Boutique Lyon', NULL,
        CASE WHEN mail OR phone THEN source_of(came_by) END
    FROM source
    ORDER BY number
"""
REFUND_ROWS = """
    SELECT
        'R' || number, order_name, iso(refunded_at), money(cents), 'EUR', reason, kind
    FROM source
    ORDER BY number
"""
REFERRAL_ROWS = """
    SELECT
        'P' || number, iso(referred_at),
        email_of(referrer, referrer_name, referrer_french), email_of(serial, name, french),
        CASE WHEN coded THEN code_of(referrer) END, order_name, 'Parrainage'
    FROM source
    ORDER BY number
"""


@dataclass(frozen=True, slots=True)
class Numbers:
    """Where a block's numbers start: the next free person, web order, shop order and so on."""

    person: int = 1000
    web: int = 1001
    shop: int = 1
    refund: int = 1
    referral: int = 1
    follow: int = 1
    reaction: int = 1
    thread: int = 1
    message: int = 1
    inbound: int = 0
    answer: int = 1
    moderated: int = 1


@dataclass(frozen=True, slots=True)
class OrderBook:
    """The block's orders by time, their names (number and shop or web) and money back, in cents."""

    ranks: Whole
    number: Whole
    refunded: Whole
    coded: Flags
    gesture: Whole
    gesture_day: Floats

    def of(self, rows: Whole, orders: Orders) -> np.ndarray:
        """Return the names of some orders as the files write them; None where a row is -1."""
        if not len(rows):
            return np.zeros(0, dtype=object)
        number = self.number[rows].astype(str)
        web, shop = np.char.add("#", number), np.char.add("B-", np.char.zfill(number, 6))
        names = np.where(orders.in_shop[rows], shop, web).astype(object)
        names[rows < 0] = None
        return names


def order_book(rng: np.random.Generator, orders: Orders, first: Numbers) -> OrderBook:
    """Return names and refunds of a block's orders."""
    count = len(orders)
    ranks = np.argsort(orders.day, kind="stable")
    number = np.zeros(count, dtype=np.int64)
    shop = orders.in_shop[ranks]
    number[ranks] = np.where(
        shop, first.shop + np.cumsum(shop) - 1, first.web + np.cumsum(~shop) - 1
    )
    trouble = (orders.topic >= LATE) & (orders.topic < QUESTION) & ~orders.cancelled
    chance = rng.random(count)
    full = trouble & (chance < 0.18)
    half = trouble & (chance >= 0.18) & (chance < 0.3)
    refunded = np.where(full | orders.cancelled, orders.cents, np.where(half, orders.cents // 2, 0))
    kind_of_answer = trouble & orders.writes & (orders.waits <= HEARD_WITHIN) & orders.well
    gesture_day = orders.sent + orders.waits + 0.02
    given = kind_of_answer & (rng.random(count) < 0.35) & (gesture_day < DAYS)
    gesture = np.where(given, 500 + 100 * rng.integers(0, 6, count), 0)
    return OrderBook(ranks, number, refunded, rng.random(count) < 0.85, gesture, gesture_day)


def reached(customers: Customers, person: Whole, first: Numbers) -> dict[str, np.ndarray]:
    """Return the columns out of which the macros spell a person's handles."""
    people = customers.people
    return {
        "serial": person + first.person,
        "name": people.first_name[person],
        "french": people.french[person],
    }


def came_by(customers: Customers) -> Whole:
    """Return the first-touch source of each person, as `source_of` spells it."""
    usual = np.searchsorted([0.18, 0.25, 0.5, 0.75], customers.people.source)
    return np.where(customers.referred, 5, usual).astype(np.int64)


def export_orders(
    files: ExportFiles, customers: Customers, orders: Orders, book: OrderBook, first: Numbers
) -> None:
    """Append web orders (one row a line) and shop orders."""
    source = came_by(customers)
    web = book.ranks[~orders.in_shop[book.ranks]]
    if len(web):
        files.append(SHOPIFY, SHOPIFY_ROWS, _web(customers, orders, book, first, web, source))
    shop = book.ranks[orders.in_shop[book.ranks]]
    if len(shop):
        columns = {
            **reached(customers, orders.person[shop], first),
            "number": book.number[shop], "ordered": wall(orders.day[shop]),
            "mail": orders.email_told[shop], "phone": orders.phone_told[shop],
            "cents": orders.cents[shop], "came_by": source[orders.person[shop]],
        }  # fmt: skip
        files.append(TILL, TILL_ROWS, columns)


def _web(
    customers: Customers,
    orders: Orders,
    book: OrderBook,
    first: Numbers,
    rows: Whole,
    source: Whole,
) -> Columns:
    """Return the columns of web orders."""
    person, day, number = orders.person[rows], orders.day[rows], book.number[rows]
    late = (orders.topic[rows] == LATE) & ~orders.cancelled[rows]
    promised = np.floor(day) + 5.0
    delivered = np.where(late, promised + 2.0 + number % 8, np.floor(day) + 2.0 + number % 4)
    delivered = np.where(orders.cancelled[rows] | (delivered >= DAYS), np.inf, delivered)
    brought = orders.first[rows] & customers.referred[person]
    referrer = np.where(brought, customers.referrer[person] + first.person, -1)
    coded = book.coded[rows] | ~customers.named[person]
    shipped = np.where(day + 1.4 < DAYS, day + 1.4, np.inf)
    cancelled = np.where(orders.cancelled[rows], np.minimum(day + 0.3, DAYS - 1e-4), np.inf)
    return {
        **reached(customers, person, first),
        "number": number, "ordered": wall(day), "shipped": wall(shipped),
        "cancelled": wall(cancelled), "promised": wall(promised),
        "delivered": wall(delivered), "cents": orders.cents[rows],
        "refunded": book.refunded[rows], "lines": orders.lines[rows],
        "product_1": orders.products[0, rows], "product_2": orders.products[1, rows],
        "product_3": orders.products[2, rows], "referrer": referrer, "coded": coded,
        "discount": np.where(brought & coded, 500, 0), "came_by": source[person],
        "phone": orders.phone_told[rows], "marketing": _subscribed(customers, person, day),
    }  # fmt: skip


def _subscribed(customers: Customers, person: Whole, day: Floats) -> Flags:
    """Tell who has the newsletter when ordering."""
    second = np.where(
        customers.second_kind[person] == SUBSCRIPTION, customers.second_since[person], np.inf
    )
    first = np.where(customers.kind[person] == SUBSCRIPTION, customers.since[person], np.inf)
    told: Flags = (day >= np.floor(np.minimum(first, second))) & (day < customers.until[person])
    return told


def export_refunds(files: ExportFiles, orders: Orders, book: OrderBook, first: Numbers) -> int:
    """Append shop refunds and commercial gestures; return how many."""
    back = np.flatnonzero(orders.in_shop & (book.refunded > 0) & (orders.day + 4.0 < DAYS))
    kind = np.flatnonzero(book.gesture > 0)
    rows = np.concatenate([back, kind])
    if not len(rows):
        return 0
    files.append(
        "simulated_refunds.csv",
        REFUND_ROWS,
        {
            "number": first.refund + np.arange(len(rows)),
            "order_name": book.of(rows, orders),
            "refunded_at": wall(np.concatenate([orders.day[back] + 4.0, book.gesture_day[kind]])),
            "cents": np.concatenate([book.refunded[back], book.gesture[kind]]),
            "reason": np.repeat(["product", "care"], [len(back), len(kind)]).astype(object),
            "kind": np.repeat(["refund", "gesture"], [len(back), len(kind)]).astype(object),
        },
    )
    return len(rows)


def export_referrals(
    files: ExportFiles, customers: Customers, orders: Orders, book: OrderBook, first: Numbers
) -> int:
    """Append the named referrals; return how many."""
    order_of = np.full(len(customers), -1)
    begun = np.flatnonzero(orders.first)
    order_of[orders.person[begun]] = begun
    friends = np.flatnonzero(customers.named & (order_of >= 0))
    friends = friends[np.argsort(customers.start[friends], kind="stable")]
    if not len(friends):
        return 0
    rows, referrer = order_of[friends], customers.referrer[friends]
    files.append(
        "simulated_referrals.csv",
        REFERRAL_ROWS,
        {
            **reached(customers, friends, first),
            "number": first.referral + np.arange(len(friends)),
            "referred_at": wall(web_hours(customers.start[friends]) - 0.03),
            "referrer": referrer + first.person,
            "referrer_name": customers.people.first_name[referrer],
            "referrer_french": customers.people.french[referrer],
            "coded": book.coded[rows],
            "order_name": book.of(rows, orders),
        },
    )
    return len(friends)

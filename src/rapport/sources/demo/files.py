"""Which files does the simulated company export, and how are their rows written?"""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
from numpy.typing import NDArray

Columns = Mapping[str, NDArray[Any]]

TILL = "simulated_ventes_boutique.csv"
HEADERS: dict[str, str] = {
    "simulated_shopify_orders.csv": (
        "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,"
        "Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,"
        "Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,"
        "Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,Billing Name,"
        "Billing Country,Shipping Country,Notes,Cancelled at,Payment Method,Refunded Amount,"
        "Vendor,Id,Tags,Source,Phone"
    ),
    TILL: (
        "N° de commande;Date de commande;E-mail;Téléphone;Nom;Montant TTC;Devise;Canal;"
        "Code promo;Source"
    ),
    "simulated_refunds.csv": "refund_id,order_id,refunded_at,amount,currency,reason,kind",
    "simulated_messages.csv": (
        "message_id,thread,sent_at,direction,author,agent,channel,visibility,email,account,text,"
        "reply_to,post_id"
    ),
    "simulated_survey_answers.csv": (
        "response_id,submitted_at,email,survey,question,scale_low,scale_high,score,comment,"
        "order_id,thread"
    ),
    "simulated_referrals.csv": (
        "referral_id,referred_at,referrer_email,friend_email,code,order_id,programme"
    ),
    "simulated_follows.csv": "follow_id,followed_at,unfollowed_at,kind,channel,email,account",
    "simulated_posts.csv": "post_id,posted_at,channel,type,topic,campaign,sponsored,text",
    "simulated_reactions.csv": "reaction_id,reacted_at,kind,post_id,channel,account,email",
    "simulated_audience.csv": "day,account,channel,followers,new_followers,organic,sponsored",
    "simulated_moderation.csv": "item_id,moderated_at,action,channel,message_id,reason",
    "simulated_spend.csv": "spend_id,day,amount,currency,programme,campaign,category,channel",
    "simulated_effort.csv": "effort_id,day,hours,programme,campaign,agent,activity",
    "simulated_staff.csv": "name,since,role,hourly_cost,currency,advocate",
    "truth_messages.csv": "message_id,language,sentiment,complaint,praise,question,break_up",
    "truth_people.csv": (
        "email,phone,account,generation,referrer_email,came,arrived,left,quality,orders_a_year,"
        "dropout_a_year,mean_order_value,connected_since,connected_until,referrals_made,"
        "margin_factual,margin_no_connection_lift,margin_nobody_answered,"
        "margin_everybody_answered,margin_no_referrals,problems,unheard,won_back,left_unheard,"
        "alive_at_end,clv_next_365"
    ),
    "truth_months.csv": "email,month,margin_factual,margin_no_connection_lift",
}
PREAMBLE = "Export caisse — données simulées\nPériode du 01/01/2023 au 31/12/2025\n"

# What the other steps call: clock times with their offset, and how people are reached.
MACROS = (
    """
    CREATE MACRO summer(t) AS
        (t >= TIMESTAMP '2023-03-26 02:00' AND t < TIMESTAMP '2023-10-29 03:00')
        OR (t >= TIMESTAMP '2024-03-31 02:00' AND t < TIMESTAMP '2024-10-27 03:00')
        OR (t >= TIMESTAMP '2025-03-30 02:00' AND t < TIMESTAMP '2025-10-26 03:00')
    """,
    """
    CREATE MACRO iso(t) AS
        strftime(t, '%Y-%m-%dT%H:%M:%S') || CASE WHEN summer(t) THEN '+02:00' ELSE '+01:00' END
    """,
    """
    CREATE MACRO shopify_time(t) AS
        strftime(t, '%Y-%m-%d %H:%M:%S') || CASE WHEN summer(t) THEN ' +0200' ELSE ' +0100' END
    """,
    "CREATE MACRO money(cents) AS CAST(CAST(cents AS DECIMAL(18, 2)) / 100 AS DECIMAL(18, 2))",
    """
    CREATE MACRO first_name(n) AS list_extract(
        ['Alice', 'Lea', 'Emma', 'Jade', 'Louise', 'Chloe', 'Manon', 'Ines', 'Sarah', 'Julie',
         'Hugo', 'Lucas', 'Paul', 'Louis', 'Arthur', 'Jules', 'Adam', 'Nathan', 'Tom', 'Leo',
         'Anna', 'Rose', 'Nina', 'Mia', 'Zoe', 'Eva', 'Marie', 'Claire', 'Sophie', 'Laura',
         'Oscar', 'Victor', 'Simon', 'Theo', 'Noah', 'Ethan', 'Karim', 'Yanis', 'Samir', 'Malik'],
        1 + n % 40)
    """,
    "CREATE MACRO initial(serial) AS chr(CAST(65 + serial % 26 AS INTEGER)) || '.'",
    """
    CREATE MACRO source_of(n) AS list_extract(
        ['instagram_post', 'share', 'ad', 'search', 'direct', 'referral'], 1 + n)
    """,
    """
    CREATE MACRO email_of(serial, n, french) AS
        lower(first_name(n)) || '.' || serial || '@example.'
        || CASE WHEN french THEN 'fr' ELSE 'com' END
    """,
    """
    CREATE MACRO digits_of(serial) AS
        CAST(10000000 + (serial * 7654321) % 19999999 AS VARCHAR)
    """,
    """
    CREATE MACRO phone_of(serial, style) AS CASE style % 4
        WHEN 0 THEN '06' || digits_of(serial)
        WHEN 1 THEN '+336' || digits_of(serial)
        WHEN 2 THEN '06 ' || regexp_replace(digits_of(serial), '(..)(..)(..)(..)',
                                            '\\1 \\2 \\3 \\4')
        ELSE '06.' || regexp_replace(digits_of(serial), '(..)(..)(..)(..)', '\\1.\\2.\\3.\\4')
        END
    """,
    "CREATE MACRO account_of(serial, n) AS '@' || lower(first_name(n)) || '.tea' || serial",
    "CREATE MACRO code_of(serial) AS 'AMI-' || lpad(to_base(serial, 36), 4, '0')",
)


class ExportFiles:
    """The export files of one folder, written part by part; a part is one query's rows."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.connection = duckdb.connect(":memory:")
        self.connection.execute("SET threads = 2")
        for macro in MACROS:
            self.connection.execute(macro)
        for name, header in HEADERS.items():
            opening = PREAMBLE + header if name == TILL else header
            with self._file(name, "w") as file:
                file.write(opening + "\n")

    def _file(self, name: str, mode: str) -> io.TextIOWrapper:
        encoding = "cp1252" if name == TILL else "utf-8"
        path = self.folder / name
        return io.TextIOWrapper(
            path.open("wb" if mode == "w" else "ab"), encoding=encoding, newline=""
        )

    def table(self, name: str, query: str, columns: Columns) -> None:
        """Keep a query's rows over `columns` (its table is `source`) as a table of this session."""
        self.connection.register("source", dict(columns))
        self.connection.sql(query).create(name)
        self.connection.unregister("source")

    def append(self, name: str, query: str, columns: Columns) -> None:
        """Append the rows of `query` over `columns` (its table is `source`) to a file."""
        self.connection.register("source", dict(columns))
        separator = ";" if name == TILL else ","
        part = self.folder / f"{name}.part"
        try:
            self.connection.sql(query).write_csv(str(part), header=False, sep=separator)
            with part.open(encoding="utf-8", newline="") as rows, self._file(name, "a") as file:
                shutil.copyfileobj(rows, file, 1 << 20)
        finally:
            self.connection.unregister("source")
            part.unlink(missing_ok=True)

    def append_rows(self, name: str, rows: list[tuple[object, ...]]) -> None:
        """Append a few ready rows (the company's own, not people's) to a file."""
        with self._file(name, "a") as file:
            separator = ";" if name == TILL else ","
            csv.writer(file, delimiter=separator, lineterminator="\n").writerows(rows)

    def close(self) -> None:
        """Close the engine; the files are complete."""
        self.connection.close()

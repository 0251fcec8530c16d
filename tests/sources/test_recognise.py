"""Are the export files of companies recognised without a hand mapping, and others not?"""

from dataclasses import replace
from pathlib import Path

import pytest

from rapport.core.errors import UnknownFile
from rapport.core.source import Sheet, SheetFormat
from rapport.ledger.columns import HANDLES
from rapport.ledger.tables import TABLES
from rapport.sources import recognise
from rapport.sources.shapes import FIELDS, SHAPES

from .files import one_sheet, rows

HEADERS = {
    "purchases": "order_id,ordered_at,email,amount,currency",
    "purchase_lines": "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID",
    "refunds": "refund_id,order_id,refunded_at,amount,currency,reason,kind",
    "messages": "message_id,thread,sent_at,direction,author,agent,channel,email,text",
    "answers": "response_id,submitted_at,email,survey,question,scale_low,scale_high,score",
    "referrals": "referral_id,referred_at,referrer_email,friend_email,code,order_id,programme",
    "follows": "follow_id,followed_at,unfollowed_at,kind,channel,email,account",
    "reactions": "reaction_id,reacted_at,kind,post_id,channel,account,email",
    "posts": "post_id,posted_at,channel,type,topic,campaign,sponsored,text",
    "spend": "spend_id,day,amount,currency,programme,campaign,category,channel",
    "effort": "effort_id,day,hours,programme,campaign,agent,activity",
    "audience": "day,account,channel,followers,new_followers,organic,sponsored",
    "moderation": "item_id,moderated_at,action,channel,message_id,reason",
    "staff": "name,since,role,hourly_cost,currency,advocate",
    "rates": "day,base,quote,rate",
    "gestures": "gesture_id,given_at,email,gesture,cost,currency",
    "consents": "consent_id,given_at,email,purpose,granted",
    "experiments": "experiment,assigned_at,email,arm,stratum",
    "notes": "note_id,noted_at,email,note",
}
FRENCH = {
    "purchases": "N° de commande;Date de commande;E-mail;Téléphone;Nom;Montant TTC;Devise;Canal",
    "refunds": "N° d'avoir;N° de commande;Date de remboursement;Montant remboursé;Motif",
    "messages": "Fil;Envoyé le;Sens;E-mail;Texte",
    "answers": "Enquête;Répondu le;E-mail;Score NPS;Commentaire",
    "referrals": "Date de parrainage;E-mail parrain;E-mail filleul;Code parrainage",
    "follows": "Abonné le;Désabonné le;Canal;E-mail",
    "spend": "Jour;Campagne;Coût (EUR);Clics;Impressions;Conversions",
    "effort": "Jour;Heures;Programme;Agent;Activité",
}
META_ADS = "Jour;Nom de la campagne;Montant dépensé (USD);Impressions\n2026-05-01;Été;12,50;9\n"


def sheet_of(header: str) -> Sheet:
    columns = tuple(header.split(";" if ";" in header else ","))
    return Sheet(Path("file.csv"), "file.csv", SheetFormat.CSV, columns, digest="0")


@pytest.mark.parametrize(("plural", "header"), [*HEADERS.items(), *FRENCH.items()])
def test_a_plain_export_of_every_kind_is_recognised(plural, header):
    recognition = recognise(sheet_of(header))
    kind = next(shape.kind for shape in SHAPES if shape.plural == plural)
    assert recognition.recipes[0].kind == kind
    assert recognition.confidence >= 0.6


def test_the_order_of_columns_and_their_writing_do_not_matter():
    told = recognise(sheet_of("order_id,ordered_at,email,amount"))
    turned = recognise(sheet_of("AMOUNT,E-Mail,Ordered At,Order ID"))
    assert [field for field, _ in told.mapping] == [field for field, _ in turned.mapping]


@pytest.mark.parametrize("kind", FIELDS)
def test_every_field_of_the_door_stands_in_the_book(kind):
    friends = [f"friend_{handle}" for handle in HANDLES] if TABLES[kind].friend else []
    handles = HANDLES if TABLES[kind].handles else ()
    header = TABLES["purchase"].column_names if kind == "purchase_line" else ()
    own = {*TABLES[kind].column_names, *header}
    assert set(FIELDS[kind]) <= {"key", "happened_at", "updated_at", *own, *handles, *friends}


@pytest.mark.parametrize("header", [*HEADERS.values(), *FRENCH.values()])
def test_recipes_fill_only_fields_of_the_book_and_all_it_needs(header):
    for recipe in recognise(sheet_of(header)).recipes:
        table = TABLES[recipe.kind]
        handles = {*HANDLES, *(f"friend_{handle}" for handle in HANDLES)}
        known = {"key", "happened_at", "updated_at", *table.column_names, *handles}
        needed = {column.name for column in table.columns if column.required} | {"happened_at"}
        assert needed <= set(recipe.fields) <= known


def test_an_unknown_file_says_its_columns_and_what_to_type():
    with pytest.raises(UnknownFile, match=r"columns: customer_id, date.*--as \w+ --map amount="):
        recognise(sheet_of("customer_id,date"))


@pytest.mark.parametrize("header", ["a,b", "lang,text,label", "month,temperature", "date,amount"])
def test_a_table_of_no_kind_is_not_guessed(header):
    with pytest.raises(UnknownFile):
        recognise(sheet_of(header))


def test_a_lone_rating_is_never_an_nps():
    recipe = recognise(sheet_of("review_id,submitted_at,email,stars")).recipes[0]
    assert recipe.fields["question"] == "'rating'"


def test_the_currency_in_a_header_counts(tmp_path):
    sheet = one_sheet(tmp_path, META_ADS)
    recipe = recognise(sheet).recipes[0]
    assert rows(sheet, recipe, "amount", "currency", "campaign") == [("12,50", "USD", "Été")]


def test_a_sheet_without_a_currency_says_so():
    recognition = recognise(sheet_of("order_id,ordered_at,email,amount"))
    assert recognition.recipes[0].fields["currency"] == "'XXX'"
    assert "no currency is told" in str(recognition.notes[0])


def test_an_author_who_is_no_word_is_the_account_of_what_comes_in(tmp_path):
    text = "message_id,sent_at,direction,author,text\n1,2024-01-01,inbound,@lea,hi\n"
    sheet = one_sheet(tmp_path, text + "2,2024-01-02,outbound,Shop,hello\n")
    recipe = recognise(sheet).recipes[0]
    told = rows(sheet, recipe, "direction", "author", "account")
    assert told == [("in", "customer", "@lea"), ("out", "staff", None)]


def test_reasons_and_notes_hold_no_personal_data(tmp_path):
    sheet = one_sheet(tmp_path, "order_id,ordered_at,email,amount\n1,2024-01-01,z@example.com,1\n")
    recognition = recognise(sheet)
    assert "z@example.com" not in f"{recognition.reason}{recognition.notes}{recognition.mapping}"


def test_a_row_without_its_own_id_is_named_by_its_content(tmp_path):
    text = "response_id,submitted_at,email,nps\nR1,2024-01-01,a@example.com,9\n"
    sheet = one_sheet(tmp_path, text + ",2024-01-02,b@example.com,3\n")
    keys = [key for (key,) in rows(sheet, recognise(sheet).recipes[0], "key")]
    assert keys[0] == "R1"
    assert len(keys[1]) == 32


def test_two_systems_with_the_same_order_numbers_stay_two():
    one, other = "order_id,ordered_at,email,amount", "N° de commande;Date de commande;Montant TTC"
    assert recognise(sheet_of(one)).source != recognise(sheet_of(other)).source


def test_a_column_added_later_does_not_change_the_source():
    told = sheet_of("order_id,ordered_at,email,amount")
    later = replace(told, columns=(*told.columns, "colour"))
    assert recognise(told).source == recognise(later).source

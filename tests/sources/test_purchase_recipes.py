"""Are orders told apart from cancellations, and lines from orders?"""

from rapport.sources import recognise

from .files import one_sheet, rows

ORDERS = """invoice,ordered_at,customer_id,amount,is_cancellation,status
1001,2024-01-01,7,20.00,false,completed
1002,2024-01-02,7,-5.00,false,completed
1003,2024-01-03,8,6.00,true,completed
C100400,2024-01-04,8,9.00,false,completed
1005,2024-01-05,9,9.00,false,cancelled
1006,2024-01-06,9,0.00,false,
"""
LINES = """invoice,stock_code,description,quantity,ordered_at,unit_price,customer_id
489434,85048,GLASS BALL,12,2009-12-01 07:45:00,6.95,13085
489434,79323P,CHERRY LIGHTS,3,2009-12-01 07:45:00,0.125,13085
C489449,22087,PAPER BUNTING,-12,2009-12-01 10:33:00,2.95,16321
A506401,B,Adjust bad debt,1,2010-04-29 13:36:00,-53594.36,
"""


def test_negative_flagged_and_credit_note_rows_are_never_orders(tmp_path):
    sheet = one_sheet(tmp_path, ORDERS)
    purchase, refund = recognise(sheet).recipes
    assert rows(sheet, purchase, "order_id") == [("1001",), ("1006",)]
    assert rows(sheet, refund, "order_id") == [("1002",), ("1003",), ("C100400",)]
    assert set(rows(sheet, refund, "kind")) == {("cancellation",)}


def test_lines_make_orders_lines_and_refunds(tmp_path):
    sheet = one_sheet(tmp_path, LINES)
    line, purchase, refund = recognise(sheet).recipes
    assert rows(sheet, line, "product", "amount") == [("85048", "83.4"), ("79323P", "0.375")]
    assert set(rows(sheet, purchase, "key", "customer_id")) == {("489434", "13085")}
    assert "amount" not in purchase.fields
    assert rows(sheet, refund, "order_id", "amount") == [
        ("C489449", "-35.4"),
        ("A506401", "-53594.36"),
    ]


def test_invoices_that_mostly_begin_with_c_are_no_credit_notes(tmp_path):
    text = "invoice,ordered_at,email,amount\nC000001,2024-01-01,a@example.com,5\n"
    sheet = one_sheet(tmp_path, text)
    assert rows(sheet, recognise(sheet).recipes[0], "order_id") == [("C000001",)]


def test_line_amounts_keep_the_decimal_mark_of_their_sheet(tmp_path):
    text = "N° de commande;Date;Référence;Quantité;Prix unitaire\n1;03/05/2024;T1;3;1,25 €\n"
    sheet = one_sheet(tmp_path, text)
    assert rows(sheet, recognise(sheet).recipes[0], "amount") == [("3,75",)]


def test_orders_without_a_number_are_named_by_their_content(tmp_path):
    text = "customer_id,date,amount\n1,1997-01-01,11.77\n2,1997-01-12,12.00\n"
    sheet = one_sheet(tmp_path, text)
    purchase = recognise(sheet).recipes[0]
    assert "key" not in purchase.fields
    assert len(set(rows(sheet, purchase, "order_id"))) == 2


def test_an_order_total_repeated_on_its_lines_is_not_the_lines_amount(tmp_path):
    text = "order_id,order_date,sku,quantity,unit_price,total\n1,2024-01-01,T,2,5.00,13.00\n"
    sheet = one_sheet(tmp_path, text + "1,2024-01-01,C,1,3.00,13.00\n")
    assert rows(sheet, recognise(sheet).recipes[0], "amount") == [("10",), ("3",)]

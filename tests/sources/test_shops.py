"""Do the exports of Shopify, WooCommerce and Stripe become the orders that were really made?"""

from rapport.sources import recognise

from .files import one_sheet, rows

SHOPIFY = """Name,Email,Financial Status,Currency,Total,Discount Code,Discount Amount,Created at,\
Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Lineitem discount,Billing Name,\
Cancelled at,Refunded Amount,Id,Source,Phone
#1001,a@example.com,paid,EUR,30.00,AMI-1,2.00,2024-05-01 10:00:00 +0200,2,Tea,10.00,T1,0.00,A,,\
0.00,55001,web,'+33612345678
#1001,a@example.com,,,,,,,1,Cup,10.00,C1,0.00,,,,,,
#1002,b@example.com,partially_refunded,EUR,12.00,,0.00,2024-05-02 10:00:00 +0200,1,Tea,12.00,T1,\
0.00,B,,4.50,55002,instagram_post,
#1003,c@example.com,refunded,EUR,9.00,,0.00,2024-05-03 10:00:00 +0200,1,Tea,9.00,T1,0.00,C,\
2024-05-04 09:00:00 +0200,9.00,55003,pos,
#1004,d@example.com,pending,EUR,99.00,,0.00,2024-05-03 10:00:00 +0200,9,Tea,11.00,T1,0.00,D,,0.00,\
55004,web,
"""
STRIPE = """id,Description,Seller Message,Created (UTC),Amount,Amount Refunded,Currency,\
Converted Amount,Fee,Status,Statement Descriptor,Customer ID,Customer Email,Captured,Card ID
ch_1,,ok,2024-05-01 10:00:00,"12,50","2,50",eur,"12,50","0,30",Paid,X,cus_1,a@example.com,true,c
ch_2,,no,2024-05-02 10:00:00,"99,00","0,00",eur,"99,00","0,00",Failed,X,cus_1,a@example.com,false,c
"""
ANALYTICS = """Date,Order #,N. Revenue (formatted),Status,Customer,Customer type,Product(s),\
Items sold,Coupon(s),Net Sales,Attribution
2024-05-01 10:00:00,71,€12.50,completed,Zoé,new,1× Tea,1,AMI-1,12.50,Organic: Google
2024-05-02 10:00:00,72,€9.00,cancelled,Léo,new,1× Tea,1,,9.00,Direct
"""
PLUGIN = """Order Number,Order Status,Order Date,Order Total,Billing First Name,Billing Email,\
Billing Phone,Item Name,Item Quantity,Item Cost
71,wc-completed,2024-05-01 10:00,25.00,Z,a@example.com,0612345678,Tea,2,10.00
71,wc-completed,2024-05-01 10:00,25.00,Z,a@example.com,0612345678,Cup,1,5.00
72,wc-refunded,2024-05-02 10:00,9.00,Z,a@example.com,0612345678,Tea,1,9.00
"""


def test_shopify_orders_count_once_however_many_lines(tmp_path):
    sheet = one_sheet(tmp_path, SHOPIFY)
    recognition = recognise(sheet)
    told = rows(sheet, recognition.recipes[0], "order_id", "key", "amount", "phone")
    assert recognition.source == "shopify"
    assert told == [
        ("#1001", "55001", "30.00", "+33612345678"),
        ("#1002", "55002", "12.00", None),
        ("#1003", "55003", "9.00", None),
    ]


def test_a_cancelled_shopify_order_is_no_order_and_gives_nothing_back(tmp_path):
    sheet = one_sheet(tmp_path, SHOPIFY)
    purchase, refund, _ = recognise(sheet).recipes
    assert rows(sheet, refund, "order_id", "amount", "kind") == [("#1002", "4.50", "refund")]
    cancelled = dict(rows(sheet, purchase, "order_id", "cancelled_at"))
    assert [order for order, day in cancelled.items() if day] == ["#1003"]


def test_a_shopify_line_says_only_what_its_own_row_says(tmp_path):
    sheet = one_sheet(tmp_path, SHOPIFY)
    line = recognise(sheet).recipes[2]
    assert "happened_at" not in line.fields
    told = sorted(rows(sheet, line, "order_id", "product", "amount"))[:2]
    assert told == [("#1001", "C1", "10"), ("#1001", "T1", "20")]


def test_shopify_sources_are_channels_or_first_touches(tmp_path):
    sheet = one_sheet(tmp_path, SHOPIFY)
    told = rows(sheet, recognise(sheet).recipes[0], "channel", "first_touch")
    assert told == [("web", None), ("web", "instagram_post"), ("shop", None)]


def test_stripe_failed_payments_are_no_orders_and_times_are_utc(tmp_path):
    sheet = one_sheet(tmp_path, STRIPE)
    purchase, refund = recognise(sheet).recipes
    told = rows(sheet, purchase, "key", "amount", "currency", "happened_at")
    assert told == [("ch_1", "12,50", "eur", "2024-05-01 10:00:00 UTC")]
    assert rows(sheet, refund, "amount") == [("2,50",)]


def test_woocommerce_reports_know_people_by_name_only(tmp_path):
    sheet = one_sheet(tmp_path, ANALYTICS)
    recognition = recognise(sheet)
    told = rows(sheet, recognition.recipes[0], "order_id", "amount", "name", "code")
    assert told == [("71", "12.50", "Zoé", "AMI-1")]
    assert "email" not in recognition.recipes[0].fields


def test_woocommerce_plugin_rows_are_orders_lines_and_refunds(tmp_path):
    sheet = one_sheet(tmp_path, PLUGIN)
    purchase, refund, line = recognise(sheet).recipes
    assert set(rows(sheet, purchase, "key", "amount")) == {("71", "25.00"), ("72", "9.00")}
    assert rows(sheet, refund, "order_id") == [("72",)]
    assert rows(sheet, line, "amount") == [("20",), ("5",), ("9",)]


def test_shopify_notes_tell_when_delivery_was_promised_and_done(tmp_path):
    header, first = SHOPIFY.splitlines()[:2]
    text = f"{header},Notes\n{first},Promised: 2024-05-06; delivered on 2024-05-08\n"
    sheet = one_sheet(tmp_path, text)
    told = rows(sheet, recognise(sheet).recipes[0], "promised_at", "delivered_at")
    assert told == [("2024-05-06", "2024-05-08")]

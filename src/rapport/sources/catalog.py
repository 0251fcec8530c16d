"""Catalog: which outside systems does Rapport know by name?"""

from __future__ import annotations

from rapport.core.source import Source
from rapport.sources.generic import Generic
from rapport.sources.shopify_orders import ShopifyOrders
from rapport.sources.stripe_payments import StripePayments
from rapport.sources.woocommerce import WooCommerceAnalytics, WooCommerceOrders

SOURCES: tuple[Source, ...] = (
    ShopifyOrders(),
    StripePayments(),
    WooCommerceAnalytics(),
    WooCommerceOrders(),
    Generic(),
)
"""Every source, listed by hand; the generic one last, since equals go to the first."""

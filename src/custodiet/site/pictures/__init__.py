"""Pictures of the site: charts, the map of settlements, the network, each with the table that it shows."""

from custodiet.site.pictures.bid_prices import bid_prices
from custodiet.site.pictures.network import network
from custodiet.site.pictures.picture import Picture
from custodiet.site.pictures.purchases_by_year import purchases_by_year
from custodiet.site.pictures.settlements import settlements
from custodiet.site.pictures.shares_flagged import shares_flagged
from custodiet.site.pictures.spending_by_purpose import spending_by_purpose, spending_choices
from custodiet.site.pictures.timeline import timeline

__all__ = [
    "Picture",
    "bid_prices",
    "network",
    "purchases_by_year",
    "settlements",
    "shares_flagged",
    "spending_by_purpose",
    "spending_choices",
    "timeline",
]

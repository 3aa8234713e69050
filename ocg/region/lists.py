"""The lists that requests to the region are made of."""

SUPPORT = "ocg.region-support"
PRODUCTS = "ocg.region-product"

"""The stock policy: how much to keep, when to buy and how many, vectorised over products.

Units of stock, days, and money in any one unit; every array has one element per product unless a
docstring says otherwise. Nothing here draws at random except the simulation, which seeds each
product by its own key, so that no result depends on who works on which products.
"""

"""The words a demo company is made of: what it sells, who supplies it, who buys."""

from __future__ import annotations

from typing import NamedTuple


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split(", "))


class Category(NamedTuple):
    """A shelf of the shop. ``peak`` is the month of most demand, ``swing`` how far it rises."""

    code: str
    name: str
    peak: int
    swing: float
    price: float
    nouns: tuple[str, ...]
    styles: tuple[str, ...]


CATEGORIES = (
    Category(
        code="CT",
        name="Coffee & Tea",
        peak=11,
        swing=0.25,
        price=24.0,
        nouns=_words(
            "Mug, Teapot, Pour-over Dripper, Moka Pot, Milk Jug, Grinder, French Press, "
            "Travel Cup, "
            "Tea Tin, Kettle"
        ),
        styles=_words("Stoneware, Enamel, Glass, Porcelain, Copper, Steel, Cast-iron, Speckled"),
    ),
    Category(
        code="CW",
        name="Cookware",
        peak=12,
        swing=0.30,
        price=48.0,
        nouns=_words(
            "Saucepan, Frying Pan, Casserole, Stockpot, Grill Pan, Wok, Roasting Tin, "
            "Steamer, Milk "
            "Pan, Tagine"
        ),
        styles=_words("Cast-iron, Copper, Steel, Non-stick, Enamel, Aluminium, Ceramic, Carbon"),
    ),
    Category(
        code="TW",
        name="Tableware",
        peak=12,
        swing=0.35,
        price=16.0,
        nouns=_words(
            "Dinner Plate, Side Plate, Pasta Bowl, Cereal Bowl, Tumbler, Wine Glass, Carafe, "
            "Serving Board, Cutlery Set, Napkin Ring"
        ),
        styles=_words("Stoneware, Bone China, Glass, Olive-wood, Oak, Speckled, Matte, Ribbed"),
    ),
    Category(
        code="KT",
        name="Knives & Tools",
        peak=12,
        swing=0.20,
        price=32.0,
        nouns=_words(
            "Chef's Knife, Paring Knife, Bread Knife, Peeler, Whisk, Spatula, Grater, Mortar, "
            "Rolling Pin, Kitchen Scale"
        ),
        styles=_words("Damascus, Carbon, Oak, Steel, Beech, Marble, Classic, Walnut"),
    ),
    Category(
        code="ST",
        name="Storage",
        peak=1,
        swing=0.30,
        price=18.0,
        nouns=_words(
            "Jar, Bread Bin, Basket, Crate, Lunch Box, Shelf Box, Canister, Wall Hook, "
            "Drawer Tray, "
            "Bottle Rack"
        ),
        styles=_words("Glass, Bamboo, Wire, Rattan, Steel, Oak, Felt, Enamel"),
    ),
    Category(
        code="TX",
        name="Textiles",
        peak=10,
        swing=0.20,
        price=22.0,
        nouns=_words(
            "Tea Towel, Apron, Tablecloth, Cushion, Throw, Napkin, Oven Glove, Runner, Bath Towel, "
            "Bedspread"
        ),
        styles=_words("Linen, Cotton, Waffle, Wool, Striped, Organic, Quilted, Washed"),
    ),
    Category(
        code="LT",
        name="Lighting",
        peak=11,
        swing=0.35,
        price=55.0,
        nouns=_words(
            "Table Lamp, Pendant, Floor Lamp, Lantern, Wall Light, Desk Lamp, String Light, Candle "
            "Holder, Clip Lamp, Night Light"
        ),
        styles=_words("Brass, Paper, Opal, Rattan, Steel, Concrete, Linen, Oak"),
    ),
    Category(
        code="BA",
        name="Bathroom",
        peak=3,
        swing=0.10,
        price=20.0,
        nouns=_words(
            "Soap Dish, Toothbrush Cup, Bath Mat, Mirror, Towel Rail, Dispenser, Stool, Laundry "
            "Bin, Shower Caddy, Hook Rail"
        ),
        styles=_words("Terrazzo, Bamboo, Brass, Ceramic, Steel, Teak, Marble, Matte"),
    ),
    Category(
        code="GD",
        name="Garden",
        peak=5,
        swing=0.60,
        price=34.0,
        nouns=_words(
            "Watering Can, Planter, Secateurs, Trowel, Bird Feeder, Fire Bowl, Hose Reel, Garden "
            "Chair, Parasol, Seed Tray"
        ),
        styles=_words("Zinc, Terracotta, Copper, Ash-wood, Steel, Teak, Woven, Enamel"),
    ),
    Category(
        code="CA",
        name="Camping",
        peak=6,
        swing=0.55,
        price=42.0,
        nouns=_words(
            "Cool Box, Folding Chair, Camp Stove, Head Torch, Water Bottle, Blanket, Mess Tin, "
            "Hammock, Dry Bag, Tent Peg Set"
        ),
        styles=_words("Canvas, Titanium, Steel, Waxed, Insulated, Ripstop, Wool, Light"),
    ),
    Category(
        code="PA",
        name="Paper & Desk",
        peak=9,
        swing=0.40,
        price=12.0,
        nouns=_words(
            "Notebook, Planner, Pencil Case, Letter Tray, Desk Mat, Pen Set, Card Set, Wall "
            "Calendar, Paper Clip Box, Folder"
        ),
        styles=_words("Leather, Linen, Recycled, Cork, Felt, Brass, Kraft, Cloth-bound"),
    ),
    Category(
        code="XM",
        name="Christmas & Gifts",
        peak=12,
        swing=0.95,
        price=15.0,
        nouns=_words(
            "Bauble Set, Advent Calendar, Wreath, Candle, Stocking, Gift Box, Star, Cookie Cutter "
            "Set, Snow Globe, Ribbon Roll"
        ),
        styles=_words("Glass, Felt, Paper, Brass, Beeswax, Wooden, Knitted, Gilded"),
    ),
)

VARIANTS = _words("Chalk, Sage, Ink, Sand, Rust, Olive, Slate, Cream, Plum, Charcoal, Natural")
SUPPLIER_FIRST = _words(
    "Nordhaus, Alpenglas, Ribeira, Kestrel, Lumio, Morava, Fjord, Castello, Hanse, Brabant, "
    "Silesia, Verdant, Ostrava, Piemont, Tagus, Baltic, Solent, Arden, Jura, Minho, Danube, Harz, "
    "Loire, Karst, Skagen, Aegean, Pearl River, Ningbo"
)
SUPPLIER_LAST = _words("Ceramics, Metalworks, Trading, Glass, Textiles, Home, & Sons, Manufaktur")
PEOPLE_FIRST = _words(
    "Ada, Ben, Carla, David, Elif, Finn, Greta, Hugo, Ines, Jonas, Katya, Liam, Mira, Nils, Olga, "
    "Pavel, Rosa, Samir, Tilda, Viktor, Wanda, Yusuf, Zoe"
)
PEOPLE_LAST = _words(
    "Abel, Brandt, Costa, Dahl, Ekström, Fischer, Garcia, Horvat, Ivanov, Jensen, Keller, "
    "Lindqvist, Moreau, Novak, Olsen, Pereira, Quist, Rossi, Schmidt, Toth, Urban, Vogel, Weber, "
    "Yilmaz, Zielinski"
)
SHOPS_FIRST = _words(
    "Corner, Harbour, Lime Tree, Station, Old Town, Bluebird, Market, Canal, Orchard, Lighthouse, "
    "Mill Lane, Cathedral, Riverside, Sunny Side, North Gate, Little Fox"
)
SHOPS_LAST = _words("Kitchen, Living, Home, Interiors, Gifts, Café, Store, Concept, Hotel")

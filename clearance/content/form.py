"""The shape of a declaration's content as pydantic models, which are also its schema in the OpenAPI description."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

LARGEST_CONTENT = 10 * 1024 * 1024
"""Bytes of JSON that are read at most."""

Text = Annotated[str, Field(max_length=20_000)]
DecimalText = Annotated[
    Text,
    WithJsonSchema({"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$", "examples": ["18000", "0.5"]}),
]
DateText = Annotated[Text, WithJsonSchema({"type": "string", "format": "date"})]
MomentText = Annotated[Text, WithJsonSchema({"type": "string", "format": "date-time"})]
FlagName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
Flags = dict[FlagName, bool | Text]


class Part(BaseModel):
    """Any part of a declaration: every key may be absent, an unknown key is a mistake worth telling."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Party(Part):
    """A person or company in the declaration; `id` is a BIN or IIN, or a foreign number."""

    id: Text | None = None
    name: Text | None = None
    country: Text | None = None
    city: Text | None = None
    line: Text | None = None
    region: Text | None = None
    postcode: Text | None = None
    phone: Text | None = None
    email: Text | None = None
    register_no: Text | None = None
    contract_no: Text | None = None


class TransportMeans(Part):
    """A truck, wagon, vessel or flight: its sign, the kind of sign, its kind, mode and nationality."""

    id: Text | None = None
    name: Text | None = None
    id_type: Text | None = None
    type: Text | None = None
    mode: Text | None = None
    nationality: Text | None = None


class Transport(Part):
    """The means of transport on arrival, at the border and on departure."""

    arrival: TransportMeans | None = None
    border: TransportMeans | None = None
    departure: TransportMeans | None = None


class Container(Part):
    """A container and the seals on it."""

    number: Text | None = None
    seals: list[Text] | None = None


class Guarantee(Part):
    """Security for the duties: its type, reference, and amount."""

    type: Text | None = None
    reference: Text | None = None
    amount: DecimalText | None = None
    currency: Text | None = None


class Document(Part):
    """A supporting document; `type` is an own word such as INVOICE, or a code of a document list."""

    type: Text | None = None
    number: Text | None = None
    date: DateText | None = None
    name: Text | None = None
    exemption: Text | None = None
    quantity: DecimalText | None = None
    unit: Text | None = None


class PreviousDocument(Part):
    """The document under which the goods moved or lay before; `line` is its item line."""

    type: Text | None = None
    number: Text | None = None
    line: Text | None = None


class AdditionalInformation(Part):
    """A statement that has no box of its own."""

    code: Text | None = None
    text: Text | None = None
    type: Text | None = None


class Package(Part):
    """Packages of one kind (UN Recommendation 21) with their marks."""

    count: Text | None = None
    type: Text | None = None
    marks: Text | None = None


class Charge(Part):
    """A duty, tax or fee as the declarant worked it out."""

    type: Text | None = None
    base: DecimalText | None = None
    rate: DecimalText | None = None
    amount: DecimalText | None = None
    method: Text | None = None


class Item(Part):
    """One line of goods; masses in kilograms, `customs_value` in KZT, `statistical_value` in USD."""

    number: int | None = None
    commodity_code: Text | None = None
    description: Text | None = None
    origin: Text | None = None
    procedure: Text | None = None
    previous_procedure: Text | None = None
    procedure_feature: Text | None = None
    packages: list[Package] | None = None
    gross_mass_kg: DecimalText | None = None
    net_mass_kg: DecimalText | None = None
    supplementary_quantity: DecimalText | None = None
    supplementary_unit: Text | None = None
    price: DecimalText | None = None
    currency: Text | None = None
    customs_value: DecimalText | None = None
    statistical_value: DecimalText | None = None
    preference: Text | None = None
    quota: Text | None = None
    valuation_method: Text | None = None
    undg: Text | None = None
    documents: list[Document] | None = None
    previous_documents: list[PreviousDocument] | None = None
    charges: list[Charge] | None = None
    additional_information: list[AdditionalInformation] | None = None
    flags: Flags | None = None


class Postal(Part):
    """What CN22 or CN23 says of a postal item; `item_id` is its S10 number."""

    item_id: Text | None = None
    form: Text | None = None
    category: Text | None = None
    dispatch_id: Text | None = None
    postage: DecimalText | None = None
    item_type: Text | None = None
    sender: Party | None = None
    addressee: Party | None = None


class Note(Part):
    """A consignment note: its number and date; `type` says which kind where there are several."""

    type: Text | None = None
    number: Text | None = None
    date: DateText | None = None


class Wagon(Part):
    """A wagon of the consignment: its number, the box on it, its seals, and what of the consignment it carries."""

    number: Text | None = None
    container: Text | None = None
    seals: list[Text] | None = None
    packages: Text | None = None
    gross_mass_kg: DecimalText | None = None


class Seal(Part):
    """A seal: `kind` is mechanical or navigation, `on` the box, wagon or plate it hangs on."""

    number: Text | None = None
    kind: Text | None = None
    on: Text | None = None


class Driver(Part):
    """Who drives: the name, and the number of the passport or licence with its country."""

    name: Text | None = None
    document: Text | None = None
    country: Text | None = None
    phone: Text | None = None


class Consignment(Part):
    """One of several consignments in a vehicle; `items` are the numbers of its goods."""

    note: Note | None = None
    consignor: Party | None = None
    consignee: Party | None = None
    ucr: Text | None = None
    gross_mass_kg: DecimalText | None = None
    items: list[int] | None = None


class Transit(Part):
    """How goods in transit travel. Which of these belong to which mode, `clearance/tables/transit_fields.csv` says."""

    transit_offices: list[Text] | None = None
    route: Text | None = None
    smgs_note: Note | None = None
    wagons: list[Wagon] | None = None
    train_number: Text | None = None
    train_list: Text | None = None
    departure_station: Text | None = None
    destination_station: Text | None = None
    transfer_station: Text | None = None
    cmr_note: Note | None = None
    tir_carnet: Text | None = None
    trailers: list[Text] | None = None
    driver: Driver | None = None
    consignments: list[Consignment] | None = None
    seals: list[Seal] | None = None


class Unmapped(Part):
    """A piece of a message that has no place in this form, with its exact place there; given back on the way out."""

    path: Text | None = None
    xml: Annotated[str, Field(max_length=LARGEST_CONTENT)] | None = None


class Content(Part):
    """A declaration as filed."""

    kind: Text | None = None
    declaration_type: Text | None = None
    function_code: Text | None = None
    local_ref: Text | None = None
    ucr: Text | None = None
    procedure: Text | None = None
    office: Text | None = None
    border_office: Text | None = None
    destination_office: Text | None = None
    border_mode: Text | None = None
    inland_mode: Text | None = None
    dispatch_country: Text | None = None
    destination_country: Text | None = None
    trading_country: Text | None = None
    goods_location: Text | None = None
    warehouse: Text | None = None
    arrival_expected: MomentText | None = None
    incoterms: Text | None = None
    incoterms_place: Text | None = None
    transaction_nature: Text | None = None
    currency: Text | None = None
    invoice_total: DecimalText | None = None
    customs_value_total: DecimalText | None = None
    packages_total: Text | None = None
    gross_mass_total_kg: DecimalText | None = None
    items_total: Text | None = None
    declarant: Party | None = None
    representative: Party | None = None
    consignor: Party | None = None
    consignee: Party | None = None
    exporter: Party | None = None
    importer: Party | None = None
    buyer: Party | None = None
    seller: Party | None = None
    carrier: Party | None = None
    payer: Party | None = None
    principal: Party | None = None
    transport: Transport | None = None
    containers: list[Container] | None = None
    guarantees: list[Guarantee] | None = None
    aeo: Text | None = None
    documents: list[Document] | None = None
    additional_information: list[AdditionalInformation] | None = None
    flags: Flags | None = None
    items: list[Item] | None = None
    postal: Postal | None = None
    transit: Transit | None = None
    unmapped: list[Unmapped] | None = None


PARTIES = (
    "declarant",
    "representative",
    "consignor",
    "consignee",
    "exporter",
    "importer",
    "buyer",
    "seller",
    "carrier",
    "payer",
    "principal",
)
"""Every role a party can have in a declaration."""

"""In which order the WCO schema wants the children of an element, so that what is written back validates again."""

from __future__ import annotations

_PARTY = "Name ID RoleCode FunctionCode Address Contact Communication"

ORDER: dict[str, tuple[str, ...]] = {
    name: tuple(children.split())
    for name, children in {
        "MetaData": "WCODataModelVersionCode WCOTypeName ResponsibleCountryCode ResponsibleAgencyName "
        "AgencyAssignedCustomizationCode AgencyAssignedCustomizationVersionCode CommunicationMetaData Declaration",
        "Declaration": "AcceptanceDateTime FunctionCode FunctionalReferenceID ID IssueDateTime IssueLocationID "
        "TypeCode GoodsItemQuantity DeclarationOfficeID InvoiceAmount LoadingListQuantity TotalGrossMassMeasure "
        "TotalPackageQuantity SpecificCircumstancesCodeCode Authentication Submitter AdditionalDocument "
        "AdditionalInformation Agent Amendment AuthorisationHolder BorderTransportMeans Consignment CurrencyExchange "
        "Declarant EntryOffice ExitOffice Exporter GoodsShipment ObligationGuarantee PresentationOffice "
        "SupervisingOffice",
        "AdditionalDocument": "CategoryCode EffectiveDateTime ID Name TypeCode LPCOExemptionCode Submitter WriteOff",
        "AdditionalInformation": "StatementCode StatementDescription StatementTypeCode Pointer",
        "Address": "TypeCode CityName CountryCode CountrySubDivisionCode CountrySubDivisionName Line PostcodeID",
        "ArrivalTransportMeans": "Name ID IdentificationTypeCode TypeCode RegistrationNationalityCode ModeCode "
        "ArrivalDateTime",
        "DepartureTransportMeans": "Name ID IdentificationTypeCode TypeCode RegistrationNationalityCode ModeCode",
        "BorderTransportMeans": "Name ID IdentificationTypeCode TypeCode RegistrationNationalityCode ModeCode",
        "Consignment": "ContainerCode Carrier ConsignmentItem Consignor Freight Itinerary ArrivalTransportMeans "
        "DepartureTransportMeans GoodsLocation LoadingLocation TransportEquipment",
        "GoodsShipment": "ExitDateTime TransactionNatureCode AEOMutualRecognitionParty Buyer Consignee Consignment "
        "Consignor CustomsValuation Destination DomesticDutyTaxParty ExportCountry GovernmentAgencyGoodsItem Importer "
        "Invoice Payer PreviousDocument Seller Surety TradeTerms UCR Warehouse",
        "GovernmentAgencyGoodsItem": "CustomsValueAmount SequenceNumeric StatisticalValueAmount TransactionNatureCode "
        "AdditionalDocument AdditionalInformation AEOMutualRecognitionParty Buyer Commodity Consignee Consignor "
        "CustomsValuation Destination DomesticDutyTaxParty ExportCountry GovernmentProcedure Origin Packaging "
        "PreviousDocument Seller UCR ValuationAdjustment",
        "Commodity": "Description Classification DangerousGoods DutyTaxFee GoodsMeasure InvoiceLine TransportEquipment",
        "GoodsMeasure": "GrossMassMeasure NetNetWeightMeasure TariffQuantity",
        "GoodsLocation": "Name ID TypeCode Address",
        "CustomsValuation": "MethodCode FreightChargeAmount ChargeDeduction",
        "Origin": "CountryCode RegionID TypeCode",
        "Destination": "CountryCode RegionID",
        "ObligationGuarantee": "AmountAmount ID ReferenceID SecurityDetailsCode AccessCode GuaranteeOffice",
        "Packaging": "SequenceNumeric MarksNumbersID QuantityQuantity TypeCode PackingMaterialDescription "
        "LengthMeasure WidthMeasure HeightMeasure VolumeMeasure",
        "PreviousDocument": "CategoryCode ID TypeCode LineNumeric",
        "TradeTerms": "ConditionCode CountryRelationshipCode Description LocationID LocationName",
        "TransportEquipment": "SequenceNumeric ID Seal",
        "UCR": "ID TraderAssignedReferenceID",
        "Warehouse": "ID TypeCode",
        "WriteOff": "QuantityQuantity AmountAmount",
        "AEOMutualRecognitionParty": "ID RoleCode",
        **dict.fromkeys(("Agent", "Buyer", "Carrier", "Consignee", "Consignor", "Declarant"), _PARTY),
        **dict.fromkeys(("Exporter", "Importer", "Payer", "Seller", "Submitter"), _PARTY),
    }.items()
}


def rank(parent: str, name: str) -> int:
    """Return where a child of this name stands in its parent; names the schema lacks stand last."""
    order = ORDER.get(parent, ())
    return order.index(name) if name in order else len(order)

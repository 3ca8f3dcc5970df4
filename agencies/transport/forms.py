"""What transport inspectors write down."""

from clearance.contract import Field, SignOffForm, words


class VehicleApproval(SignOffForm):
    """Whether a vehicle can be sealed."""

    titles = words("Vehicle approval", "Допуск транспортного средства", "Көлік құралын жіберу")
    fields = (
        Field(
            "certificate_number",
            "text",
            words("Approval certificate", "Свидетельство о допущении", "Жіберу туралы куәлік"),
        ),
        Field("valid_until", "date", words("Valid until", "Действительно до", "Жарамдылық мерзімі")),
        Field("defects", "long_text", words("Defects found", "Обнаруженные недостатки", "Табылған кемшіліктер")),
    )

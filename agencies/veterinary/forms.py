"""What veterinary inspectors write down."""

from clearance.contract import Field, SignOffForm, words


class Examination(SignOffForm):
    """A veterinary examination at the border."""

    titles = words("Veterinary examination", "Ветеринарный осмотр", "Ветеринариялық қарап-тексеру")
    fields = (
        Field(
            "certificate_number",
            "text",
            words("Veterinary certificate", "Ветеринарный сертификат", "Ветеринариялық сертификат"),
        ),
        Field("establishment", "text", words("Establishment number", "Номер предприятия", "Кәсіпорын нөмірі")),
        Field(
            "temperature",
            "number",
            words("Temperature of the goods", "Температура груза", "Жүктің температурасы"),
            unit="°C",
        ),
        Field(
            "condition",
            "choice",
            words("Condition of the goods", "Состояние груза", "Жүктің жай-күйі"),
            choices=(
                ("good", words("Good", "Хорошее", "Жақсы")),
                ("doubtful", words("Doubtful, sample taken", "Сомнительное, взята проба", "Күмәнді, сынама алынды")),
                ("spoiled", words("Spoiled", "Испорчен", "Бүлінген")),
            ),
        ),
        Field("sample_number", "text", words("Sample number", "Номер пробы", "Сынама нөмірі")),
    )


class Species(SignOffForm):
    """Which protected species it is."""

    titles = words("Protected species", "Охраняемый вид", "Қорғалатын түр")
    fields = (
        Field("species", "text", words("Species (scientific name)", "Вид (научное название)", "Түрі (ғылыми атауы)")),
        Field("permit_number", "text", words("CITES permit", "Разрешение СИТЕС", "СИТЕС рұқсаты")),
        Field("specimens", "number", words("Specimens counted", "Число экземпляров", "Дана саны")),
    )

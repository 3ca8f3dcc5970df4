"""What plant health inspectors write down."""

from clearance.contract import Field, SignOffForm, words


class Examination(SignOffForm):
    """A phytosanitary examination of a consignment."""

    titles = words("Phytosanitary examination", "Фитосанитарный осмотр", "Фитосанитариялық қарап-тексеру")
    fields = (
        Field(
            "certificate_number",
            "text",
            words("Phytosanitary certificate", "Фитосанитарный сертификат", "Фитосанитариялық сертификат"),
        ),
        Field(
            "pests",
            "choice",
            words("Quarantine pests", "Карантинные организмы", "Карантиндік организмдер"),
            choices=(
                ("none", words("None found", "Не обнаружены", "Табылмады")),
                ("suspected", words("Suspected, sample taken", "Подозрение, взята проба", "Күдік бар, сынама алынды")),
                ("found", words("Found", "Обнаружены", "Табылды")),
            ),
        ),
        Field("organism", "text", words("Organism", "Организм", "Организм")),
        Field("sample_number", "text", words("Sample number", "Номер пробы", "Сынама нөмірі")),
        Field("units_examined", "number", words("Packages examined", "Осмотрено мест", "Қаралған орындар")),
    )


class WoodPackaging(SignOffForm):
    """A look at the marks of wood packaging (ISPM 15)."""

    titles = words("Wood packaging", "Деревянная упаковка", "Ағаш қаптама")
    fields = (
        Field(
            "mark",
            "choice",
            words("ISPM 15 mark", "Знак МСФМ 15", "МСФМ 15 белгісі"),
            choices=(
                ("present", words("Present and readable", "Есть и читается", "Бар және оқылады")),
                ("unreadable", words("Not readable", "Не читается", "Оқылмайды")),
                ("absent", words("Absent", "Отсутствует", "Жоқ")),
            ),
        ),
        Field("treatment", "text", words("Treatment ordered", "Назначенная обработка", "Тағайындалған өңдеу")),
    )

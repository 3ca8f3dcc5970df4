"""What customs officers write down beside the verdict."""

from clearance.contract import Field, SignOffForm, words


class Inspection(SignOffForm):
    """How goods were inspected."""

    titles = words("Customs inspection", "Таможенный досмотр", "Кедендік жете тексеру")
    fields = (
        Field(
            "method",
            "choice",
            words("How the goods were inspected", "Как осмотрены товары", "Тауарлар қалай тексерілді"),
            choices=(
                ("scanner", words("X-ray scanner", "Инспекционно-досмотровый комплекс", "Тексеріп-қарау кешені")),
                ("examination", words("Examination without opening", "Осмотр без вскрытия", "Ашпай қарап-тексеру")),
                ("partial", words("Inspection of a part", "Досмотр части", "Бір бөлігін жете тексеру")),
                ("full", words("Full inspection", "Полный досмотр", "Толық жете тексеру")),
            ),
        ),
        Field("packages_opened", "number", words("Packages opened", "Вскрыто мест", "Ашылған орындар")),
        Field("weight_found", "number", words("Weight found", "Фактический вес", "Нақты салмағы"), unit="kg"),
        Field("description_found", "long_text", words("What was found", "Что обнаружено", "Не табылды")),
    )


class Sealing(SignOffForm):
    """Which seals were put on."""

    titles = words("Seals", "Пломбы", "Пломбалар")
    fields = (
        Field(
            "seal_kind",
            "choice",
            words("Kind of seal", "Вид пломбы", "Пломба түрі"),
            choices=(
                ("mechanical", words("Mechanical seal", "Механическая пломба", "Механикалық пломба")),
                ("navigation", words("Navigation seal", "Навигационная пломба", "Навигациялық пломба")),
                (
                    "none",
                    words(
                        "No seal, other identification",
                        "Без пломбы, иная идентификация",
                        "Пломбасыз, өзге сәйкестендіру",
                    ),
                ),
            ),
        ),
        Field("seal_numbers", "text", words("Numbers of the seals", "Номера пломб", "Пломба нөмірлері")),
    )

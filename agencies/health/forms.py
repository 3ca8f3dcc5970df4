"""What sanitary inspectors write down."""

from clearance.contract import Field, SignOffForm, words


class FoodControl(SignOffForm):
    """Sanitary control of a food cargo."""

    titles = words("Sanitary control", "Санитарный контроль", "Санитариялық бақылау")
    fields = (
        Field("vehicle_clean", "flag", words("The vehicle is clean", "Транспорт чистый", "Көлік таза")),
        Field(
            "temperature",
            "number",
            words("Temperature of the goods", "Температура груза", "Жүктің температурасы"),
            unit="°C",
        ),
        Field("sample_number", "text", words("Sample number", "Номер пробы", "Сынама нөмірі")),
    )


class Alarm(SignOffForm):
    """A suspected infection, poisoning or radiation."""

    titles = words("Alarm", "Тревога", "Дабыл")
    fields = (
        Field("dose_rate", "number", words("Dose rate", "Мощность дозы", "Доза қуаты"), unit="µSv/h"),
        Field("isolated", "flag", words("The vehicle is isolated", "Транспорт изолирован", "Көлік оқшауланды")),
        Field("measures", "long_text", words("Measures taken", "Принятые меры", "Қабылданған шаралар")),
    )

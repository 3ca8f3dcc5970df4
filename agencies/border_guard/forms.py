"""What the border service writes down about permits of Internal Affairs."""

from clearance.contract import Field, SignOffForm, words


class Permit(SignOffForm):
    """The permit that was checked and what was counted against it."""

    titles = words("Permit", "Разрешение", "Рұқсат")
    fields = (
        Field("number", "text", words("Number of the permit", "Номер разрешения", "Рұқсат нөмірі")),
        Field("confirmed_by", "text", words("Confirmed by", "Кем подтверждено", "Кім растады")),
        Field("counted", "number", words("Quantity counted", "Пересчитанное количество", "Саналған мөлшер")),
    )

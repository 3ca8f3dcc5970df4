"""What is written down when a conformity paper or a licence is checked."""

from clearance.contract import Field, SignOffForm, words


class Conformity(SignOffForm):
    """The conformity paper that was checked."""

    titles = words("Conformity paper", "Документ о соответствии", "Сәйкестік құжаты")
    fields = (
        Field("number", "text", words("Number in the registry", "Номер в реестре", "Тізілімдегі нөмірі")),
        Field("valid_until", "date", words("Valid until", "Действительно до", "Жарамдылық мерзімі")),
        Field(
            "scope_fits",
            "flag",
            words("The paper covers these goods", "Документ охватывает эти товары", "Құжат осы тауарларды қамтиды"),
        ),
    )


class Licence(SignOffForm):
    """The licence or permit that was checked."""

    titles = words("Licence or permit", "Лицензия или разрешение", "Лицензия немесе рұқсат")
    fields = (
        Field("number", "text", words("Number", "Номер", "Нөмірі")),
        Field("issued_by", "text", words("Issued by", "Кем выдано", "Кім берген")),
        Field(
            "quantity_left",
            "number",
            words("Quantity left under it", "Остаток по документу", "Құжат бойынша қалған мөлшер"),
        ),
    )

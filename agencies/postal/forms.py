"""What is written down when a postal item is opened."""

from clearance.contract import Field, SignOffForm, words


class Opening(SignOffForm):
    """An opening in the presence of a worker of the operator (Art. 328)."""

    titles = words("Opening of the item", "Вскрытие отправления", "Жөнелтілімді ашу")
    fields = (
        Field(
            "witness",
            "text",
            words("Worker of the operator present", "Присутствовал работник оператора", "Қатысқан оператор қызметкері"),
        ),
        Field("contents_found", "long_text", words("Contents found", "Обнаруженное вложение", "Табылған салым")),
        Field(
            "packed_again",
            "flag",
            words("The item was packed again", "Отправление упаковано снова", "Жөнелтілім қайта оралды"),
        ),
    )

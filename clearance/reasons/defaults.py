"""Reasons that every agency has from the first day on; an agency rewords them or takes them out in its own list."""

from collections.abc import Mapping

from clearance.contract import Reason, words

QUESTION = (
    Reason(
        "send_paper",
        words("Send a paper that is missing", "Пришлите недостающий документ", "Жетіспейтін құжатты жіберіңіз"),
    ),
    Reason(
        "explain_goods",
        words("Describe the goods more exactly", "Опишите товар точнее", "Тауарды нақтырақ сипаттаңыз"),
    ),
    Reason(
        "explain_difference",
        words(
            "Explain a difference between the papers",
            "Объясните расхождение между документами",
            "Құжаттар арасындағы айырмашылықты түсіндіріңіз",
        ),
    ),
)
HOLD = (
    Reason(
        "papers_checked",
        words(
            "A paper is being checked with who issued it",
            "Документ проверяется у выдавшего его органа",
            "Құжат оны берген органда тексерілуде",
        ),
    ),
    Reason(
        "sample_taken",
        words(
            "A sample was taken; the result is awaited",
            "Взята проба, ожидается результат",
            "Сынама алынды, нәтижесі күтілуде",
        ),
    ),
    Reason(
        "alert",
        words(
            "An alert concerns these goods",
            "В отношении этих товаров есть предупреждение",
            "Осы тауарларға қатысты ескерту бар",
        ),
    ),
)
INSPECTION = (
    Reason(
        "doubt_about_papers",
        words("The papers leave a doubt", "Документы вызывают сомнение", "Құжаттар күмән тудырады"),
    ),
    Reason(
        "signs_on_goods",
        words(
            "Signs of pests, disease or damage",
            "Признаки вредителей, болезни или порчи",
            "Зиянкестердің, аурудың немесе бүлінудің белгілері",
        ),
    ),
    Reason(
        "seal_differs",
        words("A seal is missing or differs", "Пломба отсутствует или другая", "Пломба жоқ немесе басқа"),
    ),
)
BY_USE: Mapping[str, tuple[Reason, ...]] = {"question": QUESTION, "hold": HOLD, "inspection": INSPECTION}

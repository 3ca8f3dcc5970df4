"""How the events of a movement are told. Pure."""

from collections.abc import Mapping

from clearance.contract import Told, words

EVENTS: Mapping[str, Told] = {
    "train.listed": Told(
        words(
            "Filed in a train list", "Подана в составе натурного листа поезда", "Поездың натуралық парағымен берілді"
        ),
        "info",
    ),
    "movement.transferred": Told(
        words(
            "The goods went into other wagons",
            "Товары перегружены в другие вагоны",
            "Тауарлар басқа вагондарға тиелді",
        ),
        "info",
    ),
    "movement.begun": Told(
        words("The goods are released for transit", "Товары выпущены в транзит", "Тауарлар транзитке шығарылды"), "good"
    ),
    "movement.seal": Told(
        words("Nothing keeps the goods from setting off", "Товары готовы к отправке", "Тауарлар жолға шығуға дайын"),
        "good",
    ),
    "movement.seal_affixed": Told(words("A seal was put on", "Наложена пломба", "Пломба салынды"), "plain"),
    "movement.seal_doubled": Told(
        words(
            "A seal of these goods is on other goods too",
            "Пломба этих товаров числится и на других товарах",
            "Осы тауарлардың пломбасы басқа тауарларда да тіркелген",
        ),
        "bad",
    ),
    "movement.seal_removed": Told(words("A seal was taken off", "Пломба снята", "Пломба алынды"), "plain"),
    "movement.seal_lost": Told(words("A seal was lost", "Пломба утрачена", "Пломба жоғалды"), "bad"),
    "movement.seal_broken": Told(words("A seal was broken", "Пломба нарушена", "Пломба бұзылды"), "bad"),
    "movement.depart": Told(words("The goods have set off", "Товары отправлены", "Тауарлар жолға шықты"), "info"),
    "movement.arrive": Told(
        words(
            "The goods are at the office of destination",
            "Товары прибыли в орган назначения",
            "Тауарлар межелі органға жетті",
        ),
        "good",
    ),
    "movement.present": Told(words("The papers were presented", "Документы предъявлены", "Құжаттар ұсынылды"), "good"),
    "movement.complete": Told(words("The transit is completed", "Транзит завершён", "Транзит аяқталды"), "good"),
    "movement.overdue": Told(
        words("The time limit of the transit has passed", "Срок транзита истёк", "Транзит мерзімі өтті"), "bad"
    ),
    "movement.reminded": Told(
        words(
            "The carrier and both offices were reminded",
            "Перевозчику и обоим органам напомнили",
            "Тасымалдаушыға және екі органға ескертілді",
        ),
        "warn",
    ),
    "movement.enquire": Told(words("An enquiry is under way", "Ведётся розыск", "Іздестіру жүріп жатыр"), "bad"),
    "movement.demanded": Told(
        words("The guarantor was asked to pay", "К гаранту предъявлено требование", "Кепілгерден төлеу талап етілді"),
        "bad",
    ),
    "movement.debt_due": Told(
        words("A decision on the debt is due", "Требуется решение о долге", "Борыш туралы шешім керек"), "bad"
    ),
    "movement.prove": Told(words("Delivery was proved", "Доставка подтверждена", "Жеткізу дәлелденді"), "good"),
    "movement.claim": Told(words("The debt is called in", "Долг предъявлен к уплате", "Борыш төлеуге ұсынылды"), "bad"),
    "movement.write_off": Told(words("The debt is settled", "Долг погашен", "Борыш өтелді"), "plain"),
}

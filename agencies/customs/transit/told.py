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
    "movement.seal_reporting": Told(
        words("A seal reports", "Пломба передаёт сигналы", "Пломба сигнал беріп тұр"), "plain"
    ),
    "movement.seal_removed": Told(words("A seal was taken off", "Пломба снята", "Пломба алынды"), "plain"),
    "movement.seal_lost": Told(words("A seal was lost", "Пломба утрачена", "Пломба жоғалды"), "bad"),
    "movement.seal_broken": Told(words("A seal was broken", "Пломба нарушена", "Пломба бұзылды"), "bad"),
    "movement.stop": Told(
        words(
            "An incident on the way was reported", "Сообщено о происшествии в пути", "Жолдағы оқиға туралы хабарланды"
        ),
        "bad",
        topic="transit",
        offices=True,
    ),
    "movement.resume": Told(
        words("An incident on the way is resolved", "Происшествие в пути закрыто", "Жолдағы оқиға жабылды"),
        "good",
        topic="transit",
    ),
    "movement.leave_asked": Told(
        words(
            "Customs was asked to allow a change on the way",
            "У таможни запрошено разрешение на изменение в пути",
            "Кеденнен жолдағы өзгеріске рұқсат сұралды",
        ),
        "info",
        offices=True,
    ),
    "movement.leave_granted": Told(
        words("The change on the way is allowed", "Изменение в пути разрешено", "Жолдағы өзгеріске рұқсат берілді"),
        "good",
        topic="transit",
    ),
    "movement.leave_refused": Told(
        words(
            "The change on the way is not allowed", "В изменении в пути отказано", "Жолдағы өзгеріске рұқсат берілмеді"
        ),
        "bad",
        topic="transit",
    ),
    "movement.leave_late": Told(
        words(
            "The decision on a change on the way is late",
            "Решение об изменении в пути просрочено",
            "Жолдағы өзгеріс туралы шешім кешікті",
        ),
        "warn",
        offices=True,
    ),
    "movement.place_changed": Told(
        words("The place of delivery changed", "Место доставки изменено", "Жеткізу орны өзгерді"), "info"
    ),
    "movement.transhipped": Told(
        words("The goods go on in another vehicle", "Товары перегружены", "Тауарлар басқа көлікке тиелді"),
        "info",
        offices=True,
    ),
    "movement.redirect": Told(
        words(
            "The transit ended in another one, to another destination",
            "Транзит завершён новым транзитом в другое место",
            "Транзит басқа жерге жаңа транзитпен аяқталды",
        ),
        "info",
        topic="transit",
        offices=True,
    ),
    "movement.escort_ordered": Told(
        words("An escort was ordered", "Назначено сопровождение", "Алып жүру тағайындалды"), "warn", offices=True
    ),
    "movement.escort_arranged": Told(
        words("The escort is arranged", "Сопровождение организовано", "Алып жүру ұйымдастырылды"), "info"
    ),
    "movement.escort_late": Told(
        words(
            "The escort is not arranged in time",
            "Сопровождение не организовано в срок",
            "Алып жүру уақытында ұйымдастырылмады",
        ),
        "bad",
        offices=True,
    ),
    "movement.escort_ended": Told(
        words("The escort has ended", "Сопровождение завершено", "Алып жүру аяқталды"), "plain"
    ),
    "movement.enquiry_answered": Told(
        words("An office answered the enquiry", "Орган ответил на запрос", "Орган сұрауға жауап берді"), "info"
    ),
    "guarantee.nearly_used": Told(
        words(
            "Most of a guarantee is in use",
            "Бо́льшая часть обеспечения занята",
            "Қамтамасыз етудің көп бөлігі қолданыста",
        ),
        "warn",
        topic="transit",
    ),
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
        words("The time limit of the transit has passed", "Срок транзита истёк", "Транзит мерзімі өтті"),
        "bad",
        topic="transit",
        offices=True,
    ),
    "movement.reminded": Told(
        words(
            "The carrier and both offices were reminded",
            "Перевозчику и обоим органам напомнили",
            "Тасымалдаушыға және екі органға ескертілді",
        ),
        "warn",
        topic="transit",
        offices=True,
    ),
    "movement.enquire": Told(
        words("An enquiry is under way", "Ведётся розыск", "Іздестіру жүріп жатыр"),
        "bad",
        topic="transit",
        offices=True,
    ),
    "movement.demanded": Told(
        words("The guarantor was asked to pay", "К гаранту предъявлено требование", "Кепілгерден төлеу талап етілді"),
        "bad",
        topic="transit",
        offices=True,
    ),
    "movement.debt_due": Told(
        words("A decision on the debt is due", "Требуется решение о долге", "Борыш туралы шешім керек"),
        "bad",
        topic="transit",
        offices=True,
    ),
    "movement.prove": Told(words("Delivery was proved", "Доставка подтверждена", "Жеткізу дәлелденді"), "good"),
    "movement.claim": Told(
        words("The debt is called in", "Долг предъявлен к уплате", "Борыш төлеуге ұсынылды"), "bad", topic="transit"
    ),
    "movement.write_off": Told(words("The debt is settled", "Долг погашен", "Борыш өтелді"), "plain"),
}

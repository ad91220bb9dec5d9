# ruff: noqa: RUF001  the words are Ukrainian
"""Every page, filled with long words, as the standing checks look at it."""

from __future__ import annotations

from collections.abc import Callable

from screening.app import ports
from screening.app.pages.assessment import AssessmentPage
from screening.app.pages.check import CheckPage
from screening.app.pages.consent import ConsentPage
from screening.app.pages.first_run import FirstRunPage
from screening.app.pages.home import HomePage
from screening.app.pages.inbox import InboxPage
from screening.app.pages.interview import InterviewPage
from screening.app.pages.keys import KeysPage
from screening.app.pages.outbox import OutboxPage
from screening.app.pages.page import Page
from screening.app.pages.review import ReviewPage
from screening.app.pages.start import StartPage
from screening.app.pages.unlock import UnlockPage
from screening.app.widgets.rail import Section

OFFERS = (
    ports.Offer("mine", "У мене, можу взяти будь-коли", "La mine, le pot lua oricând"),
    ports.Offer("asks", "В іншої людини, але віддасть, якщо попрошу", "La altcineva, dar mi le dă dacă le cer"),
    ports.Offer("kept", "В іншої людини, забрати не можу", "La altcineva și nu le pot lua înapoi"),
    ports.Offer("none", "Документів немає або їх загублено", "Nu am acte sau s-au pierdut"),
)
ONE = ports.Asked(
    ref="/data/papers",
    kind="one",
    where="Розділ 4 із 8 · Гроші й документи · запитання 2 з 4",
    question="У кого зараз ваш паспорт та інші документи?",
    hers="La cine sunt acum pașaportul și celelalte acte ale dumneavoastră?",
    hers_mark="RO",
    why="Хто тримає документи, той вирішує, чи людина поїде.",
    offers=OFFERS,
)
SECTIONS = (
    Section("Безпека і приватність", "done", 1),
    Section("Як виникла поїздка", "done", 2, "1 пропущено"),
    Section("Гроші й документи", "current", 3, "запитання 2 з 4"),
    Section("Свобода рухів", "todo", 4),
    Section("Потреби й побажання", "todo", 5),
)
PANEL = ports.Panel(
    (
        ports.Seen("Обманули щодо роботи", "strong", "відповіді 3.1, 3.2"),
        ports.Seen("Скористалися турботою про рідних", "medium", "відповідь 4.1"),
    ),
    ("Хто тримає документи.", "Чи можна піти вільно."),
    settled=True,
    spared=9,
)


def asked(kind: ports.Kind, **changes: object) -> ports.Asked:
    from dataclasses import replace

    return replace(ONE, kind=kind, ref=f"/data/{kind}", **changes)  # type: ignore[arg-type]


def interview() -> InterviewPage:
    page = InterviewPage()
    page.show_sections(SECTIONS)
    page.show_panel(PANEL)
    page.show_question(ONE)
    return page


def home() -> HomePage:
    page = HomePage()
    need = ports.Row(
        "a", "Термінове направлення ще не передано", "7F2-M8 · 5 год", "", "urgent", "urgent", "Передати зараз"
    )
    back = ports.Row("b", "Повернено із запитанням", "7EX-C4 · уточнити мову перекладу", "", "undo", "", "Відкрити")
    resume = ports.Row("c", "7F3-K2", "Гроші й документи · запитання 2 з 4", "збережено 21:40")
    phones = (("112", "Екстрена допомога"), ("527", "Гаряча лінія з протидії торгівлі людьми"))
    page.show_home(
        ports.Home("Вечір, 14 березня", "Пункт 14", (need, back), (resume,), 3, 1, 2, phones, "Анкета 2026.3")
    )
    return page


def start() -> StartPage:
    page = StartPage()
    instrument = ports.Instrument("x", "Друга лінія", "2026.3", ("Ukrainian (uk)", "English (en)", "Romanian (ro)"))
    page.show_start(ports.Start((instrument,), (("112", "Екстрена допомога"),)), language="Romanian (ro)")
    return page


def check() -> CheckPage:
    page = CheckPage()
    page.show_answers(
        (
            ports.Checked("/a", "1.1", "Чи загрожує комусь небезпека просто зараз?", "Ні", section="Безпека"),
            ports.Checked("/b", "1.2", "Чи людина зараз у стані говорити?", "", missing="declined", section="Безпека"),
            ports.Checked("/c", "2.1", "Скільки років людині?", "", trouble="Виберіть вік.", section="Хто"),
        ),
        SECTIONS,
        closed=False,
    )
    return page


def assessment() -> AssessmentPage:
    page = AssessmentPage()
    ground = ports.Ground(
        "«Обіцяли догляд за літніми, привезли в цех»",
        "3.1 · зі слів людини",
        "Обманули щодо роботи",
        "strong",
        "сильна",
    )
    met = ports.Dimension(
        "Обман", "positive", "умову виконано", (ground, ground), "2 сильні ознаки.", "МОП, 2009 · ще не звірено"
    )
    page.show_verdict(
        ports.Verdict(
            outcome="presumed",
            outcome_words="Вагомі підстави направити",
            title="Є вагомі підстави запропонувати направлення",
            text="Це припущення, а не рішення. Статус встановлює уповноважений орган за заявою самої людини.",
            urgent=True,
            settled=True,
            spared=9,
            dimensions=(met, met, ports.Dimension("Вразливість", "indeterminate", "невідомо")),
            together="Дія відбулася, мету видно з експлуатації, засіб — обман.",
            outcomes=(),
        )
    )
    return page


def consent() -> ConsentPage:
    page = ConsentPage()
    kinds = ("Ім’я, як назвалася людина", "Вік", "Громадянство", "Безпечний контакт")
    parties = (
        ports.Party("a", "Місцева державна адміністрація", "статус і допомога", "РДА", "yes", True, "", (True,) * 4),
        ports.Party("b", "Поліція", "безпека й розслідування", "Поліція", "no", False, "", (False,) * 4),
        ports.Party("c", "Державна міграційна служба", "перебування", "ДМС", "later", False, "", (False,) * 4),
    )
    page.show_referral(
        ports.Referral(
            parties,
            kinds,
            ("Не телефонувати додому.",),
            "«Ні» означає ні\nПідстав немає.",
            1,
            explained="Vă voi explica câteva lucruri. Puteți spune nu. Ajutorul nu depinde de asta.",
            explained_mark="Мовою людини: RO · не перевірено",
            teach_back=(
                ("", "Переказано своїми словами"),
                ("understood", "Зрозуміло"),
                ("partly", "Почасти"),
                ("not", "Ні"),
            ),
            understood="understood",
        )
    )
    return page


def outbox() -> OutboxPage:
    page = OutboxPage()
    events = (ports.Event("Підписано", when="12.03, 18:02"), ports.Event("Записано або надіслано", open=True))
    parcels = tuple(
        ports.Parcel(
            str(n),
            "ready",
            "Чекає",
            "out",
            1,
            "Місцева державна адміністрація",
            "7F3-A1",
            "2 год тому",
            0,
            "214 КБ",
            events=events,
        )
        for n in range(3)
    )
    page.show_outbox(ports.Outbox(parcels))
    return page


def inbox() -> InboxPage:
    page = InboxPage()
    rungs = (
        ports.Rung(1, "Розмір файлу прийнятний", "ok"),
        ports.Rung(2, "Підпис відповідає вмісту", "failed", "Змінено"),
        ports.Rung(3, "Підписувачеві можна довіряти", "open"),
    )
    page.show_inbox(
        ports.Inbox(
            (
                ports.Arrival("a", "good", "Справний", "Пункт 14 · 7F3-K2", "Нова справа", "2 хв тому", can_open=True),
                ports.Arrival(
                    "b",
                    "altered",
                    "Змінено після підпису",
                    "Нічого не відкрито",
                    "Вміст не збігається",
                    "09:13",
                    rungs,
                    "Зателефонуйте до пункту.",
                    "packet.x",
                ),
            ),
            "2 пакети · 1 відкладено",
            1,
        )
    )
    return page


def review() -> ReviewPage:
    page = ReviewPage()
    page.show_review(
        ports.Review(
            key="a",
            outcome="elevated",
            outcome_words="Суттєві ознаки",
            about="7F3-K2 · Пункт 14 · 14.03, 09:12",
            urgent=True,
            same=False,
            compared=(
                ports.Compared("Висновок", "вагомі підстави", "суттєві ознаки", same=False),
                ports.Compared("Обман", "так", "так", same=True),
            ),
            answers=(
                ports.Said("", "Що обіцяли", "«Обіцяли догляд за літніми»", indicator="DR01"),
                ports.Said("", "Погрози", "Відмовилася відповідати", "refuse"),
            ),
            tally="1 відповідь · 1 відмова",
            events=(
                ports.Event("Підписано: Пункт 14", when="12.03, 18:02"),
                ports.Event("Ваше рішення", when="зараз", open=True),
            ),
            has_person=True,
            restrictions=("Не телефонувати додому.",),
        )
    )
    return page


def keys() -> KeysPage:
    page = KeysPage()
    words = "abbey acorn agent album alley amber angle apple"
    page.show_keys(
        ports.Keys(
            station="Пункт 14",
            role="офіцер",
            own_words=words,
            certificate="чинний до 24.02.2027",
            certificate_ok=True,
            bundle="№ 3 · закінчився 01.11.2026",
            authority="Обласний координаційний центр",
            authority_words=words,
            recipients=(("Місцева державна адміністрація", "Стіл 1, Стіл 2"), ("Поліція", "Стіл 3")),
        )
    )
    page.show_message("Встановлено", "Звірте слова центру голосом.", good=True)
    return page


PAGES: dict[str, Callable[[], Page]] = {
    "unlock": lambda: UnlockPage("uk"),
    "first run": lambda: FirstRunPage("uk"),
    "home": home,
    "start": start,
    "interview": interview,
    "check": check,
    "assessment": assessment,
    "consent": consent,
    "outbox": outbox,
    "inbox": inbox,
    "review": review,
    "keys": keys,
}

"""What the template tags draw."""

from datetime import UTC, datetime, timedelta

from django.core.paginator import Paginator
from django.template import engines
from django.template.loader import render_to_string

from clearance.templatetags import look

MOMENT = datetime(2027, 3, 27, 9, 40, tzinfo=UTC)


def drawn(source: str, **facts: object) -> str:
    return engines["django"].from_string("{% load look %}" + source).render(facts)


def test_an_icon_is_silent_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in look.icon("truck")
    assert 'role="img" aria-label="&lt;Road&gt;"' in look.icon("truck", "<Road>")


def test_a_moment_is_written_for_people_and_for_machines() -> None:
    assert (
        drawn("{% when at 'short' %}", at=MOMENT)
        == '<time datetime="2027-03-27T09:40:00+00:00">27.03.2027 14:40</time>'
    )
    assert drawn("{% when at %}", at=None) == ""


def test_a_clock_has_words_a_shape_and_a_bar_without_inline_style() -> None:
    over = drawn(
        "{% clock due 'running' since now %}",
        due=MOMENT,
        since=MOMENT - timedelta(hours=4),
        now=MOMENT + timedelta(minutes=22),
    )
    assert "22 min over" in over
    assert '<rect width="100" height="4"/>' in over
    assert "sw-clock-over" in over
    assert "sw-icon" in over
    assert "style=" not in over


def test_a_clock_without_a_start_draws_no_bar() -> None:
    assert "sw-bar" not in drawn("{% clock due 'running' None now %}", due=MOMENT, now=MOMENT)


def test_a_lane_is_a_shape_and_words() -> None:
    assert drawn("{% lane_chip 'red' %}") == '<span class="sw-lane sw-lane-red">Red: inspection</span>'


def test_a_notice_of_an_unknown_level_is_information() -> None:
    assert look.notice_icon("debug") == look.notice_icon("info")
    assert look.notice_icon("extra error") == look.icon("exclamation-octagon-fill")


def test_no_faults_no_summary() -> None:
    assert drawn("{% fielderrors form %}", form=None).strip() == ""


def test_pages_of_a_long_list_keep_the_filter() -> None:
    page = Paginator(range(200), 10).get_page(10)
    text = render_to_string("components/pagination.html", {"page": page, "keep": "q=apples&"})
    assert 'href="?q=apples&amp;page=9" rel="prev"' in text
    assert '<span aria-current="page"><span class="visually-hidden">Page </span>10</span>' in text
    assert render_to_string("components/pagination.html", {"page": Paginator([], 10).get_page(1)}).strip() == ""


def test_the_trail_is_a_list_of_links() -> None:
    text = render_to_string("components/breadcrumbs.html", {"trail": [("Declarations", "/declarations/")]})
    assert '<li><a href="/declarations/">Declarations</a></li>' in text

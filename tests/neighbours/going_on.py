"""In a window next door: the goods of a notice are declared as a transit and presented. Run with the number of the notice."""

import sys

import django


def main(number: str) -> None:
    """As the trader and the officer of that window do it."""
    from clearance import advance
    from clearance.services import filing
    from portal.neighbours import beginning
    from tests.acting import FILING, present
    from tests.cast import Cast
    from tests.scenarios.goods import PHONES, transit

    cast = Cast()
    with cast.acting("trader", scopes=FILING) as trader:
        draft = beginning.begin(trader, number=number, kind="transit")
        content = transit(PHONES, mode="30", office="KZ-NURJOLY")()
        filing.file(trader, company_id=draft.company_id, content=content, reference=draft.reference)
    advance.advance(draft.pk)
    present(cast, draft)


if __name__ == "__main__":
    django.setup()
    main(sys.argv[1])

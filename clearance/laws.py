"""Legal bases of rules and sources of rates that ship, in the reader's language; what an administrator writes stays as written."""

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

JOINED = "; "
LEGAL_BASES = frozenset(
    {
        _("ADR / SMGS Annex 2"),
        _("Agreement of 19 Apr 2022; Collegium Decision 84 of 23 Sep 2025"),
        _("Bilateral agreements on road transport; transport control in Keden"),
        _("CITES; EEC Collegium Decision 30 sect. 2.7"),
        _("CU Commission Decision 299 of 28 May 2010 Section I"),
        _("CU Commission Decision 299 of 28 May 2010 Section II"),
        _("CU Commission Decision 317 of 18 Jun 2010"),
        _(
            "CU Commission Decision 317 of 18 Jun 2010; CU Commission Decision 318 of 18 Jun 2010; Council Decision 157 of 30 Nov 2016"  # noqa: E501  cited in one piece
        ),
        _(
            "CU Commission Decision 318 of 18 Jun 2010; Council Decision 157 of 30 Nov 2016; MoA order 15-08/590 of 29 Jun 2015"
        ),
        _(
            "CU Commission Decision 318 of 18 Jun 2010; Council Decision 157 of 30 Nov 2016; MoA order 15-08/590 of 29 Jun 2015; ISPM 15"  # noqa: E501  cited in one piece
        ),
        _("Council Decision 107 of 20 Dec 2017"),
        _("EAEU Customs Code Art. 11"),
        _("EAEU Customs Code Art. 111"),
        _("EAEU Customs Code Art. 118-119"),
        _("EAEU Customs Code Art. 119"),
        _("EAEU Customs Code Art. 119(3), 325"),
        _("EAEU Customs Code Art. 119(4)-(6), 327-328"),
        _("EAEU Customs Code Art. 119; 142-147"),
        _("EAEU Customs Code Art. 124"),
        _("EAEU Customs Code Art. 143, 341"),
        _("EAEU Customs Code Art. 143; TIR Convention Annexes 2-3"),
        _("EAEU Customs Code Art. 146-147"),
        _("EAEU Customs Code Art. 151(6)"),
        _("EAEU Customs Code Art. 151(7)-(8)"),
        _("EAEU Customs Code Art. 285"),
        _("EAEU Customs Code Art. 285-286"),
        _("EAEU Customs Code Art. 286"),
        _("EAEU Customs Code Art. 286(12)"),
        _("EAEU Customs Code Art. 343"),
        _("EAEU Customs Code Art. 390 (ch. 53)"),
        _("EAEU Customs Code Art. 432-437"),
        _("EAEU Customs Code Art. 88-89"),
        _("EAEU Customs Code ch. 12"),
        _("EAEU Customs Code ch. 29"),
        _("EAEU Customs Code ch. 4; origin rules for CIS and for developing countries"),
        _("EAEU Customs Code ch. 50; a risk profile of the portal"),
        _("EAEU Treaty Art. 25"),
        _("EAEU marking agreement 2018"),
        _("EAEU rules on cash movement"),
        _("EEC Collegium Decision 30 of 21 Apr 2015 sect. 2.21"),
        _("EEC Collegium Decision 30 sect. 2.1"),
        _("EEC Collegium Decision 30 sect. 2.12"),
        _("EEC Collegium Decision 30 sect. 2.14"),
        _("EEC Collegium Decision 30 sect. 2.16, 2.19"),
        _("EEC Collegium Decision 30 sect. 2.2"),
        _("EEC Collegium Decision 30 sect. 2.20"),
        _("EEC Collegium Decision 30 sect. 2.22"),
        _("EEC Collegium Decision 30 sect. 2.3; Basel Convention"),
        _("EEC Collegium Decision 30 sect. 2.8"),
        _("EEC Collegium Decision 30 sect. 2.9-2.10"),
        _("RK Health Code; EAEU agreement on medical devices"),
        _("RK Tax Code, chapter on excise"),
        _("RK law on control of specific goods, 28 Dec 2022 No. 172-VII"),
        _("RK law on control of specific goods, 28 Dec 2022 No. 172-VII; a risk profile of the portal"),
        _("RK law on precious metals and precious stones"),
        _("RK law on road transport"),
        _("RK law on the State Border, 16 Jan 2013 No. 70; KNB order 42/qe of 23 Feb 2024"),
        _("RK rules on humanitarian goods"),
        _("Rules of sanitary and quarantine control at the border"),
        _("SMGS; technological process of the station"),
        _("TR CU/EAEU 004/2011, 020/2011, 037/2016"),
        _("TR CU/EAEU 005/2011"),
        _("TR CU/EAEU 008/2011, 007/2011"),
        _("TR CU/EAEU 009/2011"),
        _("TR CU/EAEU 010/2011"),
        _("TR CU/EAEU 013/2011, 030/2012"),
        _("TR CU/EAEU 017/2011 (children: 007/2011)"),
        _("TR CU/EAEU 018/2011"),
        _("TR CU/EAEU 021/2011, 033/2013, 034/2013, 040/2016, 015/2011"),
        _("UPU Convention regulations on electronic advance data"),
        _("UPU Convention; EAEU Customs Code Art. 285"),
        _("UPU dispatch rules"),
    }
)

RATE_SOURCES = frozenset(
    {
        _("Government Decree 171 of 5 Apr 2018: 6 monthly calculation indices of 4325"),
        _("Tax Code (2017)"),
        _("Tax Code No. 214-VIII of 18 Jul 2025"),
        _("Tax Code No. 214-VIII: cars with large engines bear excise (unsure); the rate is to be entered"),
        _("Tax Code No. 214-VIII: goods that bear excise (unsure); the rate is to be entered"),
        _("by definition"),
        _("default (unsure): the customs fee is in the base of value added tax; 0 takes it out"),
        _("default for the demo"),
        _("default for the demo; the cashier's rates of the day come from the National Bank"),
        _("starter set of the portal"),
    }
)


def law_text(text: str) -> str:
    """A legal basis or a rate's source in the reader's language, where it is one that ships, or several of them joined."""
    if text in LEGAL_BASES or text in RATE_SOURCES:
        return gettext(text)
    parts = text.split(JOINED)
    for length in range(len(parts) - 1, 0, -1):  # two rules of one sign-off cite their laws one after the other
        if (beginning := JOINED.join(parts[:length])) in LEGAL_BASES:
            return gettext(beginning) + JOINED + law_text(JOINED.join(parts[length:]))
    return text

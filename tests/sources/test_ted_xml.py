"""TED notices: what comes out of each kind of form, and that real notices come out whole."""

import json
import zipfile

import pytest

from custodiet.errors import MalformedError
from custodiet.sources import ted_xml
from custodiet.sources._xml import originals, parse

NAMESPACE = "http://publications.europa.eu/resource/schema/ted/R2.0.9/publication"


def notice(form, number="2020/S 100-000200", kind="F03", tag=None, coded=""):
    """A TED notice around the content of one form."""
    tag = tag or f"{kind}_2014"
    doc_id = f"{number[-6:]}-{number[:4]}"
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<TED_EXPORT xmlns="{NAMESPACE}" DOC_ID="{doc_id}"><CODED_DATA_SECTION>
<REF_OJS><DATE_PUB>20200526</DATE_PUB></REF_OJS>
<NOTICE_DATA><NO_DOC_OJS>{number}</NO_DOC_OJS><URI_LIST><URI_DOC LG="EN">https://ted.europa.eu/200</URI_DOC>
<URI_DOC LG="PL">https://ted.europa.eu/pl</URI_DOC></URI_LIST></NOTICE_DATA>
<CODIF_DATA>{coded}</CODIF_DATA></CODED_DATA_SECTION>
<FORM_SECTION>{form if form.startswith("<F02") else f'<{tag} CATEGORY="ORIGINAL" FORM="{kind}" LG="PL">{form}</{tag}>'}
</FORM_SECTION></TED_EXPORT>""".encode()


def address(tag, name, national="", country="PL"):
    number = f"<NATIONALID>{national}</NATIONALID>" if national else ""
    return f"""<{tag}><OFFICIALNAME>{name}</OFFICIALNAME>{number}<ADDRESS>Long Street 1</ADDRESS><TOWN>Radom</TOWN>
<POSTAL_CODE>00-001</POSTAL_CODE><COUNTRY VALUE="{country}"/><CONTACT_POINT>Contact Of Theirs</CONTACT_POINT>
<PHONE>+48 600</PHONE><E_MAIL>them@example.org</E_MAIL></{tag}>"""


BUYER = f"<CONTRACTING_BODY>{address('ADDRESS_CONTRACTING_BODY', 'City of Radom', '796-281')}</CONTRACTING_BODY>"
OBJECT = """<OBJECT_CONTRACT><TITLE><P>City monitoring</P></TITLE><CPV_MAIN><CPV_CODE CODE="32323500"/></CPV_MAIN>
<TYPE_CONTRACT CTYPE="SUPPLIES"/><SHORT_DESCR><P>Cameras</P><P>and a centre</P></SHORT_DESCR>{}</OBJECT_CONTRACT>"""
PART = """<OBJECT_DESCR ITEM="{0}"><LOT_NO>{0}</LOT_NO><TITLE><P>Part {0}</P></TITLE>
<CPV_ADDITIONAL><CPV_CODE CODE="3512530{0}"/></CPV_ADDITIONAL><SHORT_DESCR><P>Text {0}</P></SHORT_DESCR>
<AC><AC_PRICE/></AC></OBJECT_DESCR>"""


def award(value="", winner="Kamera sp. z o.o.", lot="", offers="", more=""):
    lot_no = f"<LOT_NO>{lot}</LOT_NO>" if lot else ""
    received = f"<TENDERS><NB_TENDERS_RECEIVED>{offers}</NB_TENDERS_RECEIVED></TENDERS>" if offers else ""
    contractor = address("ADDRESS_CONTRACTOR", winner)
    return f"""<AWARD_CONTRACT>{lot_no}<TITLE><P>Delivery</P></TITLE><AWARDED_CONTRACT>
<DATE_CONCLUSION_CONTRACT>2020-05-01</DATE_CONCLUSION_CONTRACT>{received}
<CONTRACTORS><CONTRACTOR>{contractor}</CONTRACTOR>{more}</CONTRACTORS>
<VALUES>{value}</VALUES></AWARDED_CONTRACT></AWARD_CONTRACT>"""


TOTAL = '<VAL_TOTAL CURRENCY="PLN">1250000.50</VAL_TOTAL>'


def release(document):
    converted = ted_xml.convert(document)
    assert len(converted.releases) == 1
    return converted.releases[0]


def kinds(document):
    return [one.kind for one in ted_xml.convert(document).problems]


def test_an_award_names_buyer_supplier_value_and_offers():
    found = release(notice(BUYER + OBJECT.format("") + award(TOTAL, offers="4")))
    assert found["buyer"]["name"] == "City of Radom"
    assert found["tender"]["title"] == "City monitoring"
    assert found["tender"]["description"] == "Cameras\nand a centre"
    assert found["tender"]["numberOfTenderers"] == 4
    given = found["awards"][0]
    assert given["value"] == {"amount": 1250000.5, "currency": "PLN"}
    assert [one["name"] for one in given["suppliers"]] == ["Kamera sp. z o.o."]
    assert found["contracts"][0]["dateSigned"] == "2020-05-01"
    assert found["tag"] == ["award", "contract"]


def test_no_contact_address_or_postal_code_comes_out():
    printed = json.dumps(release(notice(BUYER + OBJECT.format("") + award(TOTAL))))
    for hidden in ("Contact Of Theirs", "+48 600", "them@example.org", "Long Street", "00-001"):
        assert hidden not in printed


def test_several_winners_of_one_contract_are_all_suppliers():
    more = f"<CONTRACTOR>{address('ADDRESS_CONTRACTOR', 'Second Partner S.A.')}</CONTRACTOR>"
    found = release(notice(BUYER + OBJECT.format("") + award(TOTAL, more=more)))
    assert [one["name"] for one in found["awards"][0]["suppliers"]] == ["Kamera sp. z o.o.", "Second Partner S.A."]


def test_lots_keep_their_numbers_texts_and_codes():
    found = release(notice(BUYER + OBJECT.format(PART.format(1) + PART.format(2)), kind="F02"))["tender"]
    assert [(one["id"], one["title"]) for one in found["lots"]] == [("1", "Part 1"), ("2", "Part 2")]
    assert found["items"][1]["additionalClassifications"] == [{"scheme": "CPV", "id": "35125302"}]
    assert found["classification"] == {"scheme": "CPV", "id": "32323500"}
    assert found["awardCriteria"] == "priceOnly"


def test_offers_for_several_lots_are_reported_and_not_added_up():
    document = notice(BUYER + OBJECT.format("") + award(TOTAL, lot="1", offers="3") + award(TOTAL, lot="2", offers="1"))
    assert "numberOfTenderers" not in release(document)["tender"]
    assert kinds(document) == ["offers-per-lot", "offers-per-lot"]


def test_no_offers_received_is_zero_and_not_unknown():
    assert release(notice(BUYER + OBJECT.format("") + award(TOTAL, offers="0")))["tender"]["numberOfTenderers"] == 0


def test_the_total_of_the_notice_belongs_to_its_only_award():
    found = release(notice(BUYER + OBJECT.format(TOTAL) + award()))
    assert found["awards"][0]["value"]["amount"] == 1250000.5
    assert "value" not in found["tender"]


def test_the_total_of_several_awards_is_given_to_none_of_them():
    document = notice(BUYER + OBJECT.format(TOTAL) + award(lot="1") + award(lot="2"))
    assert all("value" not in one for one in release(document)["awards"])
    assert kinds(document) == ["total-not-attributed"]


def test_a_lowest_and_highest_offer_are_no_amount():
    span = '<VAL_RANGE_TOTAL CURRENCY="PLN"><LOW>100</LOW><HIGH>900</HIGH></VAL_RANGE_TOTAL>'
    document = notice(BUYER + OBJECT.format("") + award(span))
    assert "value" not in release(document)["awards"][0]
    problem = ted_xml.convert(document).problems[0]
    assert (problem.kind, problem.original) == ("value-is-a-range", "100 - 900")


def test_two_equal_offers_are_offers_and_no_amount():
    span = '<VAL_RANGE_TOTAL CURRENCY="PLN"><LOW>900</LOW><HIGH>900</HIGH></VAL_RANGE_TOTAL>'
    found = release(notice(BUYER + OBJECT.format('<VAL_TOTAL CURRENCY="PLN">850</VAL_TOTAL>') + award(span)))
    assert found["awards"][0]["value"]["amount"] == 850


def test_an_amount_that_the_buyer_keeps_to_itself_is_removed():
    kept = '<VAL_TOTAL CURRENCY="PLN" PUBLICATION="NO">77000</VAL_TOTAL>'
    document = notice(BUYER + OBJECT.format("") + award(kept), kind="F06")
    assert "77000" not in json.dumps(release(document))
    assert kinds(document) == ["not-for-publication"]


def test_an_amount_of_one_is_doubted_and_kept():
    document = notice(BUYER + OBJECT.format("") + award('<VAL_TOTAL CURRENCY="PLN">1.00</VAL_TOTAL>'))
    assert release(document)["awards"][0]["value"]["amount"] == 1
    assert kinds(document) == ["amount-doubted"]


def test_an_award_without_a_call_is_limited_and_keeps_its_reason():
    procedure = """<PROCEDURE><DIRECTIVE_2014_24_EU><PT_NEGOTIATED_WITHOUT_PUBLICATION><D_ACCORDANCE_ARTICLE>
<D_TECHNICAL/></D_ACCORDANCE_ARTICLE><D_JUSTIFICATION><P>Only one maker.</P></D_JUSTIFICATION>
</PT_NEGOTIATED_WITHOUT_PUBLICATION></DIRECTIVE_2014_24_EU></PROCEDURE>"""
    found = release(notice(BUYER + OBJECT.format("") + procedure + award(TOTAL), kind="F15"))
    assert found["tender"]["procurementMethod"] == "limited"
    assert found["tender"]["procurementMethodRationale"] == "Only one maker."
    assert found["tag"] == ["award"]
    assert found["awards"][0]["date"] == "2020-05-01"


def test_a_procedure_that_is_named_only_in_the_coded_part_is_read_there():
    coded = '<PR_PROC CODE="1">Open procedure</PR_PROC>'
    found = release(notice(BUYER + OBJECT.format(""), kind="F02", coded=coded))["tender"]
    assert (found["procurementMethod"], found["procurementMethodDetails"]) == ("open", "Open procedure")


def refers(number):
    return f"<PROCEDURE><PT_OPEN/><NOTICE_NUMBER_OJ>{number}</NOTICE_NUMBER_OJ></PROCEDURE>"


def test_an_award_shares_the_process_of_the_call_it_names():
    call = release(notice(BUYER + OBJECT.format(""), number="2020/S 010-000100", kind="F02"))
    awarded = release(notice(BUYER + OBJECT.format("") + refers("2020/S 010-000100") + award(TOTAL)))
    assert call["ocid"] == awarded["ocid"] == "ted:2020-000100"


def test_a_call_does_not_join_the_prior_information_that_others_may_join():
    found = release(notice(BUYER + OBJECT.format("") + refers("2019/S 010-000100"), kind="F02"))
    assert found["ocid"] == "ted:2020-000200"


def test_a_reference_to_a_later_notice_is_doubted():
    document = notice(BUYER + OBJECT.format("") + refers("2021/S 010-000100") + award(TOTAL))
    assert release(document)["ocid"] == "ted:2020-000200"
    assert kinds(document) == ["reference-doubted"]


def test_a_lot_without_a_winner_is_unsuccessful():
    failed = "<AWARD_CONTRACT><NO_AWARDED_CONTRACT><PROCUREMENT_UNSUCCESSFUL/></NO_AWARDED_CONTRACT></AWARD_CONTRACT>"
    found = release(notice(BUYER + OBJECT.format("") + failed))
    assert found["awards"][0]["status"] == found["tender"]["status"] == "unsuccessful"
    assert "contracts" not in found


def test_a_discontinued_procedure_is_cancelled():
    failed = "<AWARD_CONTRACT><NO_AWARDED_CONTRACT><PROCUREMENT_DISCONTINUED/></NO_AWARDED_CONTRACT></AWARD_CONTRACT>"
    assert release(notice(BUYER + OBJECT.format("") + failed))["tender"]["status"] == "cancelled"


def test_a_modification_amends_the_contract_and_gives_its_value_after():
    change = """<MODIFICATIONS_CONTRACT><DESCRIPTION_PROCUREMENT/><INFO_MODIFICATIONS>
<SHORT_DESCR><P>Forty more cameras</P></SHORT_DESCR><ADDITIONAL_NEED><P>New streets</P></ADDITIONAL_NEED>
<VALUES><VAL_TOTAL_BEFORE CURRENCY="PLN">1250000.50</VAL_TOTAL_BEFORE>
<VAL_TOTAL_AFTER CURRENCY="PLN">1900000</VAL_TOTAL_AFTER></VALUES></INFO_MODIFICATIONS></MODIFICATIONS_CONTRACT>"""
    found = release(notice(BUYER + OBJECT.format("") + award(TOTAL) + change, kind="F20"))
    contract = found["contracts"][0]
    assert (found["awards"][0]["value"]["amount"], contract["value"]["amount"]) == (1250000.5, 1900000)
    assert contract["amendments"][0]["description"] == "Forty more cameras"
    assert contract["amendments"][0]["rationale"] == "New streets"
    assert found["tag"] == ["contractAmendment"]


def test_a_corrigendum_amends_the_tender_and_moves_its_time_limit():
    change = """<COMPLEMENTARY_INFO><NOTICE_NUMBER_OJ>2020/S 090-000100</NOTICE_NUMBER_OJ></COMPLEMENTARY_INFO>
<CHANGES><CHANGE><WHERE><SECTION>IV.2.2</SECTION><LABEL>Time limit</LABEL></WHERE>
<OLD_VALUE><DATE>2020-06-01</DATE></OLD_VALUE><NEW_VALUE><DATE>2020-06-09</DATE><TIME>9:30</TIME></NEW_VALUE>
</CHANGE></CHANGES>"""
    found = release(notice(BUYER + OBJECT.format("") + change, kind="F14"))
    assert found["ocid"] == "ted:2020-000100"
    assert found["tender"]["tenderPeriod"] == {"endDate": "2020-06-09T09:30:00"}
    assert found["tender"]["amendments"][0]["description"].splitlines() == [
        "IV.2.2",
        "Time limit",
        "2020-06-01",
        "2020-06-09",
        "9:30",
    ]


def test_the_original_language_is_read_and_not_a_translation():
    forms = "".join(
        f'<F02_2014 CATEGORY="{category}" FORM="F02" LG="{lg}">{OBJECT.format("").replace("City", lg)}</F02_2014>'
        for category, lg in (("TRANSLATION", "EN"), ("ORIGINAL", "PL"))
    )
    found = release(notice(forms))
    assert (found["language"], found["tender"]["title"]) == ("pl", "PL monitoring")
    assert found["tender"]["documents"][0]["url"] == "https://ted.europa.eu/pl"
    assert found["@pointer"].endswith("/*[local-name()='F02_2014'][2]")


def test_a_design_contest_names_its_winner_and_prize():
    results = f"""<RESULTS><AWARDED_PRIZE><DATE_DECISION_JURY>2020-04-01</DATE_DECISION_JURY>
<PARTICIPANTS><NB_PARTICIPANTS>12</NB_PARTICIPANTS></PARTICIPANTS>
<WINNERS><WINNER>{address("ADDRESS_WINNER", "Biuro Alfa")}</WINNER></WINNERS>
<VAL_PRIZE CURRENCY="EUR">20000</VAL_PRIZE></AWARDED_PRIZE></RESULTS>"""
    jury = "<PROCEDURE><PT_OPEN/><MEMBER_NAME>Juror Of Theirs</MEMBER_NAME></PROCEDURE>"
    found = release(notice(BUYER + OBJECT.format("") + jury + results, kind="F13"))
    assert found["awards"][0]["suppliers"][0]["name"] == "Biuro Alfa"
    assert found["tender"]["numberOfTenderers"] == 12
    assert "Juror" not in json.dumps(found)


def test_the_older_schema_gives_the_same_fields():
    form = """<FD_CONTRACT_AWARD CTYPE="SUPPLIES"><CONTRACTING_AUTHORITY_INFORMATION_CONTRACT_AWARD>
<CA_CE_CONCESSIONAIRE_PROFILE><ORGANISATION><OFFICIALNAME>Old Town</OFFICIALNAME></ORGANISATION>
<COUNTRY VALUE="UK"/></CA_CE_CONCESSIONAIRE_PROFILE></CONTRACTING_AUTHORITY_INFORMATION_CONTRACT_AWARD>
<OBJECT_CONTRACT_INFORMATION_CONTRACT_AWARD_NOTICE><DESCRIPTION_AWARD_NOTICE_INFORMATION>
<TITLE_CONTRACT><P>CCTV</P></TITLE_CONTRACT><SHORT_CONTRACT_DESCRIPTION><P>Cameras</P></SHORT_CONTRACT_DESCRIPTION>
<CPV><CPV_MAIN><CPV_CODE CODE="32323500"/></CPV_MAIN></CPV></DESCRIPTION_AWARD_NOTICE_INFORMATION>
</OBJECT_CONTRACT_INFORMATION_CONTRACT_AWARD_NOTICE><AWARD_OF_CONTRACT>
<CONTRACT_AWARD_DATE><DAY>3</DAY><MONTH>2</MONTH><YEAR>2015</YEAR></CONTRACT_AWARD_DATE>
<OFFERS_RECEIVED_NUMBER>2</OFFERS_RECEIVED_NUMBER><ECONOMIC_OPERATOR_NAME_ADDRESS><ORGANISATION>
<OFFICIALNAME>Watch Ltd</OFFICIALNAME></ORGANISATION></ECONOMIC_OPERATOR_NAME_ADDRESS><CONTRACT_VALUE_INFORMATION>
<INITIAL_ESTIMATED_TOTAL_VALUE_CONTRACT CURRENCY="GBP"><VALUE_COST FMTVAL="99">99</VALUE_COST>
</INITIAL_ESTIMATED_TOTAL_VALUE_CONTRACT><COSTS_RANGE_AND_CURRENCY_WITH_VAT_RATE CURRENCY="GBP">
<VALUE_COST FMTVAL="1440000">1 440 000</VALUE_COST></COSTS_RANGE_AND_CURRENCY_WITH_VAT_RATE>
</CONTRACT_VALUE_INFORMATION></AWARD_OF_CONTRACT></FD_CONTRACT_AWARD>"""
    found = release(notice(form, kind="3", tag="CONTRACT_AWARD"))
    assert found["buyer"]["name"] == "Old Town"
    assert [one.get("address") for one in found["parties"]] == [{"countryName": "GB"}, None]
    assert found["tender"]["title"] == "CCTV"
    assert found["awards"][0]["value"] == {"amount": 1440000, "currency": "GBP"}
    assert found["awards"][0]["date"] == "2015-02-03"
    assert found["tender"]["numberOfTenderers"] == 2


def test_an_element_that_nobody_knows_is_reported_once():
    document = notice(BUYER + OBJECT.format("<NOVELTY/><NOVELTY/>"))
    problems = ted_xml.convert(document).problems
    assert [(one.kind, one.original) for one in problems] == [("element-not-known", "NOVELTY")]
    assert parse(document).xpath(problems[0].pointer)[0].tag.endswith("NOVELTY")


def test_a_country_in_place_of_a_number_is_no_identifier():
    body = f"<CONTRACTING_BODY>{address('ADDRESS_CONTRACTING_BODY', 'City', 'PL')}</CONTRACTING_BODY>"
    document = notice(body + OBJECT.format(""), kind="F02")
    assert "identifier" not in release(document)["parties"][0]
    assert kinds(document) == ["identifier-without-digits"]


def test_a_notice_without_a_form_is_malformed():
    with pytest.raises(MalformedError, match="FORM_SECTION"):
        ted_xml.convert(b"<TED_EXPORT DOC_ID='1-2020'><FORM_SECTION/></TED_EXPORT>")


def test_a_notice_without_a_number_is_malformed():
    document = (
        notice(BUYER + OBJECT.format("")).replace(b' DOC_ID="000200-2020"', b"").replace(b"NO_DOC_OJS", b"COLL_OJ")
    )
    with pytest.raises(MalformedError, match="no number"):
        ted_xml.convert(document)


def test_the_final_value_of_the_older_schema_belongs_to_its_only_award():
    form = """<FD_CONTRACT_AWARD><OBJECT_CONTRACT_INFORMATION_CONTRACT_AWARD_NOTICE><TOTAL_FINAL_VALUE>
<COSTS_RANGE_AND_CURRENCY_WITH_VAT_RATE CURRENCY="EUR"><VALUE_COST FMTVAL="700">700,00</VALUE_COST>
</COSTS_RANGE_AND_CURRENCY_WITH_VAT_RATE></TOTAL_FINAL_VALUE></OBJECT_CONTRACT_INFORMATION_CONTRACT_AWARD_NOTICE>
<AWARD_OF_CONTRACT/></FD_CONTRACT_AWARD>"""
    found = release(notice(form, kind="3", tag="CONTRACT_AWARD"))
    assert found["awards"][0]["value"] == {"amount": 700, "currency": "EUR"}
    assert "value" not in found["tender"]


def test_the_same_bytes_give_the_same_release():
    document = notice(BUYER + OBJECT.format(PART.format(1)) + award(TOTAL, lot="1", offers="2"))
    assert ted_xml.convert(document) == ted_xml.convert(document)


# Real notices


@pytest.fixture(scope="module")
def real(shared):
    archive = zipfile.ZipFile(shared / "data" / "ted-xml" / "notices.zip")
    with archive:
        yield lambda name: archive.read(next(one for one in archive.namelist() if one.endswith(name)))


def test_mobile_number_plate_recognition_of_the_police_of_cyprus_comes_out_whole(real):
    found = release(real("492647-2021.xml"))
    assert found["buyer"]["name"] == "Αστυνομία Κύπρου"
    assert "M-ANPR" in found["tender"]["title"]
    assert found["tender"]["procurementMethod"] == "limited"
    assert "CLEARTONE" in found["tender"]["procurementMethodRationale"]
    assert found["awards"][0]["value"] == {"amount": 458200, "currency": "EUR"}
    assert found["awards"][0]["suppliers"][0]["name"] == "J and D Dynamic Enterprises Ltd"
    assert found["awards"][0]["date"] == "2021-09-22"


def test_cameras_of_the_railway_stations_of_bulgaria_come_out_whole(real):
    found = release(real("148943-2018.xml"))
    assert "Железопътна инфраструктура" in found["buyer"]["name"]
    assert "видеонаблюдение на гари" in found["tender"]["title"]
    assert found["tender"]["value"] == {"amount": 29999, "currency": "BGN"}
    assert found["tender"]["classification"]["id"] == "32323500"
    assert found["parties"][0]["identifier"] == {"scheme": "BG-NATIONALID", "id": "130823243"}


def members(shared):
    with zipfile.ZipFile(shared / "data" / "ted-xml" / "notices.zip") as archive:
        for name in sorted(archive.namelist()):
            document = archive.read(name)
            if ted_xml.recognise(document[:4096]):
                yield name, document


@pytest.mark.slow
def test_every_real_notice_has_a_title_a_buyer_a_code_and_no_unknown_element(shared):
    seen = 0
    for name, document in members(shared):
        converted = ted_xml.convert(document)
        (found,) = converted.releases
        seen += 1
        assert found["ocid"].startswith("ted:20"), name
        assert found["tender"]["title"], name
        assert found["buyer"]["name"], name
        assert found["tender"]["classification"]["id"], name
        assert "element-not-known" not in {one.kind for one in converted.problems}, name
    assert seen == 2774


@pytest.mark.slow
def test_awarded_amounts_and_suppliers_stand_where_their_places_lead(shared):
    places = ted_xml.PLACES
    for name, document in list(members(shared))[::9]:
        found, root = release(document), parse(document)
        for award in found.get("awards", []):
            printed = originals(root, award["@pointer"], places["awards"]["award_amount"])
            if "value" in award:
                amounts = {float("".join(one.split()).replace(",", ".")) for one in printed}
                assert award["value"]["amount"] in amounts, name
        for party in found["parties"]:
            assert party["name"] in originals(root, party["@pointer"], places["parties"]["name"]), name
        printed = originals(root, found["@pointer"], places["processes"]["title"])
        assert found["tender"]["title"] in printed, name

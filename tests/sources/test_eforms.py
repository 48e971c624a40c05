"""eForms notices: what comes out of calls, results, changes and modifications, and that real notices come out whole."""

import json
import zipfile

import pytest

from custodiet.errors import MalformedError
from custodiet.sources import eforms
from custodiet.sources._eforms_codes import country, language
from custodiet.sources._eforms_notice import day, moment
from custodiet.sources._xml import originals, parse

UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
NAMESPACES = f"""xmlns="{UBL}{{}}-2" xmlns:cac="{UBL}CommonAggregateComponents-2"
xmlns:cbc="{UBL}CommonBasicComponents-2" xmlns:ext="{UBL}CommonExtensionComponents-2"
xmlns:efac="urn:efac" xmlns:efbc="urn:efbc" xmlns:efext="urn:efext\""""


def notice(body="", added="", companies="", *, root="ContractNotice", kind="cn-standard", listed="competition"):
    """An eForms notice with one buyer, ORG-0001."""
    buyer = company("ORG-0001", "City of Bodø", "972 418 013")
    return f"""<?xml version="1.0" encoding="UTF-8"?><{root} {NAMESPACES.format(root)}>
<ext:UBLExtensions><ext:UBLExtension><ext:ExtensionContent><efext:EformsExtension>{added}
<efac:Organizations>{buyer}{companies}</efac:Organizations>
<efac:Publication><efbc:PublicationDate>2024-05-07+02:00</efbc:PublicationDate></efac:Publication>
</efext:EformsExtension></ext:ExtensionContent></ext:UBLExtension></ext:UBLExtensions>
<cbc:ID>aaaa-1</cbc:ID><cbc:ContractFolderID>ffff-0001</cbc:ContractFolderID>
<cbc:IssueDate>2024-05-06+02:00</cbc:IssueDate><cbc:VersionID>01</cbc:VersionID>
<cbc:NoticeTypeCode listName="{listed}">{kind}</cbc:NoticeTypeCode><cbc:NoticeLanguageCode>NOB</cbc:NoticeLanguageCode>
<cac:ContractingParty><cac:Party><cac:PartyIdentification><cbc:ID>ORG-0001</cbc:ID></cac:PartyIdentification>
</cac:Party></cac:ContractingParty>{body}</{root}>""".encode()


def company(key, name, number="", land="NOR", marks=""):
    return f"""<efac:Organization>{marks}<efac:Company>
<cac:PartyIdentification><cbc:ID>{key}</cbc:ID></cac:PartyIdentification>
<cac:PartyName><cbc:Name>{name}</cbc:Name></cac:PartyName>
<cac:PostalAddress><cbc:StreetName>Storgata 1</cbc:StreetName><cbc:CityName>Bodø</cbc:CityName>
<cbc:PostalZone>8001</cbc:PostalZone><cbc:CountrySubentityCode>NO071</cbc:CountrySubentityCode>
<cac:Country><cbc:IdentificationCode>{land}</cbc:IdentificationCode></cac:Country></cac:PostalAddress>
<cac:PartyLegalEntity><cbc:CompanyID>{number}</cbc:CompanyID></cac:PartyLegalEntity>
<cac:Contact><cbc:Name>Contact Of Theirs</cbc:Name><cbc:ElectronicMail>them@example.org</cbc:ElectronicMail>
</cac:Contact></efac:Company></efac:Organization>"""


def project(title="Kameraer", code="32323500", amount=""):
    estimate = (
        f"""<cac:RequestedTenderTotal><cbc:EstimatedOverallContractAmount currencyID="NOK">{amount}
</cbc:EstimatedOverallContractAmount></cac:RequestedTenderTotal>"""
        if amount
        else ""
    )
    return f"""<cac:ProcurementProject><cbc:Name languageID="ENG">Cameras</cbc:Name>
<cbc:Name languageID="NOB">{title}</cbc:Name><cbc:ProcurementTypeCode>supplies</cbc:ProcurementTypeCode>{estimate}
<cac:MainCommodityClassification><cbc:ItemClassificationCode listName="cpv">{code}</cbc:ItemClassificationCode>
</cac:MainCommodityClassification></cac:ProcurementProject>"""


def lot(key, inside="", scheme="Lot", **said):
    return f"""<cac:ProcurementProjectLot><cbc:ID schemeName="{scheme}">{key}</cbc:ID>{inside}{project(**said)}
</cac:ProcurementProjectLot>"""


def result(key, lot_id, tender="", contract="", *, code="selec-w", received=""):
    statistics = (
        f"""<efac:ReceivedSubmissionsStatistics><efbc:StatisticsCode>tenders</efbc:StatisticsCode>
<efbc:StatisticsNumeric>{received}</efbc:StatisticsNumeric></efac:ReceivedSubmissionsStatistics>"""
        if received
        else ""
    )
    links = f"<efac:LotTender><cbc:ID>{tender}</cbc:ID></efac:LotTender>" if tender else ""
    links += f"<efac:SettledContract><cbc:ID>{contract}</cbc:ID></efac:SettledContract>" if contract else ""
    return f"""<efac:LotResult><cbc:ID>{key}</cbc:ID><cbc:TenderResultCode>{code}</cbc:TenderResultCode>{links}
{statistics}<efac:TenderLot><cbc:ID>{lot_id}</cbc:ID></efac:TenderLot></efac:LotResult>"""


def tender(key, party="TPA-1", amount=""):
    total = f'<cbc:PayableAmount currencyID="NOK">{amount}</cbc:PayableAmount>' if amount else ""
    return f"""<efac:LotTender><cbc:ID>{key}</cbc:ID><cac:LegalMonetaryTotal>{total}</cac:LegalMonetaryTotal>
<efac:TenderingParty><cbc:ID>{party}</cbc:ID></efac:TenderingParty></efac:LotTender>"""


def party(key, *members):
    inside = "".join(f"<efac:Tenderer><cbc:ID>{one}</cbc:ID></efac:Tenderer>" for one in members)
    return f"<efac:TenderingParty><cbc:ID>{key}</cbc:ID>{inside}</efac:TenderingParty>"


def contract(key, tender_id):
    return f"""<efac:SettledContract><cbc:ID>{key}</cbc:ID><cbc:IssueDate>2024-05-01+02:00</cbc:IssueDate>
<cbc:Title>Avtale</cbc:Title><efac:LotTender><cbc:ID>{tender_id}</cbc:ID></efac:LotTender></efac:SettledContract>"""


def awarded(inside, companies="", *, body="", added="", kind="can-standard", date="2024-04-20Z"):
    when = f"<cac:TenderResult><cbc:AwardDate>{date}</cbc:AwardDate></cac:TenderResult>"
    return notice(
        project() + (body or lot("LOT-0001")) + when,
        f"{added}<efac:NoticeResult>{inside}</efac:NoticeResult>",
        companies,
        root="ContractAwardNotice",
        kind=kind,
        listed="result",
    )


ONE_WINNER = (
    result("RES-1", "LOT-0001", "TEN-1", "CON-1", received="3")
    + tender("TEN-1", amount="5000000")
    + contract("CON-1", "TEN-1")
    + party("TPA-1", "ORG-0002")
)
WINNER = company("ORG-0002", "Overvåk AS", "999 888 777")


def release(document):
    (found,) = eforms.convert(document).releases
    return found


def kinds(document):
    return [one.kind for one in eforms.convert(document).problems]


def test_a_call_is_known_by_its_procedure_and_reads_its_own_language():
    found = release(notice(project(amount="900000") + lot("LOT-0001", title="Del 1")))
    assert (found["ocid"], found["id"], found["date"]) == ("eforms:ffff-0001", "aaaa-1-01", "2024-05-07")
    assert (found["language"], found["tender"]["title"]) == ("nb", "Kameraer")
    assert found["tender"]["value"] == {"amount": 900000, "currency": "NOK"}
    assert found["tender"]["mainProcurementCategory"] == "goods"
    assert found["tag"] == ["tender"]


def test_an_organisation_is_known_by_its_number_and_not_by_its_local_id():
    found = release(notice(project()))["parties"][0]
    assert found["id"] == "972 418 013"
    assert found["identifier"] == {"scheme": "NO-NATIONALID", "id": "972 418 013"}
    assert found["address"] == {"locality": "Bodø", "region": "NO071", "countryName": "NO"}
    assert found["roles"] == ["buyer"]


def test_no_contact_or_street_comes_out():
    printed = json.dumps(release(awarded(ONE_WINNER, WINNER)), ensure_ascii=False)
    for hidden in ("Contact Of Theirs", "them@example.org", "Storgata", "8001"):
        assert hidden not in printed


def test_a_winning_tender_is_an_award_with_its_amount_supplier_lot_and_contract():
    found = release(awarded(ONE_WINNER, WINNER))
    given = found["awards"][0]
    assert given["value"] == {"amount": 5000000, "currency": "NOK"}
    assert [one["name"] for one in given["suppliers"]] == ["Overvåk AS"]
    assert (given["relatedLots"], given["date"], given["status"]) == (["LOT-0001"], "2024-04-20", "active")
    assert found["contracts"][0]["awardID"] == given["id"]
    assert found["contracts"][0]["dateSigned"] == "2024-05-01"
    assert found["tender"]["numberOfTenderers"] == 3
    assert found["tag"] == ["award", "contract"]


def test_the_members_of_a_group_are_all_suppliers():
    inside = ONE_WINNER.replace(party("TPA-1", "ORG-0002"), party("TPA-1", "ORG-0002", "ORG-0003"))
    found = release(awarded(inside, WINNER + company("ORG-0003", "Partner AB", "5566", "SWE")))
    assert [one["name"] for one in found["awards"][0]["suppliers"]] == ["Overvåk AS", "Partner AB"]


def test_a_tender_that_no_contract_settles_is_no_award_and_no_bid():
    listed = ONE_WINNER.replace(
        "<efac:SettledContract><cbc:ID>CON-1</cbc:ID></efac:SettledContract>",
        "<efac:LotTender><cbc:ID>TEN-2</cbc:ID></efac:LotTender>"
        "<efac:SettledContract><cbc:ID>CON-1</cbc:ID></efac:SettledContract>",
        1,
    )
    found = release(awarded(listed + tender("TEN-2", "TPA-2", "7000000") + party("TPA-2", "ORG-0001"), WINNER))
    assert [one["value"]["amount"] for one in found["awards"]] == [5000000]
    assert "bids" not in found


def test_a_winner_who_is_a_natural_person_loses_name_number_and_town():
    person = company("ORG-0002", "Name Of Someone", "010190-12345", marks=(
        "<efbc:NaturalPersonIndicator>true</efbc:NaturalPersonIndicator>"
    ))  # fmt: skip
    document = awarded(ONE_WINNER, person)
    assert "Someone" not in str(eforms.convert(document))
    assert "010190" not in str(eforms.convert(document))
    winner = next(one for one in release(document)["parties"] if one["roles"] == ["supplier"])
    assert "name" not in winner
    assert winner["address"] == {"region": "NO071", "countryName": "NO"}
    assert kinds(document) == ["person-removed"]


def test_owners_of_companies_are_never_read():
    owner = """<efac:UltimateBeneficialOwner><cbc:FirstName>First</cbc:FirstName><cbc:FamilyName>Family</cbc:FamilyName>
</efac:UltimateBeneficialOwner>"""
    document = awarded(ONE_WINNER, WINNER + owner)
    assert "Family" not in str(eforms.convert(document))


def test_a_lot_closed_without_a_winner_is_unsuccessful():
    found = release(awarded(result("RES-1", "LOT-0001", code="clos-nw"), date="2000-01-01Z"))
    assert found["awards"] == [
        {
            "@pointer": found["awards"][0]["@pointer"],
            "id": "aaaa-1/RES-1",
            "status": "unsuccessful",
            "relatedLots": ["LOT-0001"],
        }
    ]
    assert found["tender"]["status"] == "unsuccessful"


def test_tenders_received_for_several_lots_are_reported_and_not_added_up():
    inside = result("RES-1", "LOT-0001", received="3") + result("RES-2", "LOT-0002", received="1")
    document = awarded(inside, body=lot("LOT-0001") + lot("LOT-0002"))
    assert "numberOfTenderers" not in release(document)["tender"]
    assert kinds(document) == ["offers-per-lot", "offers-per-lot"]


def test_the_total_of_the_notice_belongs_to_its_only_award():
    inside = ONE_WINNER.replace('<cbc:PayableAmount currencyID="NOK">5000000</cbc:PayableAmount>', "")
    total = '<cbc:TotalAmount currencyID="NOK">4800000</cbc:TotalAmount>'
    assert release(awarded(total + inside, WINNER))["awards"][0]["value"]["amount"] == 4800000


def test_an_amount_that_is_withheld_is_not_minus_one():
    document = awarded(ONE_WINNER.replace("5000000", "-1"), WINNER)
    assert "value" not in release(document)["awards"][0]
    assert kinds(document) == ["not-for-publication"]


def test_a_voluntary_announcement_makes_no_contract():
    found = release(awarded(ONE_WINNER, WINNER, kind="veat"))
    assert found["tag"] == ["award"]
    assert "contracts" not in found


def test_an_award_without_a_call_is_limited_and_keeps_its_reason():
    process = """<cac:TenderingProcess><cbc:ProcedureCode>neg-wo-call</cbc:ProcedureCode><cac:ProcessJustification>
<cbc:ProcessReasonCode listName="direct-award-justification">technical</cbc:ProcessReasonCode>
<cbc:ProcessReason languageID="NOB">Bare en leverandør.</cbc:ProcessReason></cac:ProcessJustification>
<cac:ProcessJustification><cbc:ProcessReasonCode listName="accelerated-procedure">true</cbc:ProcessReasonCode>
<cbc:ProcessReason>Hast</cbc:ProcessReason></cac:ProcessJustification></cac:TenderingProcess>"""
    found = release(awarded(ONE_WINNER, WINNER, body=process + lot("LOT-0001")))["tender"]
    assert (found["procurementMethod"], found["procurementMethodDetails"]) == ("limited", "neg-wo-call")
    assert found["procurementMethodRationale"] == "Bare en leverandør."


def test_a_modification_amends_its_contract():
    change = """<efac:ContractModification><efac:ChangeReason><cbc:ReasonCode>add-wss</cbc:ReasonCode>
<efbc:ReasonDescription>Flere gater</efbc:ReasonDescription></efac:ChangeReason><efac:Change>
<efbc:ChangeDescription>40 kameraer til</efbc:ChangeDescription><efac:ChangedSection>
<efbc:ChangedSectionIdentifier>CON-1</efbc:ChangedSectionIdentifier></efac:ChangedSection></efac:Change>
</efac:ContractModification>"""
    found = release(awarded(ONE_WINNER, WINNER, added=change, kind="can-modif"))
    amendment = found["contracts"][0]["amendments"][0]
    assert (amendment["description"], amendment["rationale"]) == ("40 kameraer til", "Flere gater")
    assert found["tag"] == ["contractAmendment"]


CHANGE = """<efac:Changes><efbc:ChangedNoticeIdentifier>aaaa-0-01</efbc:ChangedNoticeIdentifier><efac:Change>
<efbc:ChangeDescription>Ny frist</efbc:ChangeDescription></efac:Change></efac:Changes>"""


def test_a_change_of_a_call_amends_the_tender():
    found = release(notice(project(), CHANGE))
    assert found["tender"]["amendments"][0]["description"] == "Ny frist"
    assert found["tag"] == ["tenderAmendment"]


def test_corrected_results_keep_the_ids_of_the_results_they_replace():
    first = release(awarded(ONE_WINNER, WINNER).replace(b"<cbc:ID>aaaa-1<", b"<cbc:ID>aaaa-0<"))
    second = release(awarded(ONE_WINNER, WINNER, added=CHANGE))
    assert [one["id"] for one in first["awards"]] == [one["id"] for one in second["awards"]]


def test_a_group_of_lots_is_no_lot():
    found = release(notice(project() + lot("LOT-0001") + lot("GLO-0001", scheme="LotsGroup")))
    assert [one["id"] for one in found["tender"]["lots"]] == ["LOT-0001"]


def test_a_lot_that_repeats_an_id_is_kept_under_another():
    document = notice(project() + lot("LOT-0001") + lot("LOT-0001", title="Del 2"))
    assert [one["id"] for one in release(document)["tender"]["lots"]] == ["LOT-0001", "LOT-0001#2"]
    assert kinds(document) == ["lot-number-repeated"]


def test_the_period_for_offers_ends_with_the_last_lot():
    def until(date):
        return f"""<cac:TenderingProcess><cac:TenderSubmissionDeadlinePeriod><cbc:EndDate>{date}+02:00</cbc:EndDate>
<cbc:EndTime>12:00:00+02:00</cbc:EndTime></cac:TenderSubmissionDeadlinePeriod></cac:TenderingProcess>"""

    found = release(notice(project() + lot("LOT-0001", until("2024-06-09")) + lot("LOT-0002", until("2024-06-03"))))
    assert found["tender"]["tenderPeriod"] == {"endDate": "2024-06-09T12:00:00+02:00"}


def test_prior_information_is_planning_unless_it_calls_for_competition():
    plan = release(notice(project(), root="PriorInformationNotice", kind="pin-only", listed="planning"))
    call = release(notice(project(), root="PriorInformationNotice", kind="pin-cfc-standard", listed="competition"))
    assert (plan["tag"], call["tag"]) == (["planning"], ["tender"])


def test_a_buyer_who_is_not_listed_is_reported():
    document = notice(project()).replace(b"<cbc:ID>ORG-0001</cbc:ID></cac:PartyIdentification>\n</cac:Party>", (
        b"<cbc:ID>ORG-0007</cbc:ID></cac:PartyIdentification>\n</cac:Party>"
    ))  # fmt: skip
    assert "buyer" not in release(document)
    assert kinds(document) == ["organisation-not-listed"]


def test_an_element_that_nobody_knows_is_reported_once():
    document = notice(project(), "<efac:Novelty/><efac:Novelty/>")
    assert [(one.kind, one.original) for one in eforms.convert(document).problems] == [("element-not-known", "Novelty")]


def test_a_notice_without_an_id_is_malformed():
    with pytest.raises(MalformedError, match="no ID"):
        eforms.convert(notice(project()).replace(b"<cbc:ID>aaaa-1</cbc:ID>", b""))


def test_another_document_of_the_same_library_is_refused():
    with pytest.raises(MalformedError, match="Invoice"):
        eforms.convert(b"<Invoice><ID>1</ID></Invoice>")


@pytest.mark.parametrize(("printed", "read"), [("NOR", "NO"), ("GRC", "GR"), ("1A0", "XK"), ("??", "??"), (None, None)])
def test_countries_become_two_letters_or_stay_as_printed(printed, read):
    assert country(printed) == read


@pytest.mark.parametrize(("printed", "read"), [("NOB", "nb"), ("ELL", "el"), ("XXX", "xxx"), (None, None)])
def test_languages_become_two_letters_or_stay_as_printed(printed, read):
    assert language(printed) == read


def test_a_day_loses_its_zone_and_a_moment_keeps_it():
    assert day("2024-05-06+02:00") == "2024-05-06"
    assert moment("2024-05-06+02:00", "12:00:00+02:00") == "2024-05-06T12:00:00+02:00"


# Real notices


def members(shared):
    with zipfile.ZipFile(shared / "data" / "eforms-xml" / "notices.zip") as archive:
        return {name.rpartition("/")[2]: archive.read(name) for name in sorted(archive.namelist())}


def test_the_video_management_of_the_metro_of_oslo_comes_out_whole(shared):
    found = release(members(shared)["ContractNotice_qu-sy_2023-604437.xml"])
    assert found["buyer"]["name"] == "Sporveien AS"
    assert found["tender"]["title"] == "Toppsystem VMS - T-banen"
    assert "Lenel" in found["tender"]["description"]
    assert found["tender"]["classification"] == {"scheme": "CPV", "id": "35120000"}
    assert {"scheme": "CPV", "id": "35125300"} in found["tender"]["items"][0]["additionalClassifications"]
    assert found["tender"]["documents"][0]["url"] == "https://anbud.sporveien.com/ece/"
    assert (found["language"], found["date"], found["ocid"]) == ("nb", "2023-05-03", "eforms:2023-604437")


def test_every_real_notice_has_a_title_a_buyer_a_code_and_no_unknown_element(shared):
    documents = members(shared)
    for name, document in documents.items():
        assert eforms.recognise(document[:4096]), name
        converted = eforms.convert(document)
        (found,) = converted.releases
        assert found["tender"]["title"], name
        assert found["buyer"]["name"], name
        assert found["tender"]["classification"]["id"], name
        assert "element-not-known" not in {one.kind for one in converted.problems}, name
    assert len(documents) == 115


def test_amounts_titles_and_names_stand_where_their_places_lead(shared):
    places = eforms.PLACES
    for name, document in members(shared).items():
        found, root = release(document), parse(document)
        assert found["tender"]["title"] in originals(root, found["@pointer"], places["processes"]["title"]), name
        for award in found.get("awards", []):
            if "value" in award:
                printed = originals(root, award["@pointer"], places["awards"]["award_amount"])
                assert award["value"]["amount"] in [float(one) for one in printed], name
        for one in found["parties"]:
            if "name" in one:
                assert one["name"] in originals(root, one["@pointer"], places["parties"]["name"]), name
        for part in found["tender"].get("lots", []):
            assert part["title"] in originals(root, part["@pointer"], places["lots"]["title"]), name

"""XML from strangers: what could read other files, fill the memory or hide something is refused with its own error."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custodiet.errors import CustodietError, CutOffError, LimitError, MalformedError
from custodiet.sources import eforms, ted_xml
from custodiet.sources._xml import Pointers, below, originals, parse, root_name, text
from custodiet.sources._xml_amount import number

WHOLE = b'<TED_EXPORT DOC_ID="1-2020"><FORM_SECTION><F02_2014 CATEGORY="ORIGINAL"/></FORM_SECTION></TED_EXPORT>'


def test_an_external_entity_is_refused_before_it_is_read(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("not for you")
    document = f'<!DOCTYPE TED_EXPORT [<!ENTITY x SYSTEM "file://{secret}">]><TED_EXPORT>&x;</TED_EXPORT>'.encode()
    with pytest.raises(MalformedError, match="document type or entities"):
        ted_xml.convert(document)


def test_nested_entities_are_refused_before_they_grow():
    grow = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    document = f'<!DOCTYPE TED_EXPORT [<!ENTITY a0 "ha">{grow}]><TED_EXPORT>&a9;</TED_EXPORT>'.encode()
    with pytest.raises(MalformedError, match="document type or entities"):
        ted_xml.convert(document)


def test_a_document_type_behind_a_long_comment_is_found():
    document = b"<!--" + b"x" * 10_000 + b"--><!DOCTYPE TED_EXPORT SYSTEM 'http://example.org/a.dtd'>" + WHOLE
    with pytest.raises(MalformedError, match="document type or entities"):
        parse(document)


def test_a_document_type_in_sixteen_bit_letters_is_found():
    document = "<?xml version='1.0' encoding='UTF-16'?><!DOCTYPE TED_EXPORT><TED_EXPORT/>".encode("utf-16")
    with pytest.raises(MalformedError, match="document type or entities"):
        parse(document)


def test_an_encoding_that_could_hide_markup_is_refused():
    document = b"<?xml version='1.0' encoding='UTF-7'?>+ADw-TED_EXPORT/+AD4-"
    with pytest.raises(MalformedError, match="UTF-7"):
        parse(document)


def test_a_document_nested_too_deep_reaches_a_limit():
    with pytest.raises(LimitError, match="safely"):
        parse(b"<TED_EXPORT>" + b"<P>" * 5000 + b"</P>" * 5000 + b"</TED_EXPORT>")


def test_a_document_over_the_limit_of_bytes_is_not_parsed():
    with pytest.raises(LimitError, match="over the limit of 10"):
        parse(WHOLE, max_bytes=10)


def test_a_document_that_ends_in_the_middle_is_told_as_cut_off():
    with pytest.raises(CutOffError, match="fetch the document again"):
        ted_xml.convert(WHOLE[:60])


def test_a_whole_document_with_crossed_tags_is_malformed_and_not_cut_off():
    with pytest.raises(MalformedError) as caught:
        parse(b"<TED_EXPORT><A><B></A></B></TED_EXPORT>")
    assert not isinstance(caught.value, CutOffError)


def test_bytes_in_another_encoding_than_declared_are_malformed():
    with pytest.raises(MalformedError, match="not well-formed"):
        parse("<?xml version='1.0' encoding='UTF-8'?><TED_EXPORT>Köln</TED_EXPORT>".encode("latin-1"))


def test_declared_latin_letters_are_read_as_declared():
    root = parse("<?xml version='1.0' encoding='ISO-8859-1'?><TED_EXPORT>Köln</TED_EXPORT>".encode("latin-1"))
    assert text(root) == "Köln"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_root_is_told_in_each_unicode_encoding(encoding):
    head = "<?xml version='1.0'?>\n<!-- a notice -->\n<t:TED_EXPORT xmlns:t='urn:t'>".encode(encoding)
    assert root_name(head) == "TED_EXPORT"


def test_recognition_goes_by_the_root_and_not_by_words_in_the_text():
    head = b"<html><!-- <TED_EXPORT> --><body>ContractNotice</body></html>"
    assert not ted_xml.recognise(head)
    assert not eforms.recognise(head)


@given(st.binary(max_size=200))
def test_any_bytes_give_an_answer_or_one_of_our_errors(noise):
    for document in (noise, WHOLE[:50] + noise, WHOLE + noise):
        ted_xml.recognise(document)
        try:
            ted_xml.convert(document)
        except CustodietError as error:
            assert str(error)  # noqa: PT017 - one of ours, with a text


def test_a_pointer_leads_back_to_its_element_whatever_the_namespaces():
    root = parse(b"<a xmlns='urn:1'><b/><x:b xmlns:x='urn:2'><c>first</c><c>second</c></x:b></a>")
    pointers = Pointers(root)
    for element in root.iter():
        assert root.xpath(pointers.of(element)) == [element]


def test_the_first_alternative_that_leads_somewhere_gives_the_original():
    root = parse(b"<a><b id='7'><P>one</P><P>two</P></b></a>")
    place = " | ".join((below("missing"), below("b"), below("b", "@id")))
    assert originals(root, "/*[local-name()='a']", place) == ["one\ntwo"]


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("458200.00", 458200),
        ("1 440 000", 1440000),
        ("12.50", 12.5),
        ("0.1", 0.1),
        ("1,5", None),
        ("n/a", None),
        ("١٢", None),
        ("9" * 21, None),
    ],
)
def test_amounts_are_read_only_where_they_are_numbers(printed, read):
    assert number(printed) == read

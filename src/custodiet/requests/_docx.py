"""A request as a word-processor file (Office Open XML): three parts in a zip, the same bytes for the same request."""

import io
import re
import zipfile
from xml.sax.saxutils import escape

from custodiet.requests._draft import Request

_TYPES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Default Extension="xml" ContentType="application/xml"/>\
<Override PartName="/word/document.xml" \
ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
_RELATIONS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">\
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" \
Target="word/document.xml"/></Relationships>"""
_DOCUMENT = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{paragraphs}\
<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>\
<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/>\
</w:sectPr></w:body></w:document>"""
_PARAGRAPH = '<w:p><w:pPr><w:spacing w:after="160"/></w:pPr>{runs}</w:p>'
_RUN = '<w:r><w:rPr>{bold}<w:lang w:val="{language}"/></w:rPr>{text}</w:r>'
_LINE = '<w:t xml:space="preserve">{text}</w:t>'
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML document may hold."""
_MOMENT = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can state: a draft has no date of its own
_UNIX = 3


def to_docx(request: Request) -> bytes:
    """The request as a .docx file: the subject in bold, then one paragraph after the other."""
    paragraphs = [_paragraph(request.subject, request.language, bold=True)]
    paragraphs += [_paragraph(text, request.language) for text in request.paragraphs]
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS,
        "word/document.xml": _DOCUMENT.format(paragraphs="".join(paragraphs)),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            member = zipfile.ZipInfo(name, _MOMENT)
            member.create_system = _UNIX
            member.external_attr = 0o644 << 16
            archive.writestr(member, content.encode("utf-8"), zipfile.ZIP_STORED)
    return buffer.getvalue()


def _paragraph(text: str, language: str, *, bold: bool = False) -> str:
    lines = [_LINE.format(text=escape(line)) for line in _NOT_XML.sub("", text).split("\n")]
    run = _RUN.format(bold="<w:b/>" if bold else "", language=language, text="<w:br/>".join(lines))
    return _PARAGRAPH.format(runs=run)

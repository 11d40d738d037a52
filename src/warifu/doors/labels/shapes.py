"""The published structures, as facts: STANAG 4774, STANAG 4778, Open XML SPIF 2.1.

Sources: ADatP-4774 Edition A Version 1 (20 December 2017), appendix 1 with its annex A; ADatP-4778 Edition A Version 1
(26 October 2018), chapter 4; the Open XML SPIF schema 2.1 of xmlspif.org, which ADatP-4774.1 reproduces. Where the text
of ADatP-4774 is stricter than its schema, the text counts: no URI of a classification, GenericValue alone, and
ReviewDateTime where there is no succession (``confidentiality``). XML Signatures are let stand and not looked into.
"""

from __future__ import annotations

from warifu.doors.labels.structure import (
    MANY,
    Given,
    Particle,
    Shape,
    any_text,
    boolean,
    identifier,
    instant,
    integer,
    matching,
    object_id,
    one_of,
    some_text,
)

SLAB = "urn:nato:stanag:4774:confidentialitymetadatalabel:1:0"
MB = "urn:nato:stanag:4778:bindinginformation:1:0"
SPIF = "http://www.xmlspif.org/spif"
DS = "http://www.w3.org/2000/09/xmldsig#"
XMIME = "http://www.w3.org/2005/05/xmlmime"
XML = "http://www.w3.org/XML/1998/namespace"


def slab(name: str) -> str:
    """The full name of an element of a confidentiality label."""
    return f"{{{SLAB}}}{name}"


def mb(name: str) -> str:
    """The full name of an element of a binding."""
    return f"{{{MB}}}{name}"


def spif(name: str) -> str:
    """The full name of an element of a policy file."""
    return f"{{{SPIF}}}{name}"


ORIGINATOR, ALTERNATIVE, OF_METADATA = (
    slab("originatorConfidentialityLabel"),
    slab("alternativeConfidentialityLabel"),
    slab("metadataConfidentialityLabel"),
)
LABELS = (ORIGINATOR, ALTERNATIVE, OF_METADATA)
_OPTIONAL_TEXT = Given(any_text)
_NEVER = Given(lambda _: False)
_ID_TYPE = one_of(
    "rfc822Name", "dNSName", "directoryName", "uniformResourceIdentifier", "iPAddress", "x400Address",
    "userPrincipalName", "jID",
)  # fmt: skip
_URN_OID = Given(matching(r"urn:oid:[0-2](\.[0-9]+)+"))

_LABEL = Shape(
    sequence=(
        Particle((slab("ConfidentialityInformation"),)),
        Particle((slab("OriginatorID"),), 0),
        Particle((slab("CreationDateTime"),)),
        Particle((slab("SuccessionHandling"),), 0),
    ),
    attributes={"Id": Given(identifier), "ReviewDateTime": Given(instant)},
    others=True,
    attributes_more=True,
)
_INFORMATION = Shape(
    sequence=(
        Particle((slab("PolicyIdentifier"),)),
        Particle((slab("Classification"),)),
        Particle((slab("PrivacyMark"),), 0),
        Particle((slab("Category"),), 0, MANY),
    ),
    others=True,
)
LABEL_SHAPES = {
    **dict.fromkeys(LABELS, _LABEL),
    slab("ConfidentialityInformation"): _INFORMATION,
    slab("PolicyIdentifier"): Shape(text=some_text, attributes={"URI": _URN_OID}, attributes_more=True),
    slab("Classification"): Shape(text=some_text, attributes={"URI": _NEVER}, attributes_more=True),
    slab("PrivacyMark"): Shape(text=any_text),
    slab("Category"): Shape(
        sequence=(Particle((slab("GenericValue"),), 0, MANY),),
        attributes={
            "Type": Given(one_of("RESTRICTIVE", "PERMISSIVE", "INFORMATIVE"), needed=True),
            "TagName": Given(some_text, needed=True),
            "URI": _URN_OID,
        },
        attributes_more=True,
    ),
    slab("GenericValue"): Shape(text=any_text),
    slab("OriginatorID"): Shape(
        text=some_text, attributes={"IDType": Given(_ID_TYPE, needed=True)}, attributes_more=True
    ),
    slab("CreationDateTime"): Shape(text=instant),
    slab("SuccessionHandling"): Shape(
        sequence=(Particle((slab("SuccessionDateTime"),)), Particle((slab("SuccessorConfidentialityLabel"),))),
        others=True,
    ),
    slab("SuccessionDateTime"): Shape(text=instant),
    slab("SuccessorConfidentialityLabel"): Shape(sequence=_LABEL.sequence, others=True),
}

_CONTENT = {f"{{{XMIME}}}contentType": _OPTIONAL_TEXT, "encoding": _OPTIONAL_TEXT}
_HOLDER = Shape(attributes=_CONTENT, anything=True, attributes_more=True)
_POINTER = Shape(
    sequence=(Particle((f"{{{DS}}}Transforms",), 0),),
    attributes={**_CONTENT, "URI": Given(any_text, needed=True)},
    attributes_more=True,
)
BINDING = mb("BindingInformation")
BINDING_SHAPES = {
    BINDING: Shape(
        sequence=(Particle((f"{{{DS}}}Signature",), 0, MANY), Particle((mb("MetadataBindingContainer"),), 1, MANY)),
        others=True,
        attributes_more=True,
    ),
    mb("MetadataBindingContainer"): Shape(
        sequence=(Particle((mb("MetadataBinding"),), 1, MANY),), attributes={"Id": Given(identifier)}, others=True
    ),
    mb("MetadataBinding"): Shape(
        sequence=(
            Particle((mb("Metadata"), mb("MetadataReference")), 1, MANY),
            Particle((mb("Data"), mb("DataReference")), 1, MANY),
        ),
        attributes={"Id": Given(identifier)},
    ),
    mb("Metadata"): _HOLDER,
    mb("Data"): _HOLDER,
    mb("MetadataReference"): _POINTER,
    mb("DataReference"): _POINTER,
    **LABEL_SHAPES,
}

# --- Open XML SPIF 2.1 ------------------------------------------------------------------------------------------------

_NAME = Given(lambda text: len(text) <= 256, needed=True)  # the length is the schema's
_ID = Given(object_id, needed=True)
_TAG_TYPE = Given(one_of("notApplicable", "restrictive", "enumerated", "permissive", "tagType7"), needed=True)
_ENUM_TYPE = Given(one_of("restrictive", "permissive"))
_MARKS = (Particle((spif("markingData"),), 0, MANY), Particle((spif("markingQualifier"),), 0, MANY))
_APPLIED = Given(one_of("encrypt", "decrypt", "both"), needed=True)
_REQUIRED = Particle((spif("requiredCategory"),), 0, MANY)
_CODES = one_of(
    "pageTop", "pageBottom", "pageTopBottom", "documentStart", "documentEnd", "noNameDisplay", "noMarkingDisplay",
    "suppressClassName", "firstLineOfText", "lastLineOfText", "subject", "xHeader", "portionMarking", "inputTitle",
    "waterMark", "replacePolicy",
)  # fmt: skip
_COLOURS = matching(
    r"#[0-9a-fA-F]{6}|aqua|black|blue|fuschia|gray|green|lime|maroon|navy|olive|purple|red|silver|teal|white|yellow"
)
_VALIDITY = {"notBefore": Given(instant), "notAfter": Given(instant)}
_CATEGORY_REF = Shape(
    attributes={
        "tagSetRef": _NAME,
        "tagType": _TAG_TYPE,
        "enumType": _ENUM_TYPE,
        "lacv": _OPTIONAL_TEXT,
        "all": Given(boolean),
    },
    attributes_more=True,
)
_POLICY_ID = Shape(sequence=_MARKS, attributes={"name": _NAME, "id": _ID}, attributes_more=True)
POLICY = spif("SPIF")
SPIF_SHAPES = {
    POLICY: Shape(
        sequence=(
            Particle((spif("defaultSecurityPolicyId"),), 0),
            Particle((spif("securityPolicyId"),)),
            Particle((spif("updateInfo"),), 0),
            Particle((spif("securityClassifications"),)),
            Particle((spif("securityCategoryTagSets"),), 0),
            Particle((spif("privacyMarks"),), 0),
            Particle((spif("equivalentPolicies"),), 0),
            *_MARKS,
            Particle((spif("extensions"),), 0),
        ),
        attributes={
            "schemaVersion": Given(one_of("1.0", "2.0", "2.1"), needed=True),
            "version": Given(integer),
            "creationDate": Given(some_text, needed=True),
            "originatorDN": Given(any_text, needed=True),
            "keyIdentifier": Given(any_text, needed=True),
            "privilegeId": _ID,
            "rbacId": _ID,
            "userRefURI": _OPTIONAL_TEXT,
            "docRefURI": _OPTIONAL_TEXT,
            **_VALIDITY,
        },
        attributes_more=True,
    ),
    spif("defaultSecurityPolicyId"): _POLICY_ID,
    spif("securityPolicyId"): _POLICY_ID,
    spif("securityClassifications"): Shape(
        sequence=(Particle((spif("securityClassification"),), 1, MANY), *_MARKS), attributes_more=True
    ),
    spif("securityClassification"): Shape(
        sequence=(Particle((spif("equivalentClassification"),), 0, MANY), *_MARKS, _REQUIRED),
        attributes={
            "name": _NAME,
            "lacv": Given(integer, needed=True),
            "hierarchy": Given(integer, needed=True),
            "color": Given(_COLOURS),
            "obsolete": Given(boolean),
        },
        attributes_more=True,
    ),
    spif("equivalentClassification"): Shape(
        sequence=(_REQUIRED,),
        attributes={"policyRef": _NAME, "lacv": Given(integer, needed=True), "applied": _APPLIED},
        attributes_more=True,
    ),
    spif("requiredCategory"): Shape(
        sequence=(Particle((spif("categoryGroup"),), 1, MANY),),
        attributes={"operation": Given(one_of("onlyOne", "oneOrMore", "all"))},
        attributes_more=True,
    ),
    spif("categoryGroup"): _CATEGORY_REF,
    spif("excludedCategory"): _CATEGORY_REF,
    spif("securityCategoryTagSets"): Shape(sequence=(Particle((spif("securityCategoryTagSet"),), 1, MANY),)),
    spif("securityCategoryTagSet"): Shape(
        sequence=(
            Particle((spif("securityCategoryTag"),), 1, MANY),
            Particle((spif("equivalentSecurityCategoryTagSet"),), 0, MANY),
        ),
        attributes={"name": _NAME, "id": _ID},
        attributes_more=True,
    ),
    spif("securityCategoryTag"): Shape(
        sequence=(Particle((spif("tagCategory"),), 0, MANY), Particle((spif("markingQualifier"),), 0, MANY)),
        attributes={
            "name": _OPTIONAL_TEXT,
            "tagType": _TAG_TYPE,
            "enumType": _ENUM_TYPE,
            "tag7Encoding": Given(one_of("bitSetAttributes", "securityAttributes")),
            "singleSelection": Given(boolean),
            "maxSelection": _OPTIONAL_TEXT,
            "minSelection": _OPTIONAL_TEXT,
        },
        attributes_more=True,
    ),
    spif("tagCategory"): Shape(
        sequence=(
            Particle((spif("equivalentSecCategoryTag"),), 0, MANY),
            *_MARKS,
            Particle((spif("excludedClass"),), 0, MANY),
            _REQUIRED,
            Particle((spif("excludedCategory"),), 0, MANY),
        ),
        attributes={
            "name": Given(any_text, needed=True),
            "lacv": Given(any_text, needed=True),
            "userInput": Given(one_of("string", "integer", "date")),
            "requiredClass": _OPTIONAL_TEXT,
            "obsolete": Given(boolean),
            "dateFormat": _OPTIONAL_TEXT,
            **_VALIDITY,
        },
        attributes_more=True,
    ),
    spif("equivalentSecCategoryTag"): Shape(
        attributes={
            "policyRef": _NAME,
            "tagSetId": _ID,
            "tagType": _TAG_TYPE,
            "enumType": _ENUM_TYPE,
            "lacv": Given(any_text, needed=True),
            "applied": _APPLIED,
            "action": Given(one_of("discard")),
        },
        attributes_more=True,
    ),
    spif("equivalentSecurityCategoryTagSet"): Shape(
        sequence=(_REQUIRED,),
        attributes={"policyRef": _NAME, "name": _OPTIONAL_TEXT, "id": Given(object_id)},
        attributes_more=True,
    ),
    spif("privacyMarks"): Shape(sequence=(Particle((spif("privacyMark"),), 1, MANY), *_MARKS), attributes_more=True),
    spif("privacyMark"): Shape(
        sequence=_MARKS, attributes={"name": _OPTIONAL_TEXT, "obsolete": Given(boolean)}, attributes_more=True
    ),
    spif("equivalentPolicies"): Shape(sequence=(Particle((spif("equivalentPolicy"),), 1, MANY),)),
    spif("equivalentPolicy"): Shape(
        sequence=(_REQUIRED,),
        attributes={"name": _NAME, "id": _ID, "userRefURI": _OPTIONAL_TEXT, "docRefURI": _OPTIONAL_TEXT},
        attributes_more=True,
    ),
    spif("markingData"): Shape(
        sequence=(Particle((spif("code"),), 1, MANY),), attributes={"phrase": _OPTIONAL_TEXT}, attributes_more=True
    ),
    spif("code"): Shape(text=_CODES),
    spif("markingQualifier"): Shape(
        sequence=(Particle((spif("qualifier"),), 1, MANY),),
        attributes={"markingCode": Given(_CODES)},
        attributes_more=True,
    ),
    spif("qualifier"): Shape(
        attributes={
            "markingQualifier": Given(any_text, needed=True),
            "qualifierCode": Given(one_of("prefix", "suffix", "separator"), needed=True),
        },
        attributes_more=True,
    ),
    spif("excludedClass"): Shape(text=any_text),
    spif("updateInfo"): Shape(),
}

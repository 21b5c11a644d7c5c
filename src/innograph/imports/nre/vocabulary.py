"""The Registry's codes, spelled out, and terms that it has changed.

Tags and their meanings: the data dictionary that went with the exports of 2015, and, for the tags
added since, the rows that the export of April 2024 (tags) and that of June 2026 (spelled out) share.
"""

from __future__ import annotations

import re

TAGS = {
    "A": "Arson",
    "BM": "Bitemark",
    "CDC": "Codefendant confessed",
    "CIU": "Conviction Integrity Unit",
    "CSH": "Child sex abuse hysteria",
    "F": "Female exoneree",
    "FED": "Federal case",
    "H": "Homicide",
    "IO": "Innocence organization",
    "JI": "Jailhouse informant",
    "JV": "Juvenile defendant",
    "M": "Misdemeanor",
    "NC": "No crime case",
    "P": "Plea",
    "PH": "Posthumous exoneration",
    "SA": "Sexual Assault",
    "SBS": "Shaken baby syndrome",
}
MISCONDUCT = {
    "CW": "child welfare worker misconduct",
    "FA": "forensic analyst misconduct",
    "INT": "misconduct in interrogation",
    "KP": "prosecutor knowingly permitted perjury",
    "NW": "misconduct other than withholding evidence",
    "OF": "officer misconduct",
    "PJ": "perjury by an official",
    "PL": "prosecutor lied in court",
    "PR": "prosecutor misconduct",
    "WH": "exculpatory evidence withheld",
    "WT": "witness tampering by an official",
}
FACTORS = {
    "FC": "factor/false-confession",
    "F/MFE": "factor/false-or-misleading-forensic-evidence",
    "ILD": "factor/inadequate-legal-defense",
    "MWID": "factor/mistaken-witness-identification",
    "OM": "factor/official-misconduct",
    "P/FA": "factor/perjury-or-false-accusation",
}
FACTOR_NAMES = {
    "FC": ("confession", "false confession"),
    "F/MFE": ("false or misleading forensic evidence", "misleading forensic evidence"),
    "ILD": ("inadequate legal defense",),
    "MWID": ("mistaken id", "mistaken witness id", "mistaken witness identification"),
    "OM": ("official misconduct",),
    "P/FA": ("perjury or false accusation",),
}
MISCONDUCT_NAMES = {
    "CW": ("cw om by child welfare worker",),
    "FA": ("fa om by forensic analyst",),
    "INT": ("int misconduct in interrogation",),
    "KP": ("kp prosecutor permitted perjury",),
    "NW": ("nw om not withholding",),
    "OF": ("of om by police officer",),
    "PJ": ("pj perjury by oa",),
    "PL": ("pl prosecutor lied in court",),
    "PR": ("pr prosecutor misconduct",),
    "WH": ("wh exculpatory withheld",),
    "WT": ("witness tampering by oa",),
}
EVENTS = {
    "crime/1": ("crime",),
    "arrest/1": ("arrest",),
    "wrongful-conviction/1": ("conviction", "1st convic", "1st conviction"),
    "wrongful-conviction/2": ("2nd convic", "2nd conviction"),
    "release/1": ("release",),
    "exoneration/1": ("exon", "exoneration"),
}
RACES = {
    "caucasian": "White", "african american": "Black", "african-american": "Black",
    **{name.casefold(): name for name in ("Asian", "Black", "Hispanic", "Native American", "Other", "White")},
}  # fmt: skip
SEXES = {"m": "male", "f": "female", "male": "male", "female": "female"}
FORMS = {"jury trial": "jury", "bench trial": "bench", "guilty plea": "plea"}
STATES = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado",
    "CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia", "FL": "Florida", "GA": "Georgia",
    "GU": "Guam", "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa",
    "KS": "Kansas", "KY": "Kentucky", "LA": "Louisiana", "ME": "Maine", "MD": "Maryland",
    "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota", "MS": "Mississippi", "MO": "Missouri",
    "MT": "Montana", "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire", "NJ": "New Jersey",
    "NM": "New Mexico", "NY": "New York", "NC": "North Carolina", "ND": "North Dakota", "OH": "Ohio",
    "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania", "PR": "Puerto Rico", "RI": "Rhode Island",
    "SC": "South Carolina", "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas", "UT": "Utah",
    "VT": "Vermont", "VI": "Virgin Islands", "VA": "Virginia", "WA": "Washington", "WV": "West Virginia",
    "WI": "Wisconsin", "WY": "Wyoming", "AS": "American Samoa", "MP": "Northern Mariana Islands",
}  # fmt: skip
STATES_BY_NAME = {each.casefold(): name for code, name in STATES.items() for each in (code, name)}
STATES_BY_NAME |= {"us virgin islands": "Virgin Islands", "washington dc": "District of Columbia"}
CODES = {name: code for code, name in STATES.items()}
FEDERAL, MILITARY = "Fed-", "Military"
OF_A_DISTRICT = re.compile(r"fed(?:eral)?\W+(.+?)\W*", re.IGNORECASE)


def state(written: str) -> str:
    """A state in full, or a federal district as the Registry writes it: ``"Fed-NY"``; empty if it is none.

    States are also known by their postal codes, in any letters and with points.
    """
    plain = " ".join(re.sub(r"[.,]", "", written).split()).casefold()
    if match := OF_A_DISTRICT.fullmatch(plain):
        name = STATES_BY_NAME.get(match[1], "")
        return FEDERAL + (CODES.get(name, "") or MILITARY) if name or match[1] == "military" else ""
    return STATES_BY_NAME.get(plain, "")


def whole_state(listed: str) -> str:
    """The state that a conviction was in, in full: a federal one is in the state of its district."""
    short = listed.removeprefix(FEDERAL)
    return STATES.get(short, short)

"""What schemathesis is told beside the description: which cases are left out, and which values there really are.

Whoever asks with a token that may revoke tokens, close accounts or end posts would sooner or later meet himself, and be asked
who he is from then on: such cases are left out. Half of the well-formed values of a name are what the demonstration has, for
a random number is mostly that of nothing.
"""

import json
import os
from urllib.parse import unquote
from zlib import crc32

import schemathesis

OWN = json.loads(os.environ["FUZZ_OWN"])
POSITIVE = os.environ["FUZZ_MODE"] == "positive"
# Operations that would end the token, the account or a post of whoever asks.
AGAINST = {"revokeToken": "tokens", "setAccountState": "accounts", "changeAccount": "accounts", "endPost": "posts"}
# What the demonstration has.
KNOWN = {
    "id": [str(number) for number in range(1, 13)],
    "account": ["chayue", "ducha"],
    "indicator": ["P01", "P02", "P03"],
    "unit": ["S01", "S02", "D03", "Q00"],
    "region": ["Q00"],
    "figure": ["shortfall", "cumulative", "rank"],
}
KNOWN_LISTS = {"units": ["S03", "S04"], "to": ["S01", "D03"]}


def name_of(case):
    return case.operation.definition.raw.get("operationId", "")


def known(name, value):
    """The same or, for every other value, what there is."""
    there = (KNOWN_LISTS if isinstance(value, list) else KNOWN).get(name)
    mark = crc32(repr(value).encode())
    if there is None or mark % 2:
        return value
    if isinstance(value, list):
        return there[: max(1, mark % 3)]
    return there[mark // 2 % len(there)] if isinstance(value, str) else value


@schemathesis.hook
def map_case(context, case):
    if POSITIVE:
        for part in (case.path_parameters, case.query, case.body):
            if isinstance(part, dict):
                for name, value in part.items():
                    part[name] = known(name, value)
    return case


@schemathesis.hook
def filter_case(context, case):
    own = OWN.get(AGAINST.get(name_of(case)), [])
    said = str((case.path_parameters or {}).get("id", ""))
    meant = known("id", said) if POSITIVE else said
    return not {unquote(text).strip().lower() for text in (said, meant)} & set(own)

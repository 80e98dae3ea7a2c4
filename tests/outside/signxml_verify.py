"""What signxml, which is none of ours, says of responses: signxml_verify.py <metadata> <file>...

Prints a JSON object: for every file the element that a signature by one of the certificates covers and the name that it
says, or why there is none. Keys come from the metadata, as they do for us.
"""

import json
import sys

from lxml import etree
from signxml import XMLVerifier

ASSERTION = "{urn:oasis:names:tc:SAML:2.0:assertion}"
DSIG = "{http://www.w3.org/2000/09/xmldsig#}"


def certificates(metadata):
    for node in etree.parse(metadata).iter(DSIG + "X509Certificate"):
        yield f"-----BEGIN CERTIFICATE-----\n{node.text}\n-----END CERTIFICATE-----\n"


def judged(data, trusted):
    reasons = []
    for certificate in trusted:
        try:
            signed = XMLVerifier().verify(data, x509_cert=certificate).signed_xml
        except Exception as error:  # It raises what its parts raise.
            reasons.append(f"{type(error).__name__}: {error}")
            continue
        name = signed.find(f".//{ASSERTION}NameID")
        words = "" if name is None else "".join(name.itertext()).strip()
        return {"holds": True, "element": etree.QName(signed).localname, "name": words}
    return {"holds": False, "reasons": reasons}


def main():
    metadata, *files = sys.argv[1:]
    trusted = list(certificates(metadata))
    answers = {}
    for file in files:
        with open(file, "rb") as opened:
            answers[file] = judged(opened.read(), trusted)
    json.dump(answers, sys.stdout)


main()

"""Responses by signers that are none of ours: write_responses.py <folder> <time>

signxml and xmlsec (as python3-saml uses it) sign in the shapes of real products, with keys that `cryptography` makes. A file's
name begins with the verdict that is expected: `accepted`, or `refused` and the code. `providers/` has metadata and
certificates in as many shapes.
"""

import base64
import datetime
import pathlib
import re
import sys
import textwrap
import urllib.parse

import xmlsec
from cryptography.hazmat.primitives.asymmetric import ec
from lxml import etree

from provider_files import providers
from signers import (
    ACS,
    ASSERTION,
    DECLARATION,
    DSIG,
    Says,
    by_onelogin,
    by_signxml,
    by_xmlsec,
    ec_key,
    find,
    pretty,
    rsa_key,
)
from wrappings import wrapped


def accepted(now, keys):
    """Names and contents of right responses."""
    says = Says(now)
    plain = says.write()
    for name, key in keys.items():
        for what in ("assertion", "response", "both"):
            yield f"signxml-{name}-{what}.xml", by_signxml(plain, key, what)
            yield f"xmlsec-{name}-{what}.xml", by_xmlsec(plain, key, what)
            if key.is_rsa:
                yield f"python3-saml-{name}-{what}.xml", by_onelogin(plain, key, what)
    one, other = keys["rsa-2048"], keys["p-256"]

    def shape(**changes):
        return Says(now, **changes).write()

    for name, key in (("rsa", one), ("ecdsa", other)):
        for what in ("assertion", "response", "both"):
            begins = f"{name}-{what}"
            azure = shape(assertion="", name_format="")
            yield f"default-namespace-{begins}.xml", by_xmlsec(azure, key, what, ns=None)
            yield f"default-namespace-signxml-{begins}.xml", by_signxml(azure, key, what, is_plain=True)
            yield f"default-protocol-{begins}.xml", by_xmlsec(shape(protocol=""), key, what, ns=None)
            yield f"pretty-{begins}.xml", by_signxml(pretty(plain), key, what)
            crlf = by_xmlsec(pretty(plain), key, what).replace("\n", "\r\n")
            yield f"crlf-{begins}.xml", DECLARATION + "\r\n" + crlf
            xs = ' xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
            typed = shape(typed=True, declared=xs, protocol="saml2p:", assertion="saml2:")
            yield f"prefix-list-{begins}.xml", by_xmlsec(typed, key, what, prefixes=["xs", "xsi"])
            yield f"default-in-prefix-list-{begins}.xml", by_xmlsec(
                azure.replace("<samlp:Response", f"<samlp:Response{xs}"), key, what, ns=None, prefixes=["#default", "samlp", "xs"]
            )
            yield f"no-certificate-{begins}.xml", without_info(by_xmlsec(plain, key, what if what != "both" else "response"))
            keycloak = ("name", "data", "value") if key.is_rsa else ("name", "data")
            basic = ' NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:basic" FriendlyName="f"'
            yield f"keycloak-{begins}.xml", by_xmlsec(
                shape(typed=True, name_format=basic, session=36000), key, what, ns="dsig", info=keycloak
            )
            # pysaml2 and whoever builds upon it.
            yield f"pysaml2-{begins}.xml", by_xmlsec(
                shape(protocol="ns0:", assertion="ns1:"), key, what, id="Signature1" if what != "both" else None
            )
            # Apache Santuario writes the line ends of base64 as references.
            java = by_xmlsec(plain, key, "assertion" if what == "both" else what)
            java = re.sub(
                r"(<ds:SignatureValue>|<ds:X509Certificate>)([^<]*)",
                lambda part: part[1] + "&#13;\n".join(textwrap.wrap("".join(part[2].split()), 76)),
                java,
            )
            yield f"santuario-{begins}.xml", by_xmlsec(java, key, "response") if what == "both" else java
    for name, moment in (
        ("seconds", lambda moment: moment.strftime("%Y-%m-%dT%H:%M:%SZ")),
        ("ticks", lambda moment: moment.strftime("%Y-%m-%dT%H:%M:%S.1234567Z")),
        ("nanoseconds", lambda moment: moment.strftime("%Y-%m-%dT%H:%M:%S.123456789Z")),
        ("zone", lambda moment: (moment + datetime.timedelta(hours=5.5)).strftime("%Y-%m-%dT%H:%M:%S+05:30")),
        ("no-zone", lambda moment: moment.strftime("%Y-%m-%dT%H:%M:%S")),
        ("no-seconds-of-offset", lambda moment: moment.strftime("%Y-%m-%dT%H:%M:%S.5+00:00")),
    ):
        yield f"times-{name}.xml", by_xmlsec(shape(time=moment), one, "assertion")
    words = "J\u00fcrgen &amp; \u6d77\u8c5a \U0001f42c &lt;x&gt; &quot;q&quot; &#x9;tab&#xA;line&#xD;end"
    odd = Says(now)
    subtle = odd.attribute("urn:x:&#9;a&#10;b&quot;&lt;", words, "", " two  spaces ")
    for what in ("assertion", "response", "both"):
        yield f"words-xmlsec-{what}.xml", by_xmlsec(shape(subtle=subtle), one, what)
        yield f"words-signxml-{what}.xml", by_signxml(shape(subtle=subtle), other, what)
    good = by_xmlsec(plain, one, "both")
    broken = by_xmlsec(pretty(plain), other, "assertion")
    yield "declaration.xml", DECLARATION + good
    yield "declaration-single-quotes.xml", "<?xml version='1.0' encoding='utf-8'?>\n" + good
    yield "declaration-standalone.xml", '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + good
    yield "declaration-no-encoding.xml", '<?xml version="1.0"?>' + good
    yield "byte-order-mark.xml", b"\xef\xbb\xbf" + (DECLARATION + good).encode()
    yield "line-end-after.xml", good + "\n\n"
    yield "space-before.xml", "\n  " + good
    for name, xml in (("compact", good), ("pretty", broken)):
        field = base64.b64encode(xml.encode()).decode()
        encoded = urllib.parse.quote(field, safe="")
        yield f"{name}.b64", field
        yield f"{name}-lines.b64", "\n".join(textwrap.wrap(field, 76)) + "\n"
        yield f"{name}-crlf.b64", "\r\n".join(textwrap.wrap(field, 64)) + "\r\n"
        yield f"{name}-byte-order-mark.b64", b"\xef\xbb\xbf" + field.encode()
        yield f"{name}-value.txt", encoded
        yield f"{name}-lower-value.txt", re.sub("%..", lambda code: code[0].lower(), encoded)
        yield f"{name}.form", f"SAMLResponse={encoded}&RelayState=https%3A%2F%2Fconsole.aws.amazon.com%2F"
        yield f"{name}-last.form", f"RelayState=&SAMLResponse={encoded}\n"
        yield f"{name}-by-hand.form", f"SAMLResponse={field}"


def refused(now, keys, strangers):
    """Codes, names and contents of wrong responses."""
    plain = Says(now).write()
    one, other = keys["rsa-2048"], keys["p-256"]

    def shape(**changes):
        return Says(now, **changes).write()

    for name in ("sha384", "sha512", "sha224"):
        yield "algorithm", f"rsa-{name}.xml", by_signxml(plain, one, "assertion", method=f"rsa-{name}")
        yield "algorithm", f"ecdsa-{name}.xml", by_signxml(plain, other, "both", method=f"ecdsa-{name}")
    for name in ("sha384", "sha512", "sha3-256"):
        yield "algorithm", f"digest-{name}.xml", by_signxml(plain, one, "assertion", digest=name)
    yield "algorithm", "pss.xml", by_signxml(plain, one, "assertion", method="sha256-rsa-MGF1")
    yield "algorithm", "p-384.xml", by_signxml(plain, strangers["p-384"], "assertion", method="ecdsa-sha384")
    yield "algorithm", "rsa-sha1.xml", by_xmlsec(plain, one, "assertion", method=xmlsec.Transform.RSA_SHA1)
    yield "algorithm", "digest-sha1.xml", by_xmlsec(plain, one, "assertion", digest=xmlsec.Transform.SHA1)
    for name, method in (
        ("c14n", xmlsec.Transform.C14N),
        ("c14n-1-1", xmlsec.Transform.C14N11),
        ("with-comments", xmlsec.Transform.EXCL_C14N_COMMENTS),
    ):
        yield "algorithm", f"{name}.xml", by_xmlsec(plain, one, "assertion", c14n=method)
    yield "untrusted-key", "stranger-rsa.xml", by_xmlsec(plain, strangers["rsa"], "assertion")
    yield "untrusted-key", "stranger-ecdsa.xml", by_signxml(plain, strangers["p-256"], "both")
    yield "signature", "stranger-without-certificate.xml", without_info(by_xmlsec(plain, strangers["rsa"], "assertion"))
    yield "signature", "certificate-of-the-right-one.xml", swap_certificate(by_xmlsec(plain, strangers["rsa"], "response"), one)
    yield "weak-key", "rsa-1024.xml", by_xmlsec(plain, strangers["rsa-1024"], "assertion")
    yield "not-signed", "nobody.xml", plain
    yield "issuer", "another-issuer.xml", by_xmlsec(shape(issuer="https://evil.example"), one, "assertion")
    yield "audience", "another-audience.xml", by_xmlsec(shape(audience="urn:amazon:webservices:x"), one, "assertion")
    yield "destination", "another-destination.xml", by_xmlsec(shape(acs=ACS + "/"), one, "response")
    yield "expired", "expired.xml", by_xmlsec(shape(issued=-240, lasts=120), one, "assertion")
    yield "expired", "session-over.xml", by_xmlsec(shape(issued=-200, lasts=600, session=-100), one, "assertion")
    yield "too-old", "too-old.xml", by_xmlsec(shape(issued=-600, lasts=3600), one, "assertion")
    yield "issued-in-future", "future.xml", by_xmlsec(shape(issued=120), one, "assertion")
    yield "time", "no-time.xml", by_xmlsec(shape(time=lambda _: "yesterday"), one, "assertion")
    failed = "urn:oasis:names:tc:SAML:2.0:status:Responder"
    yield "status", "failed.xml", by_xmlsec(shape(status=failed), one, "both")
    for what in ("assertion", "response", "both"):
        good = by_signxml(plain, one, what)
        yield "digest", f"name-changed-{what}.xml", good.replace("mary@outside", "root@outside")
        yield "digest", f"role-changed-{what}.xml", good.replace("role/Reader", "role/Admin")
        yield "forbidden-markup", f"comment-{what}.xml", good.replace("mary@outside", "mary@outside<!---->.evil")
        yield "forbidden-markup", f"document-type-{what}.xml", "<!DOCTYPE x [<!ENTITY e 'root'>]>" + good
        yield "forbidden-markup", f"instruction-{what}.xml", good.replace("mary@", "mary<?x?>@")
        cut = re.sub(r"<ds:SignatureValue>[^<]*", "<ds:SignatureValue>", good)
        # The outer signature covers the inner one.
        yield "digest" if what == "both" else "signature", f"no-value-{what}.xml", cut
    yield "destination", "unsigned-destination.xml", by_signxml(plain, one, "assertion").replace(
        f'Destination="{ACS}"', 'Destination="https://evil.example/saml"'
    )
    yield "not-utf8", "utf-16.xml", by_signxml(plain, one, "assertion").encode("utf-16")
    yield "not-base64", "cut.b64", base64.b64encode(by_signxml(plain, one, "assertion").encode()).decode()[:-3]
    yield "not-a-response", "assertion-alone.xml", etree.tostring(
        find(etree.fromstring(by_signxml(plain, one, "assertion").encode()), "Assertion"), encoding="unicode"
    )
    yield "encrypted", "encrypted.xml", encrypted(by_signxml(plain, one, "assertion"))
    for code, name, xml in wrapped(by_signxml(plain, one, "assertion"), by_xmlsec(plain, one, "response")):
        yield code, f"{name}.xml", xml


def without_info(xml):
    root = etree.fromstring(xml.encode())
    info = find(root, "KeyInfo", DSIG)
    info.getparent().remove(info)
    return etree.tostring(root, encoding="unicode")


def swap_certificate(xml, key):
    root = etree.fromstring(xml.encode())
    find(root, "X509Certificate", DSIG).text = key.text
    return etree.tostring(root, encoding="unicode")


def encrypted(xml):
    root = etree.fromstring(xml.encode())
    assertion = find(root, "Assertion")
    shell = etree.SubElement(root, f"{{{ASSERTION}}}EncryptedAssertion")
    etree.SubElement(shell, "{http://www.w3.org/2001/04/xmlenc#}EncryptedData")
    root.remove(assertion)
    return etree.tostring(root, encoding="unicode")


def put(file, content):
    file.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, str):
        content = content.encode()
    file.write_bytes(content)


def main():
    folder, time = pathlib.Path(sys.argv[1]), sys.argv[2]
    now = datetime.datetime.fromisoformat(time.replace("Z", "+00:00"))
    keys = {f"rsa-{bits}": rsa_key(bits, f"rsa {bits}", now) for bits in (2048, 3072, 4096)}
    keys["p-256"] = ec_key(ec.SECP256R1(), "p 256", now)
    strangers = {
        "rsa": rsa_key(2048, "stranger", now),
        "p-256": ec_key(ec.SECP256R1(), "stranger", now),
        "p-384": ec_key(ec.SECP384R1(), "p 384", now),
        "rsa-1024": rsa_key(1024, "rsa 1024", now),
    }
    for name, content in accepted(now, keys):
        put(folder / "responses" / f"accepted.{name}", content)
    for code, name, content in refused(now, keys, strangers):
        put(folder / "responses" / f"refused.{code}.{name}", content)
    for name, content in providers(keys, strangers):
        put(folder / "providers" / name, content)
    print("{}")


main()

"""Responses by signers that are none of ours: write_responses.py <folder> <time>

signxml and xmlsec (as python3-saml uses it) sign in the shapes of real products, with keys that `cryptography` makes. A file's
name begins with the verdict that is expected: `accepted`, or `refused` and the code. `providers/` has metadata and
certificates in as many shapes.
"""

import base64
import copy
import datetime
import pathlib
import re
import sys
import textwrap
import urllib.parse

import xmlsec
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from lxml import etree
from onelogin.saml2.constants import OneLogin_Saml2_Constants
from onelogin.saml2.utils import OneLogin_Saml2_Utils
from signxml import XMLSigner, methods

PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol"
ASSERTION = "urn:oasis:names:tc:SAML:2.0:assertion"
DSIG = "http://www.w3.org/2000/09/xmldsig#"
METADATA = "urn:oasis:names:tc:SAML:2.0:metadata"
ISSUER = "https://idp.outside.example/saml"
ACS = "https://signin.aws.amazon.com/saml"
ROLES = "https://aws.amazon.com/SAML/Attributes/"
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'


class Key:
    """A key with its certificate."""

    def __init__(self, secret, name, now):
        self.secret = secret
        self.is_rsa = isinstance(secret, rsa.RSAPrivateKey)
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        self.certificate = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject)
            .public_key(secret.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=365))
            .sign(secret, hashes.SHA256())
        )
        self.pem = self.certificate.public_bytes(serialization.Encoding.PEM)
        self.der = self.certificate.public_bytes(serialization.Encoding.DER)
        self.text = base64.b64encode(self.der).decode()
        self.secret_pem = secret.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )


def rsa_key(bits, name, now):
    return Key(rsa.generate_private_key(65537, bits), name, now)


def ec_key(curve, name, now):
    return Key(ec.generate_private_key(curve), name, now)


class Says:
    """What a response says, and how it is written."""

    def __init__(self, now):
        self.now = now
        self.protocol = "samlp:"
        self.assertion = "saml:"
        self.name = "mary@outside.example"
        self.format = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"
        self.issuer = ISSUER
        self.audience = "urn:amazon:webservices"
        self.acs = ACS
        self.issued = 0
        self.lasts = 300
        self.session = None
        self.status = "urn:oasis:names:tc:SAML:2.0:status:Success"
        self.declared = ""
        self.name_format = ' NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:uri"'
        self.typed = False
        self.subtle = ""
        self.time = lambda moment: moment.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"

    def at(self, seconds):
        return self.time(self.now + datetime.timedelta(seconds=seconds))

    def attribute(self, name, *values):
        a = self.assertion
        kind = (
            ' xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
            ' xsi:type="xs:string"'
            if self.typed
            else ""
        )
        inner = "".join(f"<{a}AttributeValue{kind}>{value}</{a}AttributeValue>" for value in values)
        return f'<{a}Attribute Name="{name}"{self.name_format}>{inner}</{a}Attribute>'

    def write(self):
        p, a = self.protocol, self.assertion
        of_p = f'xmlns:{p[:-1]}="{PROTOCOL}"' if p else f'xmlns="{PROTOCOL}"'
        of_a = f'xmlns:{a[:-1]}="{ASSERTION}"' if a else f'xmlns="{ASSERTION}"'
        issued, until = self.at(self.issued), self.at(self.issued + self.lasts)
        session = f' SessionNotOnOrAfter="{self.at(self.session)}"' if self.session is not None else ""
        pair = "arn:aws:iam::111122223333:role/Reader,arn:aws:iam::111122223333:saml-provider/Outside"
        statement = self.attribute(ROLES + "Role", pair) + self.attribute(ROLES + "RoleSessionName", "mary") + self.subtle
        return (
            f'<{p}Response {of_p} {of_a}{self.declared} ID="_r1" Version="2.0" IssueInstant="{issued}"'
            f' Destination="{self.acs}"><{a}Issuer>{self.issuer}</{a}Issuer>'
            f'<{p}Status><{p}StatusCode Value="{self.status}"/></{p}Status>'
            f'<{a}Assertion {of_a} ID="_a1" Version="2.0" IssueInstant="{issued}"><{a}Issuer>{self.issuer}</{a}Issuer>'
            f'<{a}Subject><{a}NameID Format="{self.format}">{self.name}</{a}NameID>'
            f'<{a}SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">'
            f'<{a}SubjectConfirmationData NotOnOrAfter="{until}" Recipient="{self.acs}"/></{a}SubjectConfirmation></{a}Subject>'
            f'<{a}Conditions NotBefore="{issued}" NotOnOrAfter="{until}"><{a}AudienceRestriction>'
            f"<{a}Audience>{self.audience}</{a}Audience></{a}AudienceRestriction></{a}Conditions>"
            f'<{a}AuthnStatement AuthnInstant="{issued}" SessionIndex="_s1"{session}><{a}AuthnContext>'
            f"<{a}AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport"
            f"</{a}AuthnContextClassRef></{a}AuthnContext></{a}AuthnStatement>"
            f"<{a}AttributeStatement>{statement}</{a}AttributeStatement></{a}Assertion></{p}Response>"
        )


def find(root, local, space=ASSERTION, own=False):
    return root.find(f"{{{space}}}{local}" if own else f".//{{{space}}}{local}")


def after_issuer(element, signature):
    """Where the schema wants a signature."""
    element.insert(list(element).index(element.find(f"{{{ASSERTION}}}Issuer")) + 1, signature)


def targets(root, what):
    assertion = find(root, "Assertion")
    return {"assertion": [assertion], "response": [root], "both": [assertion, root]}[what]


def by_signxml(xml, key, what, method=None, digest="sha256", is_plain=False):
    """Signs the elements, the inner one first."""
    root = etree.fromstring(xml.encode())
    for element in targets(root, what):
        signer = XMLSigner(
            method=methods.enveloped,
            signature_algorithm=method or ("rsa-sha256" if key.is_rsa else "ecdsa-sha256"),
            digest_algorithm=digest,
            c14n_algorithm="http://www.w3.org/2001/10/xml-exc-c14n#",
        )
        if is_plain:
            signer.namespaces = {None: DSIG}
        # It is signed alone, as a document of its own: exclusive canonical XML is the same wherever it stands.
        alone = etree.fromstring(etree.tostring(element, with_tail=False))
        signed = signer.sign(
            alone,
            key=key.secret,
            cert=[key.pem.decode()],
            reference_uri=element.get("ID"),
        )
        # What it makes without a prefix has its namespace when it is read again.
        after_issuer(element, find(etree.fromstring(etree.tostring(signed)), "Signature", DSIG, own=True))
    return etree.tostring(root, encoding="unicode")


def by_xmlsec(xml, key, what, method=None, digest=xmlsec.Transform.SHA256, c14n=xmlsec.Transform.EXCL_C14N, **more):
    root = etree.fromstring(xml.encode())
    method = method or (xmlsec.Transform.RSA_SHA256 if key.is_rsa else xmlsec.Transform.ECDSA_SHA256)
    for element in targets(root, what):
        named = {"name": more["id"]} if "id" in more else {}
        signature = xmlsec.template.create(element, c14n, method, ns=more.get("ns", "ds"), **named)
        after_issuer(element, signature)
        reference = xmlsec.template.add_reference(signature, digest, uri="#" + element.get("ID"))
        xmlsec.template.add_transform(reference, xmlsec.Transform.ENVELOPED)
        transform = xmlsec.template.add_transform(reference, c14n)
        if "prefixes" in more:
            xmlsec.template.transform_add_c14n_inclusive_namespaces(transform, more["prefixes"])
        info = xmlsec.template.ensure_key_info(signature)
        for part in more.get("info", ("data",)):
            if part == "name":
                xmlsec.template.add_key_name(info, "outside")
            elif part == "value":
                xmlsec.template.add_key_value(info)
            else:
                data = xmlsec.template.add_x509_data(info)
                xmlsec.template.x509_data_add_certificate(data)
        xmlsec.tree.add_ids(root, ["ID"])
        context = xmlsec.SignatureContext()
        context.key = xmlsec.Key.from_memory(key.secret_pem, xmlsec.KeyFormat.PEM)
        context.key.load_cert_from_memory(key.pem, xmlsec.KeyFormat.PEM)
        context.key.name = "outside"
        context.sign(signature)
    return etree.tostring(root, encoding="unicode")


def by_onelogin(xml, key, what):
    root = etree.fromstring(xml.encode())
    for element in targets(root, what):
        alone = etree.tostring(element, encoding="unicode", with_tail=False)
        signed = OneLogin_Saml2_Utils.add_sign(
            alone,
            key.secret_pem.decode(),
            key.pem.decode(),
            sign_algorithm=OneLogin_Saml2_Constants.RSA_SHA256,
            digest_algorithm=OneLogin_Saml2_Constants.SHA256,
        )
        signature = find(etree.fromstring(signed), "Signature", DSIG, own=True)
        after_issuer(element, signature)
    return etree.tostring(root, encoding="unicode")


def pretty(xml):
    root = etree.fromstring(xml.encode())
    etree.indent(root, "    ")
    return etree.tostring(root, encoding="unicode")


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
        changed = Says(now)
        for field, value in changes.items():
            setattr(changed, field, value)
        return changed.write()

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
        changed = Says(now)
        for field, value in changes.items():
            setattr(changed, field, value)
        return changed.write()

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


def wrapped(of_assertion, of_response):
    """The eight ways of Somorovsky et al., and some that came later."""

    def parsed(xml):
        root = etree.fromstring(xml.encode())
        return root, find(root, "Assertion"), find(root, "Signature", DSIG)

    def forged(element, identity):
        other = copy.deepcopy(element)
        for signature in other.findall(f".//{{{DSIG}}}Signature"):
            signature.getparent().remove(signature)
        other.set("ID", identity)
        find(other, "NameID").text = "root@outside.example"
        return other

    def done(root):
        return etree.tostring(root, encoding="unicode")

    root, _, signature = parsed(of_response)
    evil = forged(root, "_evil")
    root.remove(signature)
    signature.append(root)
    after_issuer(evil, signature)
    yield "structure", "xsw-1", done(evil)

    root, _, signature = parsed(of_response)
    evil = forged(root, "_evil")
    root.remove(signature)
    evil.insert(1, root)
    evil.insert(2, signature)
    yield "structure", "xsw-2", done(evil)

    root, assertion, _ = parsed(of_assertion)
    root.insert(list(root).index(assertion), forged(assertion, "_evil"))
    yield "assertion-count", "xsw-3", done(root)

    root, assertion, _ = parsed(of_assertion)
    evil = forged(assertion, "_evil")
    root.replace(assertion, evil)
    evil.append(assertion)
    yield "structure", "xsw-4", done(root)

    root, assertion, signature = parsed(of_assertion)
    evil = forged(assertion, "_evil")
    assertion.remove(signature)
    root.replace(assertion, evil)
    after_issuer(evil, signature)
    root.append(assertion)
    yield "assertion-count", "xsw-5", done(root)

    root, assertion, signature = parsed(of_assertion)
    evil = forged(assertion, "_evil")
    assertion.remove(signature)
    root.replace(assertion, evil)
    signature.append(assertion)
    after_issuer(evil, signature)
    yield "structure", "xsw-6", done(root)

    root, assertion, _ = parsed(of_assertion)
    extensions = etree.Element(f"{{{PROTOCOL}}}Extensions")
    extensions.append(forged(assertion, "_evil"))
    root.insert(1, extensions)
    yield "structure", "xsw-7", done(root)

    root, assertion, signature = parsed(of_assertion)
    evil = forged(assertion, "_evil")
    assertion.remove(signature)
    root.replace(assertion, evil)
    holder = etree.SubElement(signature, f"{{{DSIG}}}Object")
    holder.append(assertion)
    after_issuer(evil, signature)
    yield "structure", "xsw-8", done(root)

    # The same id twice: whoever looks it up finds the other one.
    root, assertion, _ = parsed(of_assertion)
    root.append(forged(assertion, "_a1"))
    yield "ids", "same-id", done(root)

    # The response has the signature that is the assertion's.
    root, assertion, signature = parsed(of_assertion)
    assertion.remove(signature)
    after_issuer(root, signature)
    find(root, "NameID").text = "root@outside.example"
    yield "signature-shape", "moved-signature", done(root)

    # A reference to nothing in particular is to everything.
    root, _, signature = parsed(of_response)
    find(root, "Reference", DSIG).set("URI", "")
    yield "signature-shape", "empty-reference", done(root)


def metadata(certificates, use=' use="signing"', around=("", ""), more=""):
    keys = "".join(
        f"<md:KeyDescriptor{use}><ds:KeyInfo><ds:X509Data><ds:X509Certificate>{text}</ds:X509Certificate></ds:X509Data>"
        "</ds:KeyInfo></md:KeyDescriptor>"
        for text in certificates
    )
    return (
        f'{around[0]}<md:EntityDescriptor xmlns:md="{METADATA}" xmlns:ds="{DSIG}" ID="_m1" entityID="{ISSUER}"{more}>'
        f'<md:IDPSSODescriptor protocolSupportEnumeration="{PROTOCOL}">{keys}'
        '<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" '
        'Location="https://idp.outside.example/sso"/></md:IDPSSODescriptor></md:EntityDescriptor>' + around[1]
    )


def providers(keys, strangers):
    """Names and contents. What begins with `unusable` must be refused; with `all`, it has every key, else that of RSA 2048."""
    one = keys["rsa-2048"]
    texts = [key.text for key in keys.values()]
    lines = "\n".join(textwrap.wrap(one.text, 64))
    whole = metadata(texts)
    yield "all.xml", whole
    yield "all-without-use.xml", metadata(texts, use="")
    yield "all-pretty.xml", DECLARATION + "\n" + pretty(whole)
    yield "all-crlf.xml", (DECLARATION + "\n" + pretty(whole)).replace("\n", "\r\n")
    yield "all-byte-order-mark.xml", b"\xef\xbb\xbf" + (DECLARATION + whole).encode()
    yield "all-space-before.xml", "\n" + whole
    yield "all-comments.xml", "<!-- of the company -->\n" + whole.replace("<md:KeyDescriptor", "<!-- a key --><md:KeyDescriptor")
    group = f'<md:EntitiesDescriptor xmlns:md="{METADATA}" Name="all" validUntil="2036-01-01T00:00:00Z">'
    yield "all-in-a-group.xml", metadata(texts, around=(group, "</md:EntitiesDescriptor>"))
    yield "all-until.xml", metadata(texts, more=' validUntil="2036-01-01T00:00:00Z" cacheDuration="PT6H"')
    yield "all-over.xml", metadata(texts, more=' validUntil="2016-01-01T00:00:00Z"')
    yield "all-signed.xml", signed_metadata(whole, one)
    encryption = metadata([strangers["p-384"].text], use=' use="encryption"')
    descriptor = re.search(r"<md:KeyDescriptor.*?</md:KeyDescriptor>", encryption)[0]
    yield "all-with-encryption.xml", whole.replace("<md:SingleSignOnService", descriptor + "<md:SingleSignOnService")
    yield "one-lines.xml", metadata([f"\n{lines}\n"])
    yield "one.pem", one.pem
    yield "one-crlf.pem", one.pem.replace(b"\n", b"\r\n")
    yield "one-byte-order-mark.pem", b"\xef\xbb\xbf" + one.pem
    yield "one-with-words.pem", b"Certificate:\n    Data: made by openssl\n" + one.pem
    yield "one.der", one.der
    yield "one-base64.txt", one.text
    yield "one-base64-lines.txt", lines + "\n"
    yield "one-with-key.pem", one.secret_pem + one.pem
    yield "all-of-a-bundle.pem", b"".join(key.pem for key in keys.values())
    yield "unusable-document-type.xml", "<!DOCTYPE md:EntityDescriptor>" + whole
    yield "unusable-two.xml", metadata(
        texts, around=(group, metadata(texts).replace(ISSUER, ISSUER + "/2") + "</md:EntitiesDescriptor>")
    )
    yield "unusable-p-384.pem", strangers["p-384"].pem
    yield "unusable-rsa-1024.pem", strangers["rsa-1024"].pem
    yield "unusable-key.pem", one.secret_pem
    yield "unusable-no-key.xml", metadata([])
    yield "unusable-nothing.xml", ""
    yield "unusable-response.xml", Says(datetime.datetime(2026, 1, 1)).write()


def signed_metadata(xml, key):
    root = etree.fromstring(xml.encode())
    signature = xmlsec.template.create(root, xmlsec.Transform.EXCL_C14N, xmlsec.Transform.RSA_SHA256, ns="ds")
    root.insert(0, signature)
    reference = xmlsec.template.add_reference(signature, xmlsec.Transform.SHA256, uri="#_m1")
    xmlsec.template.add_transform(reference, xmlsec.Transform.ENVELOPED)
    xmlsec.template.add_transform(reference, xmlsec.Transform.EXCL_C14N)
    xmlsec.template.add_x509_data(xmlsec.template.ensure_key_info(signature))
    xmlsec.tree.add_ids(root, ["ID"])
    context = xmlsec.SignatureContext()
    context.key = xmlsec.Key.from_memory(key.secret_pem, xmlsec.KeyFormat.PEM)
    context.key.load_cert_from_memory(key.pem, xmlsec.KeyFormat.PEM)
    context.sign(signature)
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

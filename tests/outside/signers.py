"""Keys, responses, and those who sign them: signxml, xmlsec, and python3-saml, which are none of ours."""

import base64
import datetime

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

    def __init__(self, now, **changes):
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
        for field, value in changes.items():
            setattr(self, field, value)

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

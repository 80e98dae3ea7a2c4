"""Metadata and certificates as people have them."""

import datetime
import re
import textwrap

import xmlsec
from lxml import etree

from signers import DECLARATION, DSIG, ISSUER, METADATA, PROTOCOL, Says, pretty


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
    """Names and contents. What begins with `unusable` must be refused; the key of `weak` is too short. `all` has every key of
    ours, any other that of RSA 2048."""
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
    yield "weak-rsa-1024.pem", strangers["rsa-1024"].pem
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

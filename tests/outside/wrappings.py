"""Signature wrapping: the eight ways of Somorovsky et al. (USENIX Security 2012), and some that came later."""

import copy

from lxml import etree

from signers import DSIG, PROTOCOL, after_issuer, find


def wrapped(of_assertion, of_response):
    """Codes, names and contents, of a response whose assertion is signed and of one that is signed itself."""

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

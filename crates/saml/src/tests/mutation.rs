//! Signed responses whose structure is changed at random. Whatever is done to them: refused, or it says what was signed.

use std::fmt::Write as _;
use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use uppsala::{NodeId, NodeKind};

use super::{judged, response};
use crate::names::{ASSERTION, DSIG};
use crate::tree::Tree;
use crate::{Signed, Verified};

/// A document that can be anything.
#[derive(Debug, Clone)]
enum Node {
    Element(Element),
    /// Text and markup as it is.
    Raw(String),
}

#[derive(Debug, Clone)]
struct Element {
    name: String,
    /// Namespaces, too.
    attributes: Vec<(String, String)>,
    children: Vec<Node>,
}

impl Element {
    fn of(tree: &Tree<'_>, node: NodeId) -> Self {
        let element = tree.0.element(node).unwrap();
        let namespaces = element.namespace_declarations.iter().map(|(prefix, uri)| {
            let name = if prefix.is_empty() {
                "xmlns".to_owned()
            } else {
                format!("xmlns:{prefix}")
            };
            (name, uri.to_string())
        });
        let attributes = element
            .attributes
            .iter()
            .map(|one| (one.name.prefixed_name().into_owned(), one.value.to_string()));
        Self {
            name: element.name.prefixed_name().into_owned(),
            attributes: namespaces.chain(attributes).collect(),
            children: tree
                .0
                .children_iter(node)
                .map(|child| match tree.0.node_kind(child) {
                    Some(NodeKind::Element(_)) => Node::Element(Self::of(tree, child)),
                    _ => Node::Raw(crate::text::escape(tree.0.text_content(child).unwrap_or_default())),
                })
                .collect(),
        }
    }

    fn write(&self, text: &mut String) {
        write!(text, "<{}", self.name).unwrap();
        for (name, value) in &self.attributes {
            write!(text, " {name}=\"{}\"", crate::text::escape(value)).unwrap();
        }
        text.push('>');
        for child in &self.children {
            match child {
                Node::Element(element) => element.write(text),
                Node::Raw(raw) => text.push_str(raw),
            }
        }
        write!(text, "</{}>", self.name).unwrap();
    }

    /// How many elements there are, this one among them.
    fn count(&self) -> usize {
        1 + self.inner().map(Self::count).sum::<usize>()
    }

    fn inner(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|child| match child {
            Node::Element(element) => Some(element),
            Node::Raw(_) => None,
        })
    }

    /// The element at a place in the order of the document.
    fn at(&mut self, place: usize) -> Option<&mut Self> {
        if place == 0 {
            return Some(self);
        }
        let mut place = place - 1;
        for child in &mut self.children {
            let Node::Element(element) = child else { continue };
            let count = element.count();
            if place < count {
                return element.at(place);
            }
            place -= count;
        }
        None
    }

    /// Takes the element at a place out; the root stays.
    fn take(&mut self, place: usize) -> Option<Self> {
        let mut place = place.checked_sub(1)?;
        for index in 0..self.children.len() {
            let Node::Element(element) = &mut self.children[index] else {
                continue;
            };
            if place == 0 {
                let Node::Element(taken) = self.children.remove(index) else {
                    return None;
                };
                return Some(taken);
            }
            let count = element.count();
            if place < count {
                return element.take(place);
            }
            place -= count;
        }
        None
    }
}

const NAMES: &[&str] = &[
    "saml2:Assertion",
    "saml2p:Response",
    "saml2p:Extensions",
    "saml2p:Status",
    "saml2:Advice",
    "saml2:Subject",
    "saml2:NameID",
    "saml2:Issuer",
    "saml2:Audience",
    "saml2:AttributeValue",
    "saml2:Conditions",
    "saml2:EncryptedAssertion",
    "ds:Signature",
    "ds:SignedInfo",
    "ds:Object",
    "ds:Reference",
    "ds:DigestValue",
    "x:Wrapper",
    "Assertion",
];
const ATTRIBUTES: &[&str] = &[
    "ID",
    "Id",
    "id",
    "xml:id",
    "saml2:ID",
    "AssertionID",
    "URI",
    "Algorithm",
    "Version",
    "Value",
    "Method",
    "Recipient",
    "NotOnOrAfter",
    "NotBefore",
    "InResponseTo",
    "Destination",
    "Format",
    "NameQualifier",
    "Name",
    "PrefixList",
    "xmlns",
    "xmlns:saml2",
    "xmlns:ds",
    "xmlns:x",
];
const VALUES: &[&str] = &[
    "",
    "_a1",
    "_r1",
    "#_a1",
    "#_r1",
    "_evil",
    "2.0",
    "urn:x",
    "urn:oasis:names:tc:SAML:2.0:assertion",
    "http://www.w3.org/2000/09/xmldsig#",
    "http://www.w3.org/2000/09/xmldsig#sha1",
    "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256",
    "http://www.w3.org/2001/10/xml-exc-c14n#",
    "http://www.w3.org/2001/10/xml-exc-c14n#WithComments",
    "http://www.w3.org/2000/09/xmldsig#enveloped-signature",
    "2099-01-01T00:00:00Z",
    "saml2 xs #default",
];
const RAW: &[&str] = &[
    "",
    " ",
    "root@anycompany.example",
    "<!-- -->",
    "<![CDATA[root@]]>",
    "<?x y?>",
    "&e;",
    "&#0;",
    "&#x72;oot",
    "\0",
    "<evil/>",
    "</saml2:NameID>",
    "]]>",
    "AAAA",
];

/// One change. Places count elements, and go round at the end.
#[derive(Debug, Clone)]
enum Change {
    Move {
        from: usize,
        to: usize,
        index: usize,
    },
    Copy {
        from: usize,
        to: usize,
        index: usize,
    },
    /// A copy that says another name.
    Forge {
        from: usize,
        to: usize,
        index: usize,
    },
    Wrap {
        place: usize,
        name: usize,
    },
    Unwrap {
        place: usize,
    },
    Delete {
        place: usize,
    },
    Rename {
        place: usize,
        name: usize,
    },
    Attribute {
        place: usize,
        name: usize,
        value: usize,
    },
    RenameAttribute {
        place: usize,
        index: usize,
        name: usize,
    },
    DeleteAttribute {
        place: usize,
        index: usize,
    },
    /// The attributes of another element.
    Borrow {
        place: usize,
        from: usize,
    },
    Raw {
        place: usize,
        index: usize,
        raw: usize,
    },
    /// Text instead of all that is in it.
    Fill {
        place: usize,
        raw: usize,
    },
    Swap {
        one: usize,
        other: usize,
    },
}

fn change() -> impl Strategy<Value = Change> {
    let place = 0usize..60;
    let index = 0usize..6;
    let (name, attribute, value, raw) = (0..NAMES.len(), 0..ATTRIBUTES.len(), 0..VALUES.len(), 0..RAW.len());
    prop_oneof![
        (place.clone(), place.clone(), index.clone()).prop_map(|(from, to, index)| Change::Move { from, to, index }),
        (place.clone(), place.clone(), index.clone()).prop_map(|(from, to, index)| Change::Copy { from, to, index }),
        (place.clone(), place.clone(), index.clone()).prop_map(|(from, to, index)| Change::Forge { from, to, index }),
        (place.clone(), name.clone()).prop_map(|(place, name)| Change::Wrap { place, name }),
        place.clone().prop_map(|place| Change::Unwrap { place }),
        place.clone().prop_map(|place| Change::Delete { place }),
        (place.clone(), name).prop_map(|(place, name)| Change::Rename { place, name }),
        (place.clone(), attribute.clone(), value).prop_map(|(place, name, value)| Change::Attribute {
            place,
            name,
            value
        }),
        (place.clone(), index.clone(), attribute).prop_map(|(place, index, name)| Change::RenameAttribute {
            place,
            index,
            name
        }),
        (place.clone(), index.clone()).prop_map(|(place, index)| Change::DeleteAttribute { place, index }),
        (place.clone(), place.clone()).prop_map(|(place, from)| Change::Borrow { place, from }),
        (place.clone(), index, raw.clone()).prop_map(|(place, index, raw)| Change::Raw { place, index, raw }),
        (place.clone(), raw).prop_map(|(place, raw)| Change::Fill { place, raw }),
        (place.clone(), place).prop_map(|(one, other)| Change::Swap { one, other }),
    ]
}

fn forge(element: &mut Element) {
    for child in &mut element.children {
        match child {
            Node::Element(inner) => forge(inner),
            Node::Raw(raw) => *raw = raw.replace("mary", "root").replace("two", "admin"),
        }
    }
}

impl Change {
    fn make(&self, root: &mut Element) -> Option<()> {
        let count = root.count();
        let put = |root: &mut Element, to: usize, index: usize, element: Element| {
            let parent = root.at(to % root.count())?;
            let index = index.min(parent.children.len());
            parent.children.insert(index, Node::Element(element));
            Some(())
        };
        match *self {
            Self::Move { from, to, index } => {
                let element = root.take(from % count)?;
                put(root, to, index, element)
            }
            Self::Copy { from, to, index } => {
                let element = root.at(from % count)?.clone();
                put(root, to, index, element)
            }
            Self::Forge { from, to, index } => {
                let mut element = root.at(from % count)?.clone();
                forge(&mut element);
                put(root, to, index, element)
            }
            Self::Wrap { place, name } => {
                let element = root.at(place % count)?;
                let inner = std::mem::replace(
                    element,
                    Element {
                        name: NAMES[name].to_owned(),
                        attributes: element
                            .attributes
                            .iter()
                            .filter(|(name, _)| name.starts_with("xmlns"))
                            .cloned()
                            .collect(),
                        children: Vec::new(),
                    },
                );
                element.children.push(Node::Element(inner));
                Some(())
            }
            Self::Unwrap { place } => {
                let element = root.at(place % count)?;
                let inner = element.inner().next()?.clone();
                *element = inner;
                Some(())
            }
            Self::Delete { place } => root.take(place % count).map(|_| ()),
            Self::Rename { place, name } => {
                NAMES[name].clone_into(&mut root.at(place % count)?.name);
                Some(())
            }
            Self::Attribute { place, name, value } => {
                let element = root.at(place % count)?;
                element.attributes.retain(|(known, _)| known != ATTRIBUTES[name]);
                element
                    .attributes
                    .push((ATTRIBUTES[name].to_owned(), VALUES[value].to_owned()));
                Some(())
            }
            Self::RenameAttribute { place, index, name } => {
                let element = root.at(place % count)?;
                let length = element.attributes.len();
                element.attributes.get_mut(index % length.max(1))?.0 = ATTRIBUTES[name].to_owned();
                Some(())
            }
            Self::DeleteAttribute { place, index } => {
                let element = root.at(place % count)?;
                let length = element.attributes.len();
                (length > 0)
                    .then(|| element.attributes.remove(index % length))
                    .map(|_| ())
            }
            Self::Borrow { place, from } => {
                let attributes = root.at(from % count)?.attributes.clone();
                root.at(place % count)?.attributes = attributes;
                Some(())
            }
            Self::Raw { place, index, raw } => {
                let element = root.at(place % count)?;
                let index = index.min(element.children.len());
                element.children.insert(index, Node::Raw(RAW[raw].to_owned()));
                Some(())
            }
            Self::Fill { place, raw } => {
                root.at(place % count)?.children = vec![Node::Raw(RAW[raw].to_owned())];
                Some(())
            }
            Self::Swap { one, other } => {
                let first = root.at(one % count)?.clone();
                let second = std::mem::replace(root.at(other % count)?, first);
                *root.at(one % count)? = second;
                Some(())
            }
        }
    }
}

fn parsed(xml: &str) -> Element {
    let tree = Tree::parse(xml).unwrap();
    Element::of(&tree, tree.root().unwrap())
}

fn written(element: &Element) -> String {
    let mut text = String::new();
    element.write(&mut text);
    text
}

/// All that is believed, but for which of two signatures is left.
fn believed(verified: Verified) -> Verified {
    Verified {
        signed: Signed::Assertion,
        ..verified
    }
}

#[test]
fn what_is_parsed_and_written_again_is_believed() {
    for signed in [Signed::Assertion, Signed::Response, Signed::Both] {
        let xml = response(signed, |_| {});
        assert!(judged(&written(&parsed(&xml))).is_ok());
    }
}

fn kinds() -> impl Strategy<Value = Signed> {
    prop_oneof![Just(Signed::Assertion), Just(Signed::Response), Just(Signed::Both)]
}

fn originals() -> &'static [(Signed, String, Verified)] {
    static ALL: LazyLock<Vec<(Signed, String, Verified)>> = LazyLock::new(|| {
        [Signed::Assertion, Signed::Response, Signed::Both]
            .map(|signed| {
                let xml = response(signed, |_| {});
                let verified = believed(judged(&xml).unwrap());
                (signed, xml, verified)
            })
            .to_vec()
    });
    &ALL
}

fn altered(signed: Signed, changes: &[Change]) -> (String, &'static Verified) {
    let (_, xml, verified) = originals().iter().find(|(one, ..)| *one == signed).unwrap();
    let mut root = parsed(xml);
    for change in changes {
        let _ = change.make(&mut root);
    }
    (written(&root), verified)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6_000))]

    #[test]
    fn whatever_is_believed_was_signed(signed in kinds(), changes in proptest::collection::vec(change(), 1..5)) {
        let (changed, verified) = altered(signed, &changes);
        if let Ok(read) = judged(&changed) {
            prop_assert_eq!(&believed(read), verified, "{}", changed);
        }
    }
}

/// A reader as there were many: it finds a signature, checks what that refers to, and reads the first name that there is.
fn naive(xml: &str) -> Option<String> {
    let tree = Tree::parse(xml).ok()?;
    let all = tree.0.descendants(tree.0.root());
    let find = |name| all.iter().copied().find(|node| tree.is(*node, name));
    let signature = find((DSIG, "Signature"))?;
    let reference = find((DSIG, "Reference"))?;
    let id = tree.attribute(reference, "URI")?.strip_prefix('#')?;
    let element = all
        .iter()
        .copied()
        .find(|node| tree.attribute(*node, "ID") == Some(id))?;
    let covered = crate::signature::canonical(&tree, element, Some(signature), &[]).ok()?;
    let stated = tree.text(find((DSIG, "DigestValue"))?);
    (stated == crate::signature::digest(&covered)).then_some(())?;
    Some(tree.text(find((ASSERTION, "NameID"))?))
}

/// The changes are worth something: they deceive a naive reader, and some of them change nothing.
#[test]
fn the_changes_would_deceive_a_naive_reader() {
    let mut runner = TestRunner::deterministic();
    let (mut deceived, mut believed) = (0, 0);
    for _ in 0..3_000 {
        let strategy = (kinds(), proptest::collection::vec(change(), 1..5));
        let (signed, changes) = strategy.new_tree(&mut runner).unwrap().current();
        let (xml, verified) = altered(signed, &changes);
        let is_another = naive(&xml).is_some_and(|name| name != verified.subject.value);
        deceived += usize::from(is_another);
        believed += usize::from(judged(&xml).is_ok());
    }
    assert!(deceived > 5, "{deceived}");
    assert!(believed > 20, "{believed}");
}

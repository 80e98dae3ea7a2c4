#![allow(clippy::unwrap_used, reason = "tests")]
use super::*;

fn attribute(name: &str, values: &[&str]) -> Attribute {
    Attribute {
        name: format!("{PREFIX}{name}"),
        values: values.iter().map(|&value| value.to_owned()).collect(),
    }
}

#[test]
fn session_names() {
    let of = |values: &[&str]| session_name(&[attribute("RoleSessionName", values)]);
    let longest = "x".repeat(64);
    for name in ["ab", "carla@anycompany.example", "a_+=,.@-9", &longest] {
        assert_eq!(of(&[name]).unwrap().as_str(), name);
    }
    assert_eq!(session_name(&[]), Err(SamlRefusal::SessionNameMissing));
    assert_eq!(of(&[]), Err(SamlRefusal::SessionNameMissing));
    assert_eq!(of(&[""]), Err(SamlRefusal::SessionNameMissing));
    let long = "x".repeat(65);
    for name in ["a", "Carla Day", "carla/day", "ca\u{301}rla", &long] {
        assert_eq!(of(&[name]), Err(SamlRefusal::SessionName), "{name}");
    }
    assert_eq!(of(&["carla", "diego"]), Err(SamlRefusal::SessionName));
    let wrong_case = Attribute {
        name: format!("{PREFIX}roleSessionName"),
        values: vec!["carla".to_owned()],
    };
    assert_eq!(session_name(&[wrong_case]), Err(SamlRefusal::SessionNameMissing));
}

#[test]
fn source_identities() {
    let of = |values: &[&str]| source_identity(&[attribute("SourceIdentity", values)]);
    assert_eq!(source_identity(&[]), Ok(None));
    let longest = "x".repeat(256);
    for name in ["ab", "carla@anycompany.example", &longest] {
        assert_eq!(of(&[name]).unwrap().as_deref(), Some(name));
    }
    let long = "x".repeat(257);
    for name in ["", "a", "aws:carla", "carla day", &long] {
        assert_eq!(of(&[name]), Err(SamlRefusal::SourceIdentity), "{name}");
    }
    assert_eq!(of(&["carla", "diego"]), Err(SamlRefusal::SourceIdentity));
}

#[test]
fn durations() {
    let of = |values: &[&str]| duration(&[attribute("SessionDuration", values)]);
    assert_eq!(duration(&[]), Ok(None));
    assert_eq!(of(&["900"]), Ok(Some(900)));
    assert_eq!(of(&["86400"]), Ok(Some(86400)));
    for wrong in ["", "899", "0", "-900", "+900", "1h", "900.5", "9999999999", "٩٠٠"] {
        assert_eq!(of(&[wrong]), Err(SamlRefusal::SessionDuration), "{wrong}");
    }
}

#[test]
fn session_tags() {
    let read = tags(&[
        attribute("PrincipalTag:department", &["Data"]),
        attribute("PrincipalTag:Cost Centre", &[""]),
        attribute("TransitiveTagKeys", &["Department", "department"]),
    ])
    .unwrap();
    assert_eq!(read.tags.get("department").map(String::as_str), Some("Data"));
    assert_eq!(read.tags.len(), 2);
    assert_eq!(read.transitive, ["department"]);
    let long = format!("PrincipalTag:{}", "k".repeat(129));
    for wrong in [
        vec![attribute("PrincipalTag:", &["x"])],
        vec![attribute("PrincipalTag:aws:x", &["x"])],
        vec![attribute("PrincipalTag:AWS:x", &["x"])],
        vec![attribute("PrincipalTag:a,b", &["x"])],
        vec![attribute(&long, &["x"])],
        vec![attribute("PrincipalTag:x", &[])],
        vec![attribute("PrincipalTag:x", &["a", "b"])],
        vec![attribute("PrincipalTag:x", &["<script>"])],
        vec![attribute("PrincipalTag:x", &[&"v".repeat(257)])],
        vec![attribute("PrincipalTag:x", &["a"]), attribute("PrincipalTag:X", &["b"])],
        vec![
            attribute("PrincipalTag:x", &["a"]),
            attribute("TransitiveTagKeys", &["y"]),
        ],
        vec![attribute("TransitiveTagKeys", &["y"])],
    ] {
        assert!(matches!(tags(&wrong), Err(SamlRefusal::Tags(_))), "{wrong:?}");
    }
    let many = |count: usize| -> Vec<Attribute> {
        (0..count)
            .map(|at| attribute(&format!("PrincipalTag:k{at}"), &["v"]))
            .collect()
    };
    assert_eq!(tags(&many(50)).unwrap().tags.len(), 50);
    assert!(tags(&many(51)).is_err());
}

//! Requests as botocore 1.44.8 (the Python SDK, and the AWS CLI with it) signs them: calls of STS at the global endpoint and at
//! regional ones, with and without a session token, and presigned addresses, also as tools of Kubernetes and Vault make them.

use serde_json::Value;

use super::super::{Wire, read};

const SECRET: &[u8] = b"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

fn text<'a>(row: &'a Value, name: &str) -> &'a str {
    row[name].as_str().unwrap()
}

#[test]
fn what_botocore_signs_fits_and_nothing_else() {
    let rows: Vec<Value> = serde_json::from_str(include_str!("botocore.json")).unwrap();
    assert_eq!(rows.len(), 19);
    for row in &rows {
        let headers: Vec<(String, String)> = serde_json::from_value(row["headers"].clone()).unwrap();
        let wire = Wire {
            method: text(row, "method"),
            path: text(row, "path"),
            query: text(row, "query"),
            headers: &headers,
            body: text(row, "body").as_bytes(),
        };
        let claim = read(&wire).unwrap();
        assert!(claim.fits(&wire, SECRET), "{row}");
        assert_eq!(
            (claim.stamp.as_str(), claim.scope.service.as_str()),
            ("20260301T120000Z", "sts")
        );
        assert!(!claim.fits(&wire, &SECRET[1..]), "{row}");
        let more = format!("{}&More=1", wire.body.escape_ascii());
        assert!(
            !claim.fits(
                &Wire {
                    body: more.as_bytes(),
                    ..wire
                },
                SECRET
            ),
            "{row}"
        );
    }
}

//! Mutations within the language: an element of a statement says something else, and mostly something that is right.

use serde_json::{Map, Value, json};

use crate::mutate::Random;

const ACTIONS: [&str; 12] = [
    "*",
    "s3:*",
    "s3:Get*",
    "S3:getobject",
    "s3:?etObject",
    "s3:*Object",
    "sts:AssumeRole",
    "sts:*",
    "sns:Publish",
    "iam:CreateVirtualMFADevice",
    "iam:*a*a*a*b",
    "*:GetObject",
];
const RESOURCES: [&str; 12] = [
    "*",
    "arn:aws:s3:::bucket/*",
    "arn:aws:s3:::bucket/alice/x",
    "arn:aws:s3:::bucket/${aws:username}/*",
    "arn:aws:s3:::${k}/${none, 'alice'}/?",
    "arn:*:s3:::*/x",
    "arn:aws:s3:::bucket/${*}",
    "arn:aws:iam::*:user/*",
    "arn:aws:iam::111122223333:user/${aws:username}",
    "arn:aws:sqs:*",
    "arn:aws:s3:::*a*a*a*b",
    "arn:aws:s3:::${none}",
];
const PRINCIPALS: [&str; 9] = [
    "*",
    "111122223333",
    "444455556666",
    "arn:aws:iam::111122223333:root",
    "arn:aws:iam::111122223333:user/alice",
    "arn:aws:iam::111122223333:role/r",
    "arn:aws:sts::111122223333:assumed-role/r/s",
    "AIDAEXAMPLEALICE00001",
    "AROAEXAMPLEROLE000001",
];
const KEYS: [&str; 9] = [
    "k",
    "K",
    "none",
    "aws:username",
    "aws:TagKeys",
    "aws:SourceIp",
    "aws:CurrentTime",
    "aws:MultiFactorAuthPresent",
    "aws:PrincipalArn",
];
const VALUES: [&str; 24] = [
    "",
    "*",
    "a?*",
    "alice",
    "${aws:username}",
    "${k}",
    "${none}",
    "${none, 'x'}",
    "true",
    "False",
    "0",
    "-1.50",
    "+.5",
    "99999999999999999999.1",
    "2026-01-01",
    "2026-02-28T23:59:59.999999999+23:59",
    "1767225600",
    "10.0.0.0/8",
    "::ffff:10.1.2.3",
    "2001:db8::/33",
    "QmluYXJ5",
    "arn:aws:s3:::*",
    "arn:aws:iam::111122223333:user/${aws:username}",
    "ForAllValues",
];

/// Changes one statement, or the document around the statements.
pub(crate) fn say_otherwise(document: &mut Value, random: &mut Random) {
    let Some(document) = document.as_object_mut() else {
        return;
    };
    match random.below(12) {
        0 => drop(document.insert("Version".into(), json!(["2012-10-17", "2008-10-17"][random.below(2)]))),
        1 => drop(document.shift_remove("Version")),
        2 => drop(document.insert("Id".into(), json!(*random.pick(&VALUES)))),
        _ => {}
    }
    let statements = match document.get_mut("Statement") {
        Some(Value::Array(statements)) => {
            if random.below(6) == 0 && statements.len() < 8 {
                statements.extend(statements.first().cloned());
            }
            let place = random.below(statements.len());
            statements.get_mut(place)
        }
        other => other,
    };
    if let Some(Value::Object(statement)) = statements {
        element(statement, random);
    }
}

fn element(statement: &mut Map<String, Value>, random: &mut Random) {
    match random.below(9) {
        0 => drop(statement.insert("Effect".into(), json!(["Allow", "Deny"][random.below(2)]))),
        1 => turned(statement, ["Action", "NotAction"], several(&ACTIONS, random), random),
        2 | 3 => turned(
            statement,
            ["Resource", "NotResource"],
            several(&RESOURCES, random),
            random,
        ),
        4 => {
            let named = match random.below(4) {
                0 => json!("*"),
                1 => json!({"AWS": several(&PRINCIPALS, random), "Service": "ec2.amazonaws.com"}),
                2 => json!({"Federated": "arn:aws:iam::111122223333:saml-provider/Corp"}),
                _ => json!({ "AWS": several(&PRINCIPALS, random) }),
            };
            turned(statement, ["Principal", "NotPrincipal"], named, random);
        }
        5 => {
            let name = *random.pick(&[
                "Principal",
                "NotPrincipal",
                "Resource",
                "NotResource",
                "Condition",
                "Sid",
            ]);
            statement.shift_remove(name);
        }
        6 => drop(statement.insert("Sid".into(), json!(["", "A", "B2", "a b"][random.below(4)]))),
        _ => condition(statement, random),
    }
}

/// Puts the value under one of the two names, which exclude each other.
fn turned(statement: &mut Map<String, Value>, names: [&str; 2], value: Value, random: &mut Random) {
    for name in names {
        statement.shift_remove(name);
    }
    statement.insert(names[usize::from(random.below(4) == 0)].into(), value);
}

fn several(items: &[&str], random: &mut Random) -> Value {
    match random.below(3) {
        0 => json!(*random.pick(items)),
        more => (0..more).map(|_| *random.pick(items)).collect(),
    }
}

fn condition(statement: &mut Map<String, Value>, random: &mut Random) {
    let names: Vec<&str> = vestibule_policy::operator_names().collect();
    let name = *random.pick(&names);
    let operator = if name == "Null" {
        name.to_owned()
    } else {
        let set = ["", "", "ForAllValues:", "ForAnyValue:"][random.below(4)];
        let if_exists = ["", "IfExists"][random.below(2)];
        format!("{set}{name}{if_exists}")
    };
    let wanted: Vec<&str> = match name {
        "Bool" | "Null" => vec!["true", "False"],
        "BinaryEquals" => vec!["QmluYXJ5", ""],
        _ if name.starts_with("Numeric") => VALUES[10..14].to_vec(),
        _ if name.starts_with("Date") => VALUES[14..17].to_vec(),
        _ if name.contains("IpAddress") => VALUES[17..20].to_vec(),
        _ => VALUES.to_vec(),
    };
    let values = several(&wanted, random);
    let conditions = statement.entry("Condition").or_insert_with(|| json!({}));
    if let Value::Object(conditions) = conditions {
        if random.below(5) == 0 {
            conditions.clear();
        }
        let keys = conditions.entry(operator).or_insert_with(|| json!({}));
        if let Value::Object(keys) = keys {
            keys.insert((*random.pick(&KEYS)).into(), values);
        }
    }
}

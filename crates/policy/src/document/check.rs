//! What actions and resources must look like, and the rules of control policies.

use super::Effect;
use super::fault::{Fault, IAM_PATHS};
use super::kind::Kind;
use super::parse::Reader;
use super::path::Path;
use crate::principal::Named;
use crate::statement::{Listed, Principals, Statement};

/// `*`, or `service:name`.
pub(super) fn action(reader: &mut Reader, text: &str, path: &Path) {
    let (vendor, name) = match text.split_once(':') {
        Some(parts) => parts,
        None if text == "*" && reader.kind != Kind::Trust => return,
        None if text == "*" => return reader.fault(path, Fault::NotAssumeRole),
        None => return reader.fault(path, Fault::NoVendor),
    };
    let known = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.';
    if name.contains(':') {
        reader.fault(path, Fault::TooManyColons);
    } else if vendor != "*" && (vendor.is_empty() || !vendor.bytes().all(known)) {
        reader.fault(path, Fault::InvalidVendor(vendor.to_owned()));
    } else if reader.kind == Kind::Trust && !vendor.eq_ignore_ascii_case("sts") {
        reader.fault(path, Fault::NotAssumeRole);
    }
}

/// `*`, or an ARN. Services that keep resource-based policies check their own resources; the IAM API checks the others.
pub(super) fn resource(reader: &mut Reader, text: &str, path: &Path, variables: bool) {
    if variables && misplaced_variable(text) {
        reader.fault(path, Fault::MisplacedVariable);
    }
    if text == "*" || reader.kind == Kind::Resource {
        return;
    }
    let Some((_, rest)) = text.split_once(':') else {
        return reader.fault(path, Fault::NotAnArn(text.to_owned()));
    };
    let mut parts = rest.splitn(5, ':');
    let partition = parts.next().unwrap_or_default();
    let (service, region, account, name) = (parts.next(), parts.next(), parts.next(), parts.next());
    // AWS's own control policies write `arn:*:…`, to be the same in every partition.
    if !["aws", "*"].contains(&partition) || !text.starts_with("arn:") {
        let or_any = |part: Option<&str>| part.unwrap_or("*").to_owned();
        let service = service.filter(|part| !part.is_empty());
        let (service, region, account, name) = (or_any(service), or_any(region), or_any(account), or_any(name));
        let arn = format!("arn:{partition}:{service}:{region}:{account}:{name}");
        return reader.fault(path, Fault::Partition(partition.to_owned(), arn));
    }
    let service = service.unwrap_or_default();
    if service.is_empty() || service.contains(['*', '?']) {
        return reader.fault(path, Fault::VendorNotQualified);
    }
    let (Some(region), Some(account), Some(name)) = (region, account, name) else {
        // A `*` at the end covers the parts that are left out.
        if !text.ends_with('*') {
            reader.fault(path, Fault::ShortArn);
        }
        return;
    };
    match service {
        "iam" if !region.is_empty() => reader.fault(path, region_fault("iam", text)),
        // Access points, jobs and the like have both; buckets and objects have neither.
        "s3" if !region.is_empty() && region != "*" && account.is_empty() => {
            reader.fault(path, region_fault("s3", text));
        }
        "iam" if !names_iam_resource(name) => reader.fault(path, Fault::IamPath),
        _ => {}
    }
}

fn region_fault(service: &'static str, resource: &str) -> Fault {
    Fault::Region {
        service,
        resource: resource.to_owned(),
    }
}

/// Our choice: besides the documented list, `root`, and wildcards that can still become one of them.
fn names_iam_resource(name: &str) -> bool {
    let fixed = name.split(['*', '?', '$']).next().unwrap_or_default();
    let is_open = fixed.len() < name.len();
    name == "root"
        || name.starts_with("u2f/")
        || IAM_PATHS
            .iter()
            .any(|path| name.starts_with(path) || (is_open && path.starts_with(fixed)))
}

/// "You can't use a variable to replace parts of the ARN before the fifth colon."
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html>
fn misplaced_variable(text: &str) -> bool {
    let Some((before, tail)) = text.split_once("${") else {
        return false;
    };
    text.starts_with("arn:") && tail.contains('}') && before.matches(':').count() < 5
}

/// Customers write resource control policies that deny anyone something specific.
/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html>
pub(super) fn control(reader: &mut Reader, statement: &Statement, path: &Path) {
    if reader.kind != Kind::ResourceControl {
        return;
    }
    if statement.effect == Effect::Allow {
        let rule = "A resource control policy can only deny.";
        reader.fault(&path.key("Effect"), Fault::Control(rule));
    }
    if statement.principals != Some(Principals::Only(vec![Named::Anyone])) {
        reader.fault(
            path,
            Fault::Control("The Principal of a resource control policy is \"*\"."),
        );
    }
    match &statement.actions {
        Listed::AllBut(_) => {
            let rule = "A resource control policy has no NotAction.";
            reader.fault(&path.key("NotAction"), Fault::Control(rule));
        }
        Listed::Only(actions) if actions.iter().any(|action| action.service.is_none()) => {
            let rule = "Actions of a resource control policy name their service; * alone is not one.";
            reader.fault(&path.key("Action"), Fault::Control(rule));
        }
        Listed::Only(_) => {}
    }
}

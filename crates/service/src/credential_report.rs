//! The credential report: every user's passwords, keys and devices as CSV.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html>

use std::collections::HashMap;
use std::time::Duration;

use serde_json::{Value, json};
use vestibule_identity::Timestamp;
use vestibule_identity::account::Account;
use vestibule_identity::ids::{root_arn, user_arn};
use vestibule_identity::password_policy::AccountPasswordPolicy;
use vestibule_store::{
    AccessKeyRow, Reads, access_keys, account_password_policies, credential_reports, mfa_devices, root_passwords, users,
};

use crate::answers::CredentialReport;
use crate::authorize::Action;
use crate::request::Caller;
use crate::{Service, ServiceError};

/// A newer report is made no earlier than this after the one before.
const KEPT: Duration = Duration::from_hours(4);

const HEADER: &str = "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated";

impl Service {
    /// The account's report: the one of the last four hours, or a new one.
    ///
    /// # Errors
    /// [`ServiceError::AccessDenied`], [`ServiceError::NotSignedIn`].
    pub async fn credential_report(&self, caller: &Caller) -> Result<CredentialReport, ServiceError> {
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        self.may(&mut tx, &live, Action::GenerateCredentialReport, "*").await?;
        self.may(&mut tx, &live, Action::GetCredentialReport, "*").await?;
        let now = self.now();
        let account = &live.account;
        let present = credential_reports::get(&mut tx, &account.id).await?;
        let recent = present.filter(|(at, _)| at.saturating_add(KEPT).is_ok_and(|until| now < until));
        let state = if recent.is_some() { "COMPLETE" } else { "STARTED" };
        let (generated_at, csv) = if let Some(recent) = recent {
            recent
        } else {
            let csv = report(&mut tx, account).await?;
            credential_reports::put(&mut tx, &account.id, now, &csv).await?;
            (now, csv)
        };
        let response = json!({ "state": state });
        self.record_act(
            &mut tx,
            caller,
            &live,
            "GenerateCredentialReport",
            Value::Null,
            response,
        )
        .await?;
        self.record_act(&mut tx, caller, &live, "GetCredentialReport", Value::Null, Value::Null)
            .await?;
        self.commit(tx).await?;
        Ok(CredentialReport {
            generated_at,
            file_name: format!("status_reports_{}.csv", generated_at.strftime("%Y-%m-%dT%H-%M-%SZ")),
            csv,
        })
    }
}

async fn report(connection: &mut impl Reads, account: &Account) -> Result<String, ServiceError> {
    let policy = account_password_policies::get(connection, &account.id).await?;
    let with_device = mfa_devices::owners(connection, &account.id).await?;
    let mut keys: HashMap<String, Vec<AccessKeyRow>> = HashMap::new();
    for key in access_keys::of_account(connection, &account.id).await? {
        let owner = key.user.as_ref().map_or(ROOT, |user| user.as_str()).to_owned();
        keys.entry(owner).or_default().push(key);
    }
    let none = Vec::new();
    let mut csv = String::from(HEADER);
    csv.push('\n');
    let root_password = root_passwords::get(connection, &account.id).await?;
    let root_device = with_device.contains("");
    let root = [
        ROOT.to_owned(),
        root_arn(&account.id),
        time(account.created_at),
        root_password.is_some().to_string(),
        "no_information".to_owned(),
        NOT_SUPPORTED.to_owned(),
        NOT_SUPPORTED.to_owned(),
        root_device.to_string(),
    ];
    line(&mut csv, &root, keys.get(ROOT).unwrap_or(&none));
    for row in users::page(connection, &account.id, None, None, u32::MAX).await? {
        let user = &row.user;
        let password = row.password.as_ref();
        let last_used = match (password, user.password_last_used) {
            (_, Some(at)) => time(at),
            (Some(_), None) => "no_information".to_owned(),
            (None, None) => N_A.to_owned(),
        };
        let fields = [
            user.name.as_str().to_owned(),
            user_arn(&account.id, &user.name),
            time(user.created_at),
            password.is_some().to_string(),
            last_used,
            password.map_or(N_A.to_owned(), |row| time(row.changed_at)),
            password.map_or(N_A.to_owned(), |row| next_rotation(&policy, row.changed_at)),
            with_device.contains(user.id.as_str()).to_string(),
        ];
        line(&mut csv, &fields, keys.get(user.id.as_str()).unwrap_or(&none));
    }
    Ok(csv)
}

const ROOT: &str = "<root_account>";
const NOT_SUPPORTED: &str = "not_supported";
const N_A: &str = "N/A";

fn time(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S+00:00").to_string()
}

fn next_rotation(policy: &AccountPasswordPolicy, changed_at: Timestamp) -> String {
    policy.expires_at(changed_at).map_or(N_A.to_owned(), time)
}

/// A user name may have a comma.
fn line(csv: &mut String, fields: &[String], keys: &[AccessKeyRow]) {
    let mut all: Vec<String> = fields.to_vec();
    for place in 0..2 {
        let Some(key) = keys.get(place) else {
            all.push("false".to_owned());
            all.extend([N_A; 4].map(str::to_owned));
            continue;
        };
        all.push(key.is_active.to_string());
        all.push(time(key.changed_at));
        match &key.last_used {
            Some(used) => all.extend([time(used.at), used.region.clone(), used.service.clone()]),
            None => all.extend([N_A; 3].map(str::to_owned)),
        }
    }
    // There are no signing certificates here.
    for _ in 0..2 {
        all.extend(["false", N_A].map(str::to_owned));
    }
    let quoted: Vec<String> = all
        .iter()
        .map(|field| {
            if field.contains(',') {
                format!("\"{field}\"")
            } else {
                field.clone()
            }
        })
        .collect();
    csv.push_str(&quoted.join(","));
    csv.push('\n');
}

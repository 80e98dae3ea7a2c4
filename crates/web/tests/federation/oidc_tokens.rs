//! Tokens of an OpenID provider: which of them become a role, and which do not. The provider is the test's own, at the
//! other end of the service's network.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use vestibule_credentials::id_token::IssuerKey;
use vestibule_credentials::seal::SealKey;
use vestibule_identity::network::{Network, Request, Response, Unreachable};
use vestibule_identity::testing::ManualClock;
use vestibule_service::sts::answers::AssumedWithWebIdentity;
use vestibule_service::sts::{Parameters, StsError};
use vestibule_service::world::CompanyIntroduction;
use vestibule_service::{Caller, Service, ServiceParts, StoreOptions};

use super::company::signed_in;
use super::sts_first::{record, role};
use crate::common::aws::{Keys, Tool, signin_token};
use crate::common::{CHEAP, MANAGEMENT_ROOT, Machine, Signs as _, entropy};

const ISSUER: &str = "https://sso.anycompany.example";
const SUBJECT: &str = "repo:anycompany/shop:ref:refs/heads/main";
const NOW: i64 = 1_772_366_400; // 2026-03-01T12:00:00Z

/// What stands at which address.
#[derive(Debug, Default)]
struct Idp(Mutex<BTreeMap<String, (u16, String)>>);

impl Idp {
    fn put(&self, path: &str, status: u16, body: &impl ToString) {
        let mut pages = self.0.lock().unwrap();
        pages.insert(format!("{ISSUER}{path}"), (status, body.to_string()));
    }

    fn publish(&self, keys: &Value) {
        let discovery = json!({
            "issuer": ISSUER, "jwks_uri": format!("{ISSUER}/keys"), "response_types_supported": ["id_token"],
            "claims_supported": ["aud", "iat", "iss", "sub"], "id_token_signing_alg_values_supported": ["ES256"],
        });
        self.put("/.well-known/openid-configuration", 200, &discovery);
        self.put("/keys", 200, keys);
    }
}

#[async_trait::async_trait]
impl Network for Idp {
    async fn send(&self, request: Request) -> Result<Response, Unreachable> {
        let pages = self.0.lock().unwrap();
        let (status, body) = pages.get(&request.url).cloned().ok_or(Unreachable)?;
        Ok(Response {
            status,
            headers: vec![("location".to_owned(), format!("{ISSUER}/moved"))],
            body,
        })
    }
}

struct Case {
    _folder: tempfile::TempDir,
    clock: Arc<ManualClock>,
    idp: Arc<Idp>,
    service: Service,
    key: IssuerKey,
    role: String,
}

impl Case {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(ManualClock::at("2026-03-01T12:00:00Z"));
        let idp = Arc::new(Idp::default());
        let parts = ServiceParts {
            time: clock.clone(),
            entropy: entropy(),
            key: SealKey::new([3; 32]),
            hash_cost: Some(CHEAP),
            store: StoreOptions::default(),
            network: idp.clone(),
        };
        let service = Service::open(&folder.path().join("identity.db"), parts).await.unwrap();
        let company = CompanyIntroduction {
            saml_provider: "Company".to_owned(),
            saml_metadata: String::new(),
        };
        service.introduce_company(&company).await.unwrap();
        let account = service.demo_accounts().await.unwrap().unwrap().management;
        let key = IssuerKey::from_scalar(&[7; 32]).unwrap();
        idp.publish(&key.jwks("k"));
        Self {
            _folder: folder,
            clock,
            idp,
            service,
            key,
            role: role(&account, "CompanyBuild"),
        }
    }

    fn token(&self, change: &[(&str, Value)]) -> String {
        let mut claims = json!({
            "iss": ISSUER, "sub": SUBJECT, "aud": "sts.amazonaws.com", "iat": NOW, "exp": NOW + 600,
        });
        for (name, value) in change {
            claims[*name] = value.clone();
        }
        self.key.sign("k", &claims).unwrap()
    }

    async fn with(&self, token: &str, more: &[(&str, &str)]) -> Result<AssumedWithWebIdentity, StsError> {
        let mut pairs: BTreeMap<&str, &str> = BTreeMap::from([
            ("RoleArn", self.role.as_str()),
            ("RoleSessionName", "build-7"),
            ("WebIdentityToken", token),
        ]);
        pairs.extend(more.iter().copied());
        let pairs = pairs
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()));
        let parameters = Parameters::of(pairs).unwrap();
        self.service
            .assume_role_with_web_identity(&Caller::default(), &parameters)
            .await
    }

    #[track_caller]
    fn refused(answer: Result<AssumedWithWebIdentity, StsError>, code: &str, words: &str) {
        let error = answer.unwrap_err();
        let said = format!("{} {}", error.code(), error.message());
        assert!(error.code() == code && said.contains(words), "{said}");
    }
}

#[tokio::test]
async fn a_right_token_becomes_the_role() {
    let case = Case::new().await;
    let assumed = case.with(&case.token(&[]), &[]).await.unwrap();
    assert_eq!(
        (assumed.subject.as_str(), assumed.audience.as_str()),
        (SUBJECT, "sts.amazonaws.com")
    );
    assert!(assumed.provider.ends_with(":oidc-provider/sso.anycompany.example"));
    assert!(assumed.user.arn.ends_with(":assumed-role/CompanyBuild/build-7"));
    assert_eq!(assumed.credentials.expires_at.as_second(), NOW + 3600);
    // The same token again is good until it expires, as at AWS; AWS's own party claim counts before the audience.
    let party = case.token(&[("aud", json!("other")), ("azp", json!("sts.amazonaws.com"))]);
    assert!(case.with(&party, &[("DurationSeconds", "900")]).await.is_ok());
    // Keys roll over.
    let next = IssuerKey::from_scalar(&[8; 32]).unwrap();
    case.idp
        .publish(&json!({ "keys": [next.jwk("next"), case.key.jwk("k")] }));
    assert!(case.with(&case.token(&[]), &[]).await.is_ok());
    case.idp.publish(&next.jwks("next"));
    Case::refused(
        case.with(&case.token(&[]), &[]).await,
        "InvalidIdentityToken",
        "Couldn't retrieve verification key from your identity provider",
    );
}

#[tokio::test]
async fn a_wrong_token_is_refused_by_name() {
    let case = Case::new().await;
    let says = async |change: &[(&str, Value)]| case.with(&case.token(change), &[]).await;
    let not_authorized = "Not authorized to perform sts:AssumeRoleWithWebIdentity";
    let other = json!("repo:anycompany/shop:ref:refs/heads/try");
    Case::refused(says(&[("sub", other)]).await, "AccessDenied", not_authorized);
    Case::refused(
        says(&[("aud", json!("app"))]).await,
        "InvalidIdentityToken",
        "Incorrect token audience",
    );
    Case::refused(
        says(&[("aud", json!(null))]).await,
        "InvalidIdentityToken",
        "Missing a required claim: aud",
    );
    Case::refused(
        says(&[("iss", json!(null))]).await,
        "InvalidIdentityToken",
        "Missing a required claim: iss",
    );
    for issuer in [
        "https://other.example",
        "https://sso.anycompany.example/",
        "http://sso.anycompany.example",
    ] {
        let words = format!("No OpenIDConnect provider found in your account for {issuer}");
        Case::refused(says(&[("iss", json!(issuer))]).await, "InvalidIdentityToken", &words);
    }
    Case::refused(
        says(&[("exp", json!(NOW - 5))]).await,
        "ExpiredTokenException",
        "Token expired",
    );
    Case::refused(
        says(&[("iat", json!(NOW + 60))]).await,
        "InvalidIdentityToken",
        "not yet valid",
    );
    Case::refused(
        says(&[("nbf", json!(NOW + 60))]).await,
        "InvalidIdentityToken",
        "not yet valid",
    );
    let late = case.token(&[]);
    case.clock.pass(std::time::Duration::from_secs(605));
    Case::refused(case.with(&late, &[]).await, "ExpiredTokenException", "Token expired");

    let forged = IssuerKey::from_scalar(&[9; 32]).unwrap();
    let claims = json!({ "iss": ISSUER, "sub": SUBJECT, "aud": "sts.amazonaws.com", "iat": NOW, "exp": NOW + 6000 });
    let token = forged.sign("k", &claims).unwrap();
    Case::refused(
        case.with(&token, &[]).await,
        "InvalidIdentityToken",
        "signature is not valid",
    );
    let (_, rest) = token.split_once('.').unwrap();
    for header in ["eyJhbGciOiJub25lIn0", "eyJhbGciOiJIUzI1NiJ9"] {
        let token = format!("{header}.{rest}");
        Case::refused(
            case.with(&token, &[]).await,
            "InvalidIdentityToken",
            "algorithm that is not supported",
        );
    }
    for token in ["none", "a.b.c", "...."] {
        Case::refused(case.with(token, &[]).await, "InvalidIdentityToken", "not a valid JWT");
    }
}

#[tokio::test]
async fn what_is_asked_with_a_token_is_checked_as_with_keys() {
    let case = Case::new().await;
    let token = case.token(&[]);
    let asks = async |name: &str, value: &str| case.with(&token, &[(name, value)]).await;
    let maximum = "exceeds the MaxSessionDuration set for this role";
    Case::refused(asks("DurationSeconds", "3601").await, "ValidationError", maximum);
    Case::refused(
        asks("DurationSeconds", "899").await,
        "ValidationError",
        "greater than or equal to 900",
    );
    Case::refused(asks("RoleSessionName", "a b").await, "ValidationError", "pattern");
    Case::refused(
        asks("ProviderId", "www.amazon.com").await,
        "ValidationError",
        "ProviderId",
    );
    Case::refused(asks("Policy", "{}").await, "MalformedPolicyDocument", "");
    Case::refused(
        asks("WebIdentityToken", &"x".repeat(20_001)).await,
        "ValidationError",
        "20000",
    );
    let foreign = "arn:aws:iam::999999999999:role/CompanyBuild";
    Case::refused(
        asks("RoleArn", foreign).await,
        "InvalidIdentityToken",
        "No OpenIDConnect provider found",
    );
    let missing = case.role.replace("CompanyBuild", "Nothing");
    Case::refused(
        asks("RoleArn", &missing).await,
        "AccessDenied",
        "Not authorized to perform",
    );
    // A role that trusts somebody else.
    let broker = case.role.replace("CompanyBuild", "CompanyBroker");
    Case::refused(
        asks("RoleArn", &broker).await,
        "AccessDenied",
        "Not authorized to perform",
    );
    // Tags and a source that the role does not let in.
    let tagged = case.token(&[(
        "https://aws.amazon.com/tags",
        json!({ "principal_tags": { "team": ["red"] } }),
    )]);
    Case::refused(
        case.with(&tagged, &[]).await,
        "AccessDenied",
        "Not authorized to perform",
    );
    let sourced = case.token(&[("https://aws.amazon.com/source_identity", json!("carla"))]);
    Case::refused(
        case.with(&sourced, &[]).await,
        "AccessDenied",
        "Not authorized to perform",
    );
}

#[tokio::test]
async fn a_provider_must_answer_as_documented() {
    let case = Case::new().await;
    let token = case.token(&[]);
    let asks = async || case.with(&token, &[]).await;
    let no_keys = "Couldn't retrieve verification key from your identity provider";
    let unreachable = "the identity provider could not be reached";
    for (path, status, body, code, words) in [
        ("/keys", 302, "{}".to_owned(), "InvalidIdentityToken", no_keys),
        ("/keys", 404, "{}".to_owned(), "InvalidIdentityToken", no_keys),
        ("/keys", 503, "{}".to_owned(), "IDPCommunicationError", unreachable),
        ("/keys", 200, "not json".to_owned(), "InvalidIdentityToken", no_keys),
        ("/keys", 200, "[]".to_owned(), "InvalidIdentityToken", no_keys),
        (
            "/keys",
            200,
            format!("{}{}", case.key.jwks("k"), " ".repeat(300_000)),
            "InvalidIdentityToken",
            no_keys,
        ),
        (
            "/.well-known/openid-configuration",
            302,
            "{}".to_owned(),
            "InvalidIdentityToken",
            no_keys,
        ),
        (
            "/.well-known/openid-configuration",
            200,
            "{}".to_owned(),
            "InvalidIdentityToken",
            no_keys,
        ),
    ] {
        case.idp.publish(&case.key.jwks("k"));
        assert!(asks().await.is_ok());
        case.idp.put(path, status, &body);
        Case::refused(asks().await, code, words);
    }
    let many: Vec<Value> = (0..101)
        .map(|at| json!({ "kty": "EC", "kid": at.to_string() }))
        .collect();
    case.idp.publish(&json!({ "keys": many }));
    Case::refused(asks().await, "InvalidIdentityToken", no_keys);
    case.idp.0.lock().unwrap().clear();
    Case::refused(asks().await, "IDPCommunicationError", unreachable);
}

#[tokio::test]
async fn a_contractor_of_the_company_arrives_with_a_token() {
    let machine = Machine::new();
    let mut gita = signed_in(&machine, "gita").await;
    let issued = gita.post("/company/api/web-identity/token", json!({})).await;
    assert_eq!(issued.status, 200, "{issued:?}");
    let token = issued.text("token").to_owned();
    let world = machine.world().await;
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let account = root.account_id().await;
    let tool = Tool::of(&machine, &world, Keys::default());
    let with = async |name: &str| {
        let arn = role(&account, name);
        let parameters = [
            ("RoleArn", arn.as_str()),
            ("RoleSessionName", "gita"),
            ("WebIdentityToken", token.as_str()),
        ];
        tool.unsigned("AssumeRoleWithWebIdentity", &parameters).await
    };
    let refused = with("CompanyBuild").await;
    refused.must_refuse(
        403,
        "AccessDenied",
        "Not authorized to perform sts:AssumeRoleWithWebIdentity",
    );
    let assumed = with("CompanyContractor").await.ok();
    assert_eq!(assumed.text("SubjectFromWebIdentityToken"), "gita");
    let keys = assumed.keys();
    let arn = format!("arn:aws:sts::{account}:assumed-role/CompanyContractor/gita");
    assert_eq!(tool.with(keys.clone()).arn().await, arn);

    let assumption = record(&mut root, "AssumeRoleWithWebIdentity").await;
    let identity = &assumption["userIdentity"];
    assert_eq!(
        (&identity["type"], &identity["userName"]),
        (&json!("WebIdentityUser"), &json!("gita"))
    );
    let provider = format!("arn:aws:iam::{account}:oidc-provider/sso.anycompany.example");
    assert_eq!(identity["identityProvider"], json!(provider));
    assert!(!assumption.to_string().contains(&token));
    // And goes on into the console.
    let token = signin_token(&tool.signin(&keys, None).await);
    let mut browser = crate::common::Browser::of(&world);
    let login = json!({ "signinToken": token, "destination": "", "issuer": "https://sso.anycompany.example/" });
    assert_eq!(browser.post("/api/federation/login", login).await.status, 200);
    let events = root.events().await;
    let login = events
        .iter()
        .find(|event| event["name"] == "ConsoleLogin" && event["userName"] == "gita")
        .unwrap();
    let context = &login["record"]["userIdentity"]["sessionContext"];
    assert_eq!(context["webIdFederationData"]["federatedProvider"], json!(provider));
    assert_eq!(login["record"]["additionalEventData"]["MFAUsed"], "No");
}

/// Somebody whom the provider vouched for was refused; what nobody signed is nobody's, and leaves nothing.
#[tokio::test]
async fn a_token_that_is_refused_for_what_it_says_is_recorded() {
    let machine = Machine::new();
    let mut gita = signed_in(&machine, "gita").await;
    let issued = gita.post("/company/api/web-identity/token", json!({})).await;
    let token = issued.text("token").to_owned();
    let world = machine.world().await;
    let tool = Tool::of(&machine, &world, Keys::default());
    machine.pass(24 * 60 * 60);
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let account = root.account_id().await;
    let arn = role(&account, "CompanyContractor");
    let with = async |token: &str| {
        let parameters = [
            ("RoleArn", arn.as_str()),
            ("RoleSessionName", "gita"),
            ("WebIdentityToken", token),
        ];
        tool.unsigned("AssumeRoleWithWebIdentity", &parameters).await
    };
    let (signed, _) = token.rsplit_once('.').unwrap();
    let forged = format!("{signed}.{}", "A".repeat(86));
    with(&forged).await.must_refuse(400, "InvalidIdentityToken", "");
    let events = root.events().await;
    assert!(events.iter().all(|event| event["name"] != "AssumeRoleWithWebIdentity"));
    with(&token)
        .await
        .must_refuse(400, "ExpiredTokenException", "Token expired");
    let refused = record(&mut root, "AssumeRoleWithWebIdentity").await;
    assert_eq!(refused["errorCode"], "ExpiredTokenException");
    assert_eq!(refused["userIdentity"]["userName"], "gita");
    let provider = format!("arn:aws:iam::{account}:oidc-provider/sso.anycompany.example");
    assert_eq!(refused["userIdentity"]["identityProvider"], json!(provider));
    assert_eq!(refused["requestParameters"]["roleArn"], json!(arn));
    assert_eq!(refused["responseElements"], Value::Null);
}

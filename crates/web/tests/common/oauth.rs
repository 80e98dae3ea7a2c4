//! A tool such as the AWS CLI, and a person at the portal who lets it in.

use std::sync::Arc;

use secrecy::{ExposeSecret as _, SecretString};
use serde_json::{Value, json};
use vestibule_service::identity_center::oauth::{
    CreateToken, DeviceAuthorization, OauthError, RegisterClient, RevokeToken, StartDevice, Tokens,
};
use vestibule_service::{Caller, Service};
use vestibule_web::world::World;

use super::{Answer, Browser, Signs, password_of};

/// RFC 7636, appendix B.
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
pub const CALLBACK: &str = "http://127.0.0.1:49152/oauth/callback";
pub const DEVICE: &str = "urn:ietf:params:oauth:grant-type:device_code";

/// A browser in which somebody is signed in at the portal.
pub async fn at_the_portal(world: &World, user: &str) -> Browser {
    let mut browser = Browser::of(world);
    sign_in(world, &mut browser, user).await;
    browser
}

pub async fn sign_in(world: &World, browser: &mut Browser, user: &str) {
    let password = password_of(world, user).await;
    let name = json!({ "userName": user, "remember": false });
    browser
        .post("/api/portal/sign-in/user-name", name)
        .await
        .must_step("password");
    let form = json!({ "password": password });
    browser
        .post("/api/portal/sign-in/password", form)
        .await
        .must_step("signed-in");
}

/// The portal's start URL.
pub async fn start_url(world: &World) -> String {
    let page = world.service.oauth_device_page("").await.unwrap();
    page.address.split("/#").next().unwrap().to_owned()
}

/// What the AWS CLI registers for a code.
pub async fn cli(world: &World) -> RegisterClient {
    RegisterClient {
        client_name: "botocore-client-my-sso".into(),
        client_type: "public".into(),
        grant_types: vec!["authorization_code".into(), "refresh_token".into()],
        redirect_uris: vec!["http://127.0.0.1/oauth/callback".into()],
        issuer_url: Some(start_url(world).await),
        scopes: vec!["sso:account:access".into()],
    }
}

/// What it registers for a device's code.
pub fn device_cli() -> RegisterClient {
    RegisterClient {
        client_name: "botocore-client-my-sso".into(),
        client_type: "public".into(),
        scopes: vec!["sso:account:access".into()],
        ..RegisterClient::default()
    }
}

pub struct Tool {
    pub service: Arc<Service>,
    pub caller: Caller,
    pub id: String,
    pub secret: SecretString,
}

impl Tool {
    pub async fn register(world: &World, form: &RegisterClient) -> Result<Self, OauthError> {
        let caller = Caller {
            source_ip: "127.0.0.1".into(),
            user_agent: "aws-cli/2.36.7 md/sso#auth".into(),
            ..Caller::default()
        };
        let made = world.service.oauth_register_client(&caller, form).await?;
        Ok(Self {
            service: Arc::clone(&world.service),
            caller,
            id: made.client_id,
            secret: made.client_secret,
        })
    }

    /// The CLI, for a code.
    pub async fn cli(world: &World) -> Self {
        Self::register(world, &cli(world).await).await.unwrap()
    }

    /// The CLI, for a device's code.
    pub async fn device(world: &World) -> Self {
        Self::register(world, &device_cli()).await.unwrap()
    }

    /// The parameters of the address that it opens a browser with.
    pub fn query(&self) -> Vec<(&'static str, String)> {
        vec![
            ("response_type", "code".into()),
            ("client_id", self.id.clone()),
            (
                "redirect_uri",
                "http%3A%2F%2F127.0.0.1%3A49152%2Foauth%2Fcallback".into(),
            ),
            ("state", "5f0c3a".into()),
            ("code_challenge_method", "S256".into()),
            ("scopes", "sso%3Aaccount%3Aaccess".into()),
            ("code_challenge", CHALLENGE.into()),
        ]
    }

    /// A browser comes by, as far as the consent page; its request.
    pub async fn arrive(&self, browser: &mut Browser) -> String {
        let answer = arrive_with(browser, &self.query()).await;
        request_of(answer.text("address"))
    }

    /// Through the consent page; the code.
    pub async fn code(&self, browser: &mut Browser) -> SecretString {
        let request = self.arrive(browser).await;
        let shown = browser
            .post("/api/portal/oauth/consent", json!({ "request": request }))
            .await;
        assert_eq!(shown.status, 200, "{shown:?}");
        let answer = decide(browser, &request, true).await;
        parameter(answer.text("address"), "code").into()
    }

    /// Everything, until it has its tokens.
    pub async fn tokens(&self, browser: &mut Browser) -> Tokens {
        let code = self.code(browser).await;
        self.redeem(&code).await.unwrap()
    }

    pub fn form(&self, grant_type: &str) -> CreateToken {
        CreateToken {
            client_id: self.id.clone(),
            client_secret: self.secret.clone(),
            grant_type: grant_type.into(),
            code: None,
            redirect_uri: None,
            code_verifier: None,
            device_code: None,
            refresh_token: None,
        }
    }

    pub fn code_form(&self, code: &SecretString) -> CreateToken {
        CreateToken {
            code: Some(code.clone()),
            redirect_uri: Some(CALLBACK.into()),
            code_verifier: Some(VERIFIER.into()),
            ..self.form("authorization_code")
        }
    }

    pub async fn create(&self, form: &CreateToken) -> Result<Tokens, OauthError> {
        self.service.oauth_create_token(&self.caller, form).await
    }

    pub async fn redeem(&self, code: &SecretString) -> Result<Tokens, OauthError> {
        self.create(&self.code_form(code)).await
    }

    pub async fn refresh(&self, token: &SecretString) -> Result<Tokens, OauthError> {
        let form = CreateToken {
            refresh_token: Some(token.clone()),
            ..self.form("refresh_token")
        };
        self.create(&form).await
    }

    pub async fn start(&self, start_url: &str) -> Result<DeviceAuthorization, OauthError> {
        let form = StartDevice {
            client_id: self.id.clone(),
            client_secret: self.secret.clone(),
            start_url: start_url.into(),
        };
        self.service.oauth_start_device(&self.caller, &form).await
    }

    pub async fn poll(&self, device_code: &SecretString) -> Result<Tokens, OauthError> {
        let form = CreateToken {
            device_code: Some(device_code.clone()),
            ..self.form(DEVICE)
        };
        self.create(&form).await
    }

    pub async fn revoke(&self, token: &SecretString) -> Result<(), OauthError> {
        let form = RevokeToken {
            client_id: self.id.clone(),
            client_secret: self.secret.clone(),
            token: token.clone(),
        };
        self.service.oauth_revoke_token(&form).await
    }

    /// Whether an access token is good for anything.
    pub async fn lives(&self, tokens: &Tokens) -> bool {
        let page = vestibule_service::identity_center::oauth::PageOf::default();
        self.service
            .sso_list_accounts(&self.caller, &tokens.access_token, &page)
            .await
            .is_ok()
    }
}

pub async fn arrive_with(browser: &mut Browser, query: &[(&str, String)]) -> Answer {
    let text: Vec<String> = query.iter().map(|(name, value)| format!("{name}={value}")).collect();
    browser
        .post("/api/portal/oauth/authorize", json!({ "query": text.join("&") }))
        .await
}

/// The request in a consent page's address.
pub fn request_of(address: &str) -> String {
    let (_, request) = address.split_once("/start/#/authorize?request=").unwrap();
    request.to_owned()
}

pub async fn open(browser: &mut Browser, request: &str) -> Answer {
    let form = json!({ "request": request });
    browser.post("/api/portal/oauth/consent", form).await
}

pub async fn decide(browser: &mut Browser, request: &str, allow: bool) -> Answer {
    let form = json!({ "request": request, "allow": allow });
    browser.post("/api/portal/oauth/decision", form).await
}

pub async fn confirm(browser: &mut Browser, user_code: &str) -> Answer {
    let form: Value = json!({ "userCode": user_code });
    browser.post("/api/portal/oauth/device", form).await
}

/// A parameter of an address.
#[track_caller]
pub fn parameter(address: &str, name: &str) -> String {
    let (_, query) = address.split_once('?').unwrap();
    let found = query.split('&').find_map(|pair| pair.strip_prefix(&format!("{name}=")));
    found.unwrap_or_else(|| panic!("{name} in {address}")).to_owned()
}

/// By the name of the error.
#[track_caller]
pub fn refused<T: std::fmt::Debug>(answer: Result<T, OauthError>, name: &str) {
    match answer {
        Err(error) => assert_eq!(error.name(), name, "{error}"),
        Ok(got) => panic!("expected {name}, got {got:?}"),
    }
}

pub fn text(secret: &SecretString) -> &str {
    secret.expose_secret()
}

//! SAML to the console, and `AssumeRoleWithSAML`: people whose identities live in their company come with an assertion that
//! it signed, and leave with the session of a role (facts 2.1 to 2.4 of federation).
//!
//! ```text
//!  posted ─ weigh ─► held against the certificates of the provider that it names
//!             │           └─ several roles, none chosen ─► ChooseRole (nothing is taken, nothing is written)
//!             └─ one role, or chosen ─ admit ─► name, source identity, tags, role, trust policy, duration
//!                                         └─ take the assertion once, session, records: one commit ─► SignedIn
//! ```
//!
//! - `weigh`: the response, and the provider that signed it; `sheet`: the report of every check.
//! - `roles`, `claims`, `keys`: what the attributes say: pairs of role and provider, what is asked for, condition keys.
//! - `admit`: whether the person may act as the role.
//! - `assume`: `AssumeRoleWithSAML`; `inspect`: the same judgement for whoever looks for what is wrong.
//! - `refusal`: AWS's words; `record`: CloudTrail's records.
//!
//! Keys come from stored metadata and nowhere else. What was not signed decides nothing: it only says which provider to look
//! for. An assertion is taken once, when it really lets somebody in.

mod admit;
mod assume;
pub(crate) mod claims;
mod inspect;
pub(crate) mod keys;
mod record;
mod refusal;
pub(crate) mod roles;
mod sheet;
mod weigh;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use vestibule_saml::{AWS_ACS, InResponseTo, Verified};
use vestibule_store::{ProviderRow, Reads, Tx, accounts, roles as role_rows, saml_assertions};

pub use inspect::Inspect;
pub use refusal::{SamlRefusal, SamlRefused};
pub(crate) use sheet::sentence;

use crate::answers::{SamlAccount, SamlRole, SamlStep};
use crate::request::{Answer, Caller};
use crate::rollback::is_assertion_void;
use crate::{Service, ServiceError, addresses};
use admit::{Case, Lasting};
use roles::Pair;
use sheet::{Fault, Own, Sheet};
use weigh::{OLDEST, Said, Sent, Verdict, Weighed, unreadable};

/// The metadata of AWS sign-in, for identity providers.
#[must_use]
pub fn sign_in_metadata() -> String {
    vestibule_saml::sp_metadata(&vestibule_saml::SpDocument::aws())
}

/// What a browser posts.
pub struct SamlPost {
    /// `SAMLResponse`, base64.
    pub response: String,
    /// `RelayState`: a console address, or nothing.
    pub relay_state: String,
    /// `roleIndex`: the ARN of the role that was chosen.
    pub role: Option<String>,
    /// The endpoint that it was posted to; the global one if none is given.
    pub address: Option<String>,
}

/// A response is a credential as long as nobody took it.
impl std::fmt::Debug for SamlPost {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "SamlPost to {:?}", self.address)
    }
}

impl Service {
    /// Signs in somebody for whom a company's identity provider vouches.
    ///
    /// # Errors
    /// [`ServiceError::Saml`] in AWS's words, with the report; [`ServiceError::TooManySessions`]; a field error for an
    /// address that is none of the sign-in endpoints.
    pub async fn saml_sign_in(&self, caller: &Caller, post: SamlPost) -> Result<Answer<SamlStep>, ServiceError> {
        let endpoint = post.address.as_deref().unwrap_or(AWS_ACS);
        if !addresses::is_saml_endpoint(endpoint) {
            return Err(ServiceError::invalid("address", "SAML responses are not taken there."));
        }
        let Some(bytes) = decoded(&post.response) else {
            return Err(refused_unsigned(unreadable()));
        };
        let sent = Sent {
            bytes: &bytes,
            endpoints: &[endpoint],
            // AWS sign-in asks nobody for a response.
            in_response_to: InResponseTo::Nothing,
            now: self.now(),
        };
        let wanted = post.role.as_deref();
        let mut reader = self.store.read().await?;
        let weighed = self.weigh_for(&mut reader, &sent, wanted).await?;
        match &weighed.verdict {
            Verdict::Refused { signed: None, .. } => return Err(refused_unsigned(weighed)),
            Verdict::Held(verified) if wanted.is_none() => {
                let pairs = roles::pairs(&verified.attributes);
                let is_new = !self
                    .is_assertion_taken(&mut reader, verified, weighed.provider.as_ref())
                    .await?;
                if pairs.len() > 1 && is_new {
                    let accounts = accounts_of(&mut reader, &pairs).await?;
                    return Ok(Answer::new(SamlStep::ChooseRole { accounts }));
                }
            }
            Verdict::Held(_) | Verdict::Refused { .. } => {}
        }
        drop(reader);
        let mut tx = self.store.write().await?;
        let weighed = if self.still_holds(&mut tx, &weighed).await? {
            weighed
        } else {
            self.weigh_for(&mut tx, &sent, wanted).await?
        };
        self.sign_in_by(tx, caller, weighed, &sent, &post).await
    }

    /// Against the provider of the role that is wanted, if the response names it; otherwise against all that it names.
    async fn weigh_for(
        &self,
        connection: &mut impl Reads,
        sent: &Sent<'_>,
        role: Option<&str>,
    ) -> Result<Weighed, ServiceError> {
        let claims = vestibule_saml::unverified(sent.bytes);
        let pairs = claims
            .map(|claims| roles::pairs(&claims.attributes))
            .unwrap_or_default();
        let wanted = role.and_then(|role| pairs.into_iter().find(|pair| pair.role == role));
        self.weigh(connection, sent, wanted.as_ref().map(|pair| pair.provider.as_str()))
            .await
    }

    async fn sign_in_by(
        &self,
        mut tx: Tx,
        caller: &Caller,
        weighed: Weighed,
        sent: &Sent<'_>,
        post: &SamlPost,
    ) -> Result<Answer<SamlStep>, ServiceError> {
        let role = post.role.as_deref();
        let Weighed {
            provider: Some(provider),
            mut sheet,
            verdict,
        } = weighed
        else {
            return Err(refused_unsigned(weighed));
        };
        let verified = match verdict {
            Verdict::Held(verified) => *verified,
            Verdict::Refused { refusal, signed } => {
                let refused = SamlRefused {
                    refusal,
                    report: sheet.whole(),
                };
                return self
                    .turn_away(tx, caller, &provider, signed.as_deref(), role, refused)
                    .await;
            }
        };
        let said = Said::from(&verified);
        let judged = match self
            .chosen_pair(&mut tx, &verified, &provider, role, &mut sheet)
            .await?
        {
            Ok(pair) => {
                let case = Case {
                    provider: &provider,
                    said: &said,
                    pair: &pair,
                    lasting: Lasting::AsAsserted,
                    now: sent.now,
                };
                self.admit_by_saml(&mut tx, caller, &case, &mut sheet).await?
            }
            Err(fault) => Err(fault),
        };
        let admitted = match judged {
            Ok(admitted) => admitted,
            Err(fault) => {
                let refused = sheet.refused(&fault);
                return self.turn_away(tx, caller, &provider, Some(&said), role, refused).await;
            }
        };
        self.take_assertion(&mut tx, &verified, &provider).await?;
        let (principal, federation) = (&admitted.principal, &admitted.federation);
        let session = self
            .open_federated_session(&mut tx, caller, principal, federation, admitted.lifetime, sent.now)
            .await?;
        role_rows::touch(&mut tx, &admitted.role.id, sent.now).await?;
        self.record_saml(&mut tx, caller, &admitted, &said).await?;
        self.record_saml_login(&mut tx, caller, &admitted).await?;
        self.commit(tx).await?;
        Ok(Answer::new(SamlStep::SignedIn {
            destination: addresses::console_or_home(&post.relay_state),
        })
        .with(session))
    }

    /// Refuses; what the provider did sign is recorded.
    async fn turn_away<T>(
        &self,
        mut tx: Tx,
        caller: &Caller,
        provider: &ProviderRow,
        said: Option<&Said>,
        role: Option<&str>,
        refused: SamlRefused,
    ) -> Result<T, ServiceError> {
        if let Some(said) = said {
            self.record_saml_refused(&mut tx, caller, provider, said, role, (&refused).into())
                .await?;
            self.commit(tx).await?;
        }
        Err(ServiceError::Saml(Box::new(refused)))
    }

    /// Which of the roles it is, of a response that was not used before.
    async fn chosen_pair(
        &self,
        connection: &mut impl Reads,
        verified: &Verified,
        provider: &ProviderRow,
        role: Option<&str>,
        sheet: &mut Sheet,
    ) -> Result<Result<Pair, Fault>, ServiceError> {
        if let Err(fault) = self.not_used(connection, verified, provider, sheet).await? {
            return Ok(Err(fault));
        }
        let pairs = roles::pairs(&verified.attributes);
        let found = match role {
            Some(role) => pairs.iter().find(|pair| pair.role == role),
            None => pairs.first(),
        };
        let Some(pair) = found else {
            let words = match role {
                Some(role) => format!("The response does not name the role {role}."),
                None => "The response names no role.".to_owned(),
            };
            return Ok(Err(Fault::new(Own::RolePair, SamlRefusal::Response, words)));
        };
        if pair.provider != provider.arn {
            let words = format!("{} was not signed by its provider, {}.", pair.role, pair.provider);
            return Ok(Err(Fault::new(Own::RolePair, SamlRefusal::Signature, words)));
        }
        sheet.passed(Own::RolePair, format!("{}, {}.", pair.role, pair.provider));
        Ok(Ok(pair.clone()))
    }

    async fn not_used(
        &self,
        connection: &mut impl Reads,
        verified: &Verified,
        provider: &ProviderRow,
        sheet: &mut Sheet,
    ) -> Result<Result<(), Fault>, ServiceError> {
        if self.is_assertion_taken(connection, verified, Some(provider)).await? {
            let words = format!("The assertion {} was used already.", verified.assertion_id);
            return Ok(Err(Fault::new(Own::OneTime, SamlRefusal::Response, words)));
        }
        sheet.passed(Own::OneTime, format!("{}.", verified.assertion_id));
        Ok(Ok(()))
    }

    /// Notes that the assertion was taken: for the provider, and for its issuer, in whichever accounts that is trusted.
    async fn take_assertion(
        &self,
        tx: &mut Tx,
        verified: &Verified,
        provider: &ProviderRow,
    ) -> Result<(), ServiceError> {
        // What is over by the simulated clock may come back with the machine's.
        let over = self.now().min(self.time.wall());
        // Nobody takes it after that, whatever it says of itself.
        let redeemable = verified.issued_at.saturating_add(OLDEST);
        let until = redeemable.map_or(verified.not_on_or_after, |end| end.min(verified.not_on_or_after));
        for taker in takers(verified, Some(provider)) {
            saml_assertions::take(tx, &taker, &verified.assertion_id, until, over).await?;
        }
        Ok(())
    }

    async fn is_assertion_taken(
        &self,
        connection: &mut impl Reads,
        verified: &Verified,
        provider: Option<&ProviderRow>,
    ) -> Result<bool, ServiceError> {
        if is_assertion_void(connection, verified.issued_at).await? {
            return Ok(true);
        }
        for taker in takers(verified, provider) {
            if saml_assertions::is_taken(connection, &taker, &verified.assertion_id).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Who keeps ids unique: the provider of one account, and the issuer in all of them.
fn takers(verified: &Verified, provider: Option<&ProviderRow>) -> Vec<String> {
    let issuer = format!("issuer {}", verified.issuer);
    provider
        .map(|row| row.arn.clone())
        .into_iter()
        .chain([issuer])
        .collect()
}

/// Base64 with line ends, as forms carry it.
fn decoded(text: &str) -> Option<Vec<u8>> {
    let packed: String = text.split_ascii_whitespace().collect();
    if packed.is_empty() {
        return None;
    }
    BASE64.decode(packed).ok()
}

fn refused_unsigned(weighed: Weighed) -> ServiceError {
    let refusal = match weighed.verdict {
        Verdict::Refused { refusal, .. } => refusal,
        Verdict::Held(_) => SamlRefusal::NoProvider,
    };
    ServiceError::Saml(Box::new(SamlRefused {
        refusal,
        report: weighed.sheet.whole(),
    }))
}

/// The roles to choose from, by account, in the order of the response.
async fn accounts_of(connection: &mut impl Reads, pairs: &[Pair]) -> Result<Vec<SamlAccount>, ServiceError> {
    let mut found: Vec<SamlAccount> = Vec::new();
    for pair in pairs {
        let role = SamlRole {
            arn: pair.role.clone(),
            name: pair.name.as_str().to_owned(),
        };
        if let Some(account) = found.iter_mut().find(|account| account.id == pair.account.as_str()) {
            account.roles.push(role);
            continue;
        }
        let account = accounts::by_id(connection, &pair.account).await?;
        found.push(SamlAccount {
            id: pair.account.as_str().to_owned(),
            alias: account.and_then(|account| Some(account.alias?.as_str().to_owned())),
            roles: vec![role],
        });
    }
    Ok(found)
}

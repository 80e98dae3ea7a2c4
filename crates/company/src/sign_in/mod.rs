//! Signing in: user name, password, and a code of the authenticator app.
//!
//! Whoever is unknown, switched off, or has the wrong password is told the same, after the same work.

pub(crate) mod attempt;
pub(crate) mod authenticator;
mod step;

use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret as _, SecretString};
use vestibule_credentials::totp::{Code, Seed, otpauth_uri};
use vestibule_identity::Timestamp;

use crate::people::{self, ADMINISTRATORS, PersonRow};
use crate::request::{Answer, CookieChange};
use crate::saml::CompanyHop;
use crate::session::{self, Live};
use crate::settings::{self, SignInSettings};
use crate::throttle::{self, ThrottleKey};
use crate::{Caller, Company, CompanyError, HOST, NAME, Tx, faults};

use attempt::{Attempt, Stage, Waiting};

pub use step::{CompanyIdentity, CompanyPage, CompanyStep};

/// Longest name that is looked up.
const LONGEST_USER_NAME: usize = 128;

pub(crate) async fn identity(tx: &mut Tx, live: &Live) -> Result<CompanyIdentity, CompanyError> {
    let groups = people::groups_of(tx, &live.person.id).await?;
    Ok(CompanyIdentity {
        user_name: live.person.user_name.clone(),
        display_name: live.person.display_name(),
        email: live.person.email.clone(),
        department: live.person.department.clone(),
        title: live.person.title.clone(),
        is_administrator: groups.iter().any(|group| group.name == ADMINISTRATORS),
        groups: groups.into_iter().map(|group| group.name).collect(),
        mfa: live.mfa,
        expires_at: live.expires_at,
    })
}

fn waiting_for(attempt: &Attempt) -> Option<String> {
    attempt.waiting.as_ref().map(|waiting| match waiting {
        Waiting::Saml { issuer, .. } => issuer.clone(),
        Waiting::Oidc(request) => request.client.clone(),
    })
}

fn code(field: &'static str, typed: &SecretString) -> Result<Code, CompanyError> {
    Code::parse(typed.expose_secret()).map_err(|_| CompanyError::invalid(field, "A code has six digits."))
}

impl Company {
    /// The company's page: who is signed in, or where the sign-in stands.
    ///
    /// # Errors
    /// Store failures.
    pub async fn page(&self, caller: &Caller) -> Result<CompanyPage, CompanyError> {
        let now = self.now();
        let mut tx = self.begin().await?;
        let mut page = CompanyPage {
            name: NAME.to_owned(),
            identity: None,
            faults: Vec::new(),
            step: None,
        };
        let afresh = attempt::find(&mut tx, caller, now)
            .await?
            .is_some_and(|(attempt, _)| attempt.afresh);
        let live = session::find(&mut tx, caller, now).await?.filter(|_| !afresh);
        if let Some(live) = live {
            page.identity = Some(identity(&mut tx, &live).await?);
            page.faults = faults::on(&mut tx).await?;
        } else {
            page.step = Some(self.present_step(&mut tx, caller, now).await?);
        }
        Ok(page)
    }

    async fn present_step(&self, tx: &mut Tx, caller: &Caller, now: Timestamp) -> Result<CompanyStep, CompanyError> {
        let found = attempt::find(tx, caller, now).await?;
        let begin = |attempt: Option<&Attempt>| CompanyStep::UserName {
            waiting_for: attempt.and_then(waiting_for),
        };
        let Some((attempt, sealed)) = found else {
            return Ok(begin(None));
        };
        match &attempt.stage {
            Stage::Begun => Ok(begin(Some(&attempt))),
            Stage::Password {} => Ok(CompanyStep::Password {
                user_name: self.typed_name(caller, sealed.as_deref())?,
            }),
            Stage::Code { person } => match people::by_id(tx, person).await? {
                Some(person) => Ok(CompanyStep::Code {
                    user_name: person.user_name,
                }),
                None => Ok(begin(Some(&attempt))),
            },
            Stage::Enrol { person } => match people::by_id(tx, person).await? {
                Some(person) => Ok(enrol_step(&person, &self.waiting_seed(caller, sealed.as_deref())?)),
                None => Ok(begin(Some(&attempt))),
            },
        }
    }

    /// The user name. Nobody learns from the answer whether it exists.
    ///
    /// # Errors
    /// A field error.
    pub async fn give_user_name(&self, caller: &Caller, typed: &str) -> Result<Answer<CompanyStep>, CompanyError> {
        let user_name = typed.trim();
        if user_name.is_empty() || user_name.chars().count() > LONGEST_USER_NAME {
            return Err(CompanyError::invalid("userName", "Type your user name."));
        }
        let now = self.now();
        let mut tx = self.begin().await?;
        let begun = attempt::find(&mut tx, caller, now).await?;
        let stage = Stage::Password {};
        let attempt = match begun {
            Some((begun, _)) => begun.at(stage),
            None => Attempt {
                stage,
                waiting: None,
                afresh: false,
            },
        };
        let typed = Some(user_name.as_bytes());
        let cookie = self.keep_attempt(&mut tx, caller, &attempt, typed, now).await?;
        tx.commit().await?;
        Ok(Answer::new(CompanyStep::Password {
            user_name: user_name.to_owned(),
        })
        .with(cookie))
    }

    /// The password.
    ///
    /// # Errors
    /// [`CompanyError::AuthenticationFailed`], the throttle, [`CompanyError::AttemptExpired`].
    pub async fn give_password(
        &self,
        caller: &Caller,
        password: SecretString,
    ) -> Result<Answer<CompanyStep>, CompanyError> {
        let now = self.now();
        let mut tx = self.begin().await?;
        let (attempt, sealed) = attempt::find(&mut tx, caller, now)
            .await?
            .ok_or(CompanyError::AttemptExpired)?;
        if attempt.stage != (Stage::Password {}) {
            return Err(CompanyError::AttemptExpired);
        }
        let user_name = self.typed_name(caller, sealed.as_deref())?;
        let key = ThrottleKey::password(&self.key, &user_name)?;
        throttle::reserve(&mut tx, key, now).await?;
        let person = people::by_user_name(&mut tx, &user_name).await?;
        let phc = match &person {
            Some(person) => people::password(&mut tx, &person.id).await?,
            None => None,
        };
        tx.commit().await?;
        let matched = self.hashing.verify(password, phc.clone()).await?;
        let mut tx = self.begin().await?;
        // What was true before the hash may not be true after it.
        let person = match person {
            Some(person) => people::by_id(&mut tx, &person.id).await?,
            None => None,
        };
        let person = person
            .filter(|person| matched && person.enabled)
            .ok_or(CompanyError::AuthenticationFailed)?;
        if people::password(&mut tx, &person.id).await? != phc {
            return Err(CompanyError::AuthenticationFailed);
        }
        throttle::clear(&mut tx, key).await?;
        let answer = self.after_password(&mut tx, caller, &attempt, &person, now).await?;
        tx.commit().await?;
        Ok(answer)
    }

    async fn after_password(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        attempt: &Attempt,
        person: &PersonRow,
        now: Timestamp,
    ) -> Result<Answer<CompanyStep>, CompanyError> {
        let id = person.id.clone();
        if authenticator::has(tx, &id).await? {
            let next = attempt.at(Stage::Code { person: id });
            let cookie = self.keep_attempt(tx, caller, &next, None, now).await?;
            return Ok(Answer::new(CompanyStep::Code {
                user_name: person.user_name.clone(),
            })
            .with(cookie));
        }
        if settings::get::<SignInSettings>(tx).await?.require_code {
            let seed = Seed::generate(&*self.entropy);
            let next = attempt.at(Stage::Enrol { person: id });
            let cookie = self.keep_attempt(tx, caller, &next, Some(seed.bytes()), now).await?;
            return Ok(Answer::new(enrol_step(person, &seed)).with(cookie));
        }
        self.enter(tx, caller, attempt, person, false, now).await
    }

    /// A code of the authenticator app. A wrong one keeps the sign-in.
    ///
    /// # Errors
    /// [`CompanyError::CodeInvalid`], [`CompanyError::CodeUsed`], the throttle, [`CompanyError::AttemptExpired`].
    pub async fn give_code(&self, caller: &Caller, typed: SecretString) -> Result<Answer<CompanyStep>, CompanyError> {
        let code = code("code", &typed)?;
        let now = self.now();
        let mut tx = self.begin().await?;
        let (attempt, _) = attempt::find(&mut tx, caller, now)
            .await?
            .ok_or(CompanyError::AttemptExpired)?;
        let Stage::Code { person } = &attempt.stage else {
            return Err(CompanyError::AttemptExpired);
        };
        let person = self.enabled(&mut tx, person).await?;
        let key = ThrottleKey::codes(&self.key, &person.id)?;
        throttle::reserve(&mut tx, key, now).await?;
        if let Err(refusal) = self.accept_code(&mut tx, &person.id, &code, now).await {
            tx.commit().await?;
            return Err(refusal);
        }
        throttle::clear(&mut tx, key).await?;
        let answer = self.enter(&mut tx, caller, &attempt, &person, true, now).await?;
        tx.commit().await?;
        Ok(answer)
    }

    /// Two codes in a row of the app that is being set up.
    ///
    /// # Errors
    /// As [`give_code`](Self::give_code).
    pub async fn enrol(
        &self,
        caller: &Caller,
        first: SecretString,
        second: SecretString,
    ) -> Result<Answer<CompanyStep>, CompanyError> {
        let (first, second) = (code("firstCode", &first)?, code("secondCode", &second)?);
        let now = self.now();
        let mut tx = self.begin().await?;
        let (attempt, sealed) = attempt::find(&mut tx, caller, now)
            .await?
            .ok_or(CompanyError::AttemptExpired)?;
        let Stage::Enrol { person } = &attempt.stage else {
            return Err(CompanyError::AttemptExpired);
        };
        let person = self.enabled(&mut tx, person).await?;
        if authenticator::has(&mut tx, &person.id).await? {
            // Set up in another window meanwhile: that app is asked for.
            return Err(CompanyError::AttemptExpired);
        }
        let key = ThrottleKey::codes(&self.key, &person.id)?;
        throttle::reserve(&mut tx, key, now).await?;
        let seed = self.waiting_seed(caller, sealed.as_deref())?;
        match authenticator::attached(&seed, (&first, &second), now) {
            Ok(state) => self.attach(&mut tx, &person.id, &seed, state, now).await?,
            Err(refusal) => {
                tx.commit().await?;
                return Err(refusal);
            }
        }
        throttle::clear(&mut tx, key).await?;
        let answer = self.enter(&mut tx, caller, &attempt, &person, true, now).await?;
        tx.commit().await?;
        Ok(answer)
    }

    fn waiting_seed(&self, caller: &Caller, sealed: Option<&[u8]>) -> Result<Seed, CompanyError> {
        Seed::from_bytes(&self.beside(caller, sealed)?).map_err(|_| CompanyError::Corrupt)
    }

    fn typed_name(&self, caller: &Caller, sealed: Option<&[u8]>) -> Result<String, CompanyError> {
        let opened = self.beside(caller, sealed)?;
        let name = std::str::from_utf8(&opened).map_err(|_| CompanyError::Corrupt)?;
        Ok(name.to_owned())
    }

    /// What is sealed beside an attempt.
    fn beside(&self, caller: &Caller, sealed: Option<&[u8]>) -> Result<Zeroizing<Vec<u8>>, CompanyError> {
        let (Some(token), Some(sealed)) = (&caller.attempt, sealed) else {
            return Err(CompanyError::AttemptExpired);
        };
        Ok(self.key.open(&attempt::place(token), sealed)?)
    }

    async fn enabled(&self, tx: &mut Tx, id: &str) -> Result<PersonRow, CompanyError> {
        people::by_id(tx, id)
            .await?
            .filter(|person| person.enabled)
            .ok_or(CompanyError::AttemptExpired)
    }

    /// In: a session, and an answer for whoever waits.
    async fn enter(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        attempt: &Attempt,
        person: &PersonRow,
        mfa: bool,
        now: Timestamp,
    ) -> Result<Answer<CompanyStep>, CompanyError> {
        if let Some(token) = &caller.attempt {
            attempt::delete(tx, token).await?;
        }
        let (live, cookie) = self.begin_session(tx, caller, person, mfa, now).await?;
        let next = match &attempt.waiting {
            Some(waiting) => self.answer_waiting(tx, &live, waiting).await?,
            None => CompanyHop::Portal {},
        };
        Ok(Answer::new(CompanyStep::SignedIn { next })
            .with(cookie)
            .with(CookieChange::ClearAttempt))
    }

    /// What a relying party gets when the person is signed in. A refusal leads to the portal: the person is in.
    pub(crate) async fn answer_waiting(
        &self,
        tx: &mut Tx,
        live: &Live,
        waiting: &Waiting,
    ) -> Result<CompanyHop, CompanyError> {
        match waiting {
            Waiting::Saml {
                request, relay_state, ..
            } => self.answer_saml(tx, live, request, relay_state).await,
            Waiting::Oidc(request) => self.answer_oidc(tx, live, request).await,
        }
    }
}

fn enrol_step(person: &PersonRow, seed: &Seed) -> CompanyStep {
    CompanyStep::Enrol {
        user_name: person.user_name.clone(),
        otpauth: otpauth_uri(seed, &person.user_name, HOST).expose_secret().to_owned(),
        secret: seed.base32().to_string(),
    }
}

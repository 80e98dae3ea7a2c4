//! The security check: read a picture, or answer the question in words (facts 2.3).
//!
//! A wrong answer throws the picture away. Only keyed hashes of the answers are stored.

use vestibule_credentials::token::Token;
use vestibule_identity::Timestamp;
use vestibule_identity::names::{AccountId, EmailAddress};
use vestibule_identity::sign_in::{Attempt, CheckPurpose};
use vestibule_store::{Tx, throttles};

use super::picture;
use crate::answers::{Challenge, SignInStep};
use crate::request::{Answer, Caller};
use crate::throttle::ThrottleKey;
use crate::{Service, ServiceError};

/// Answers longer than this are wrong without being looked at.
const LONGEST_ANSWER: usize = 64;

impl Service {
    /// Draws a picture, keeps its answers with the attempt and asks for it. Commits.
    pub(crate) async fn ask_security_check(
        &self,
        mut tx: Tx,
        token: &Token,
        purpose: CheckPurpose,
        account: Option<AccountId>,
        email: EmailAddress,
        now: Timestamp,
    ) -> Result<Answer<SignInStep>, ServiceError> {
        let (challenge, answer_hashes) = self.draw_check(token);
        let attempt = Attempt::RootSecurityCheck {
            purpose,
            account,
            email,
            answer_hashes,
        };
        let cookie = self.keep_attempt(&mut tx, token, &attempt, now).await?;
        self.commit(tx).await?;
        Ok(Answer::new(SignInStep::SecurityCheck { purpose, challenge }).with(cookie))
    }

    /// A new picture, and keyed hashes of the answers that pass in the sign-in of `token`.
    pub(crate) fn draw_check(&self, token: &Token) -> (Challenge, Vec<[u8; 32]>) {
        let drawn = picture::draw(&*self.entropy);
        let hashes = drawn.answers.iter().map(|answer| self.answer_hash(token, answer));
        (drawn.challenge, hashes.collect())
    }

    /// Whether an answer passes.
    ///
    /// # Errors
    /// A field error when nothing was typed.
    pub(crate) fn passes_check(
        &self,
        token: &Token,
        answer: &str,
        answer_hashes: &[[u8; 32]],
    ) -> Result<bool, ServiceError> {
        read_answer(answer)?;
        Ok(answer.len() <= LONGEST_ANSWER && answer_hashes.contains(&self.answer_hash(token, answer)))
    }

    /// Judges an answer and goes on with what the check guarded.
    ///
    /// # Errors
    /// [`ServiceError::SecurityCheckFailed`] with a new picture; [`ServiceError::AccountDoesNotExist`] once the check
    /// is passed for an unknown e-mail address; [`ServiceError::AttemptExpired`].
    pub async fn answer_security_check(
        &self,
        caller: &Caller,
        answer: &str,
    ) -> Result<Answer<SignInStep>, ServiceError> {
        read_answer(answer)?;
        let now = self.now();
        let mut tx = self.store.write().await?;
        let (token, attempt) = self.attempt_of(&mut tx, caller, now).await?;
        let Attempt::RootSecurityCheck {
            purpose,
            account,
            email,
            answer_hashes,
        } = attempt
        else {
            return Err(ServiceError::AttemptExpired);
        };
        if !self.passes_check(token, answer, &answer_hashes)? {
            let asked = self.ask_security_check(tx, token, purpose, account, email, now).await?;
            return match asked.body {
                SignInStep::SecurityCheck { challenge, .. } => Err(ServiceError::SecurityCheckFailed {
                    challenge: Box::new(challenge),
                }),
                _ => Err(ServiceError::AttemptExpired),
            };
        }
        let Some(account) = account else {
            let key = ThrottleKey::root(&email.folded());
            let throttle = throttles::get(&mut tx, &key.0).await?.unwrap_or_default();
            throttles::put(&mut tx, &key.0, &throttle.reserve(now)).await?;
            vestibule_store::attempts::take(&mut tx, &token.hash().0).await?;
            self.commit(tx).await?;
            return Err(ServiceError::AccountDoesNotExist);
        };
        match purpose {
            CheckPurpose::SignIn => {
                let step = SignInStep::RootPassword {
                    email: email.as_str().to_owned(),
                };
                let attempt = Attempt::RootEmailGiven { account, email };
                let cookie = self.keep_attempt(&mut tx, token, &attempt, now).await?;
                self.commit(tx).await?;
                Ok(Answer::new(step).with(cookie))
            }
            CheckPurpose::Recovery => self.send_recovery(tx, caller, token, account, email, now).await,
        }
    }

    // Answers are short: the key keeps a stolen store from telling them, the token keeps them apart.
    fn answer_hash(&self, token: &Token, answer: &str) -> [u8; 32] {
        let folded: String = answer
            .chars()
            .filter(|character| !character.is_whitespace())
            .flat_map(char::to_uppercase)
            .take(LONGEST_ANSWER)
            .collect();
        let label = format!("security-check/{}/{folded}", token.reveal());
        self.key.derive(&label)
    }
}

fn read_answer(answer: &str) -> Result<(), ServiceError> {
    if answer.trim().is_empty() {
        return Err(ServiceError::invalid(
            "answer",
            "Enter the characters you see, or the answer to the question.",
        ));
    }
    Ok(())
}

//! "This is a trusted device": a browser, and the address that it is at (facts 1.2, 1.4). How long trust lasts is
//! nowhere documented; ours is a year.

use std::time::Duration;
use vestibule_credentials::token::Token;
use vestibule_identity::Timestamp;
use vestibule_store::Tx;
use vestibule_store::identity_center::{DirectoryUserRow, trusted_browsers};

use crate::request::{Caller, CookieChange, seconds};
use crate::{Service, ServiceError};

const LIFETIME: Duration = Duration::from_hours(365 * 24);

impl Service {
    /// Whether the person trusts the browser that asks, where it is now.
    pub(super) async fn trusts(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        user: &DirectoryUserRow,
        now: Timestamp,
    ) -> Result<bool, ServiceError> {
        let Some(token) = &caller.trusted else {
            return Ok(false);
        };
        let trust = trusted_browsers::get(tx, &token.hash().0, &user.id).await?;
        // Trust of the future was given before the clock was moved back.
        Ok(trust.is_some_and(|(source_ip, at)| {
            source_ip == caller.source_ip && at <= now && now < at.saturating_add(LIFETIME).unwrap_or(at)
        }))
    }

    /// The person trusts this browser from now on. The caller commits.
    pub(super) async fn trust(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        user: &DirectoryUserRow,
        now: Timestamp,
    ) -> Result<CookieChange, ServiceError> {
        // Others who trust this browser go on doing so, under the token that it has.
        let known = match &caller.trusted {
            Some(token) if trusted_browsers::is_known(tx, &token.hash().0).await? => Some(token.clone()),
            _ => None,
        };
        let token = known.unwrap_or_else(|| Token::generate(&*self.entropy));
        trusted_browsers::put(tx, &token.hash().0, &user.id, &caller.source_ip, now).await?;
        Ok(CookieChange::SetTrusted {
            token,
            seconds: seconds(LIFETIME),
        })
    }
}

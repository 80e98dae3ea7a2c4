//! A key that others wrote, against the same relying party.

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;
use webauthn_authenticator_rs::AuthenticatorBackendHashedClientData as _;
use webauthn_authenticator_rs::softpasskey::SoftPasskey;

use super::kit::{CONSOLE, SIGN_IN, rp};
use crate::webauthn::WebauthnError;

/// What a browser writes. The key's own browser part writes an address instead of an origin (a slash at the end).
fn client_data(kind: &str, options: &Value, origin: &str) -> (Vec<u8>, Vec<u8>) {
    let json = json!({ "type": kind, "challenge": options["challenge"], "origin": origin, "crossOrigin": false });
    let json = json.to_string().into_bytes();
    let hash = Sha256::digest(&json).to_vec();
    (json, hash)
}

/// The question for the key, which takes "preferred" for "no".
fn read<T: DeserializeOwned>(mut options: Value, verified: bool) -> T {
    if verified {
        let place = match options.pointer_mut("/authenticatorSelection/userVerification") {
            Some(place) => place,
            None => &mut options["userVerification"],
        };
        *place = json!("required");
    }
    serde_json::from_value(options).unwrap()
}

#[test]
fn registers_at_the_console_and_signs_in() {
    for verified in [false, true] {
        let mut key = SoftPasskey::new(verified);
        let user = Uuid::from_u128(9);
        let (options, state) = rp().start_registration(CONSOLE, user, "bob", &[]).unwrap();
        let (json, hash) = client_data("webauthn.create", &options, CONSOLE);
        let mut answer = key.perform_register(hash, read(options, verified), 60_000).unwrap();
        answer.response.client_data_json = json;
        let answer = serde_json::to_value(answer).unwrap();
        let made = rp().finish_registration(CONSOLE, &state, answer).unwrap();
        assert_eq!(made.user_verified, verified);

        let mut stored = made.key;
        for _ in 0..3 {
            let keys = [stored.clone()];
            let (options, state) = rp().start_authentication(SIGN_IN, &keys).unwrap();
            let (json, hash) = client_data("webauthn.get", &options, SIGN_IN);
            let mut answer = key.perform_auth(hash, read(options, verified), 60_000).unwrap();
            answer.response.client_data_json = json;
            let answer = serde_json::to_value(answer).unwrap();
            let proof = rp().finish_authentication(SIGN_IN, &state, answer.clone(), &keys);
            let proof = proof.unwrap();
            assert_eq!(proof.credential_id, made.credential_id);
            assert_eq!(proof.user_verified, verified);
            stored = proof.key;
            let again = rp().finish_authentication(SIGN_IN, &state, answer, std::slice::from_ref(&stored));
            assert_eq!(again.unwrap_err(), WebauthnError::Counter);
        }
    }
}

use uuid::Uuid;

use super::*;
use crate::webauthn::{Authenticated, RelyingParty, WebauthnError};

const SIGN_IN: &str = "https://signin.aws.amazon.com";
const CONSOLE: &str = "https://us-east-1.console.aws.amazon.com";

fn rp() -> RelyingParty {
    RelyingParty::new("aws.amazon.com", "Amazon Web Services (simulated)")
}

/// A person with one registered key.
struct Person {
    key: KeyMaterial,
    stored: String,
}

fn registered(origin: &str, verified: bool) -> Person {
    let (options, state) = rp()
        .start_registration(origin, Uuid::from_u128(7), "alice", &[])
        .unwrap();
    let (answer, key) = register(origin, &options, &[], verified).unwrap();
    let made = rp().finish_registration(origin, &state, answer).unwrap();
    assert_eq!(made.credential_id, key.credential_id());
    assert_eq!((made.counter, made.user_verified), (1, verified));
    Person { key, stored: made.key }
}

impl Person {
    fn sign_in(&mut self, origin: &str, verified: bool, faults: Faults) -> Result<Authenticated, WebauthnError> {
        let keys = [self.stored.clone()];
        let (options, state) = rp().start_authentication(origin, &keys)?;
        let mut pocket = [self.key.clone()];
        let (answer, used) = authenticate(origin, &options, &mut pocket, verified, faults).unwrap();
        assert_eq!(used, 0);
        let [key] = pocket;
        self.key = key;
        let proof = rp().finish_authentication(origin, &state, answer, &keys)?;
        self.stored.clone_from(&proof.key);
        Ok(proof)
    }
}

#[test]
fn registers_and_signs_in_again_and_again() {
    for (at, later) in [(SIGN_IN, SIGN_IN), (CONSOLE, SIGN_IN)] {
        for verified in [false, true] {
            let mut person = registered(at, verified);
            for counter in 2..6 {
                let proof = person.sign_in(later, verified, Faults::default()).unwrap();
                assert_eq!(proof.credential_id, person.key.credential_id());
                assert_eq!((proof.counter, proof.user_verified), (counter, verified));
                assert_eq!(person.key.counter(), counter);
            }
        }
    }
}

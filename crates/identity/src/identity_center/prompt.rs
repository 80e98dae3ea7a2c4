//! What a person meets at the portal once the password was right.
//!
//! <https://docs.aws.amazon.com/singlesignon/latest/userguide/how-to-configure-mfa-device-enforcement.html>

use super::settings::{PromptMode, Settings, WithoutDevice};
use crate::mfa::MfaKind;

/// Everything that it depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "the decision's own questions")]
pub struct Situation {
    /// When a second factor is asked for.
    pub mode: PromptMode,
    /// What meets a person without a device.
    pub without_device: WithoutDevice,
    /// The person has a device of a type that is allowed.
    pub has_device: bool,
    /// Some type may be registered.
    pub may_register: bool,
    /// The person trusted this browser, and it is at the address that it was at then.
    pub trusted: bool,
    /// The company's identity provider vouches for the person.
    pub external: bool,
}

/// What the person meets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prompt {
    /// Nothing: they are in.
    Enter,
    /// One of their devices is asked for.
    Challenge {
        /// "This is a trusted device" may be chosen.
        may_trust: bool,
    },
    /// They register a device first.
    Register,
    /// They get a code by mail.
    EmailCode,
    /// They are not let in.
    Block,
}

/// What the person meets.
#[must_use]
pub fn decide(situation: &Situation) -> Prompt {
    let context_aware = match situation.mode {
        PromptMode::Never => return Prompt::Enter,
        PromptMode::ContextAware => true,
        PromptMode::AlwaysOn => false,
    };
    // MFA in Identity Center is not available with an external identity provider.
    if situation.external {
        return Prompt::Enter;
    }
    // "Users … with a trusted device", with or without MFA device, even where sign-in would be blocked.
    if context_aware && situation.trusted {
        return Prompt::Enter;
    }
    if situation.has_device {
        return Prompt::Challenge {
            may_trust: context_aware,
        };
    }
    match situation.without_device {
        WithoutDevice::Register if situation.may_register => Prompt::Register,
        // Nothing may be registered: nobody can do what is required of them. Ours.
        WithoutDevice::Register | WithoutDevice::Block => Prompt::Block,
        WithoutDevice::EmailCode => Prompt::EmailCode,
        WithoutDevice::Allow => Prompt::Enter,
    }
}

impl Settings {
    /// Whether devices of this kind are registered and asked for: the setting is about both. Identity Center has no
    /// hardware tokens that show codes.
    /// <https://docs.aws.amazon.com/singlesignon/latest/userguide/how-to-configure-mfa-types.html>
    #[must_use]
    pub fn allows(&self, kind: MfaKind) -> bool {
        match kind {
            MfaKind::Virtual => self.allow_apps,
            MfaKind::Passkey => self.allow_keys,
            MfaKind::Hardware => false,
        }
    }

    /// Whether "This is a trusted device" may be chosen.
    #[must_use]
    pub fn may_trust(&self) -> bool {
        self.prompt == PromptMode::ContextAware
    }

    /// Whether people look after their own devices. The mode "never" hides all of it.
    #[must_use]
    pub fn shows_devices(&self) -> bool {
        self.manage_own_devices && self.prompt != PromptMode::Never
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODES: [PromptMode; 3] = [PromptMode::AlwaysOn, PromptMode::ContextAware, PromptMode::Never];
    const WITHOUT: [WithoutDevice; 4] = [
        WithoutDevice::Register,
        WithoutDevice::EmailCode,
        WithoutDevice::Block,
        WithoutDevice::Allow,
    ];

    fn every() -> impl Iterator<Item = Situation> {
        MODES.into_iter().flat_map(|mode| {
            WITHOUT.into_iter().flat_map(move |without_device| {
                (0_u8..16).map(move |bits| Situation {
                    mode,
                    without_device,
                    has_device: bits & 1 != 0,
                    may_register: bits & 2 != 0,
                    trusted: bits & 4 != 0,
                    external: bits & 8 != 0,
                })
            })
        })
    }

    #[test]
    fn never_and_an_external_provider_ask_for_nothing() {
        let mut seen = 0;
        for situation in every().filter(|it| it.mode == PromptMode::Never || it.external) {
            assert_eq!(decide(&situation), Prompt::Enter, "{situation:?}");
            seen += 1;
        }
        assert_eq!(seen, 4 * 16 + 2 * 4 * 8);
    }

    #[test]
    fn trust_counts_in_context_aware_mode_only_and_there_whatever_else_holds() {
        for situation in every().filter(|it| it.mode == PromptMode::ContextAware && it.trusted) {
            assert_eq!(decide(&situation), Prompt::Enter, "{situation:?}");
        }
        for situation in every().filter(|it| it.mode == PromptMode::AlwaysOn) {
            let stranger = Situation {
                trusted: false,
                ..situation
            };
            assert_eq!(decide(&situation), decide(&stranger), "{situation:?}");
        }
    }

    #[test]
    fn a_device_is_asked_for_and_only_who_has_none_meets_the_four_choices() {
        for situation in every().filter(|it| !it.external && it.mode != PromptMode::Never && !it.trusted) {
            let expected = match (situation.has_device, situation.without_device) {
                (true, _) => Prompt::Challenge {
                    may_trust: situation.mode == PromptMode::ContextAware,
                },
                (false, WithoutDevice::Register) if situation.may_register => Prompt::Register,
                (false, WithoutDevice::Register | WithoutDevice::Block) => Prompt::Block,
                (false, WithoutDevice::EmailCode) => Prompt::EmailCode,
                (false, WithoutDevice::Allow) => Prompt::Enter,
            };
            assert_eq!(decide(&situation), expected, "{situation:?}");
        }
    }
}

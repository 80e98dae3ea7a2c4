//! What is set for everyone: MFA, sessions, the portal's name, attributes for access control.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use vestibule_identity::event::{SSO, SSO_DIRECTORY};
use vestibule_identity::identity_center::names::portal_alias;
use vestibule_identity::identity_center::settings::{
    PromptMode, SESSION_MINUTES, Settings, SettingsError, WithoutDevice, check_access_attributes,
};
use vestibule_store::Tx;
use vestibule_store::identity_center::{Source, instance};

use super::CenterRefusal;
use crate::authorize::Action;
use crate::identity_center::the_instance;
use crate::request::{Answer, Caller};
use crate::{Entity, Service, ServiceError};

/// The settings of second factors.
#[derive(Debug, Clone, Copy)]
#[allow(clippy::struct_excessive_bools, reason = "the page's own checkboxes")]
pub struct MfaForm {
    /// When a second factor is asked for.
    pub prompt: PromptMode,
    /// Security keys, built-in authenticators and passkeys may be registered.
    pub allow_keys: bool,
    /// Authenticator apps may be registered.
    pub allow_apps: bool,
    /// What meets a person without a device.
    pub without_device: WithoutDevice,
    /// People may add and manage their own devices.
    pub manage_own_devices: bool,
}

fn wrong(field: &'static str, error: SettingsError) -> ServiceError {
    ServiceError::invalid(field, error.to_string().as_str())
}

impl Service {
    /// Sets when second factors are asked for, and which.
    /// <https://docs.aws.amazon.com/singlesignon/latest/userguide/how-to-configure-mfa-device-enforcement.html>
    ///
    /// # Errors
    /// A field error, [`CenterRefusal::ExternalSource`], and who may not.
    pub async fn center_set_mfa(&self, caller: &Caller, form: MfaForm) -> Result<Answer<()>, ServiceError> {
        let parameters = json!({
            "configurationType": "APP_AUTHENTICATION_CONFIGURATION",
            "mfaMode": form.prompt, "noMfaSignInBehavior": form.without_device,
            "allowedMfaTypes": { "webAuthn": form.allow_keys, "totp": form.allow_apps },
            "userManagedDevices": form.manage_own_devices,
        });
        let acts = Acts {
            action: Action::PutMfaDeviceManagement,
            event: "PutMfaDeviceManagementForDirectory",
            of_directory: true,
            of_instance: false,
        };
        self.change_center_settings(caller, acts, parameters, |settings| {
            if !form.allow_keys && !form.allow_apps && form.prompt != PromptMode::Never {
                return Err(wrong("types", SettingsError::NoDeviceType));
            }
            settings.prompt = form.prompt;
            settings.allow_keys = form.allow_keys;
            settings.allow_apps = form.allow_apps;
            settings.without_device = form.without_device;
            settings.manage_own_devices = form.manage_own_devices;
            Ok(())
        })
        .await
    }

    /// Sets how long sessions of the portal last. Those that have begun keep their end (facts 1.5).
    ///
    /// # Errors
    /// A field error, and who may not.
    pub async fn center_set_session(&self, caller: &Caller, minutes: u32) -> Result<Answer<()>, ServiceError> {
        let acts = Acts {
            action: Action::UpdateSsoConfiguration,
            event: "UpdateSSOConfiguration",
            of_directory: false,
            of_instance: false,
        };
        let parameters = json!({ "sessionDurationMinutes": minutes });
        self.change_center_settings(caller, acts, parameters, |settings| {
            if !SESSION_MINUTES.contains(&minutes) {
                return Err(wrong("minutes", SettingsError::SessionMinutes));
            }
            settings.session_minutes = minutes;
            Ok(())
        })
        .await
    }

    /// Sets whether people who were made without a password get a code by mail when they sign in first.
    /// <https://docs.aws.amazon.com/singlesignon/latest/userguide/userswithoutpwd.html>
    ///
    /// # Errors
    /// [`CenterRefusal::ExternalSource`], and who may not.
    pub async fn center_set_email_otp(&self, caller: &Caller, send: bool) -> Result<Answer<()>, ServiceError> {
        let acts = Acts {
            action: Action::UpdateSsoConfiguration,
            event: "UpdateSSOConfiguration",
            of_directory: true,
            of_instance: false,
        };
        let parameters = json!({ "sendEmailOtp": send });
        self.change_center_settings(caller, acts, parameters, |settings| {
            settings.send_email_otp = send;
            Ok(())
        })
        .await
    }

    /// Turns attributes for access control on, changes or turns them off. Sessions that have begun keep their tags.
    /// <https://docs.aws.amazon.com/singlesignon/latest/userguide/configure-abac.html>
    ///
    /// # Errors
    /// A field error, [`ServiceError::NoSuchEntity`] to turn off what is off, and who may not.
    pub async fn center_set_attributes(
        &self,
        caller: &Caller,
        attributes: Option<BTreeMap<String, String>>,
    ) -> Result<Answer<()>, ServiceError> {
        let mut tx = self.store.write().await?;
        let was_on = the_instance(&mut tx)
            .await?
            .settings
            .access_control_attributes
            .is_some();
        let (action, event) = match (&attributes, was_on) {
            (None, _) => (
                Action::DeleteAccessControlAttributes,
                "DeleteInstanceAccessControlAttributeConfiguration",
            ),
            (Some(_), false) => (
                Action::CreateAccessControlAttributes,
                "CreateInstanceAccessControlAttributeConfiguration",
            ),
            (Some(_), true) => (
                Action::UpdateAccessControlAttributes,
                "UpdateInstanceAccessControlAttributeConfiguration",
            ),
        };
        let acts = Acts {
            action,
            event,
            of_directory: false,
            of_instance: true,
        };
        let listed: Option<Vec<Value>> = attributes.as_ref().map(|attributes| {
            let one = |(key, source)| json!({ "key": key, "value": { "source": [source] } });
            attributes.iter().map(one).collect()
        });
        let parameters = json!({ "accessControlAttributes": listed });
        self.change_settings_in(tx, caller, acts, parameters, |settings| {
            if attributes.is_none() && !was_on {
                return Err(ServiceError::NoSuchEntity {
                    entity: Entity::AccessControlAttributes,
                    name: String::new(),
                });
            }
            if let Some(attributes) = &attributes {
                check_access_attributes(attributes).map_err(|error| wrong("attributes", error))?;
            }
            settings.access_control_attributes = attributes;
            Ok(())
        })
        .await
    }

    /// Gives the portal a name of its own, once and for ever (facts 1.1).
    ///
    /// # Errors
    /// A field error, [`ServiceError::AlreadyExists`] when it has one, and who may not.
    pub async fn center_set_alias(&self, caller: &Caller, alias: &str) -> Result<Answer<()>, ServiceError> {
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        let center = self
            .may_center(&mut tx, &live, Action::CreateDirectoryAlias, "*")
            .await?;
        let alias = portal_alias(alias).map_err(|error| ServiceError::invalid("alias", error))?;
        if !instance::set_alias(&mut tx, &alias).await? {
            return Err(ServiceError::AlreadyExists {
                entity: Entity::PortalAlias,
                name: center.instance.alias.unwrap_or_default(),
            });
        }
        let parameters = json!({ "directoryId": center.instance.store, "alias": alias });
        self.record_act_of(
            &mut tx,
            caller,
            &live,
            SSO_DIRECTORY,
            "CreateAlias",
            parameters,
            Value::Null,
        )
        .await?;
        self.commit(tx).await?;
        Ok(Answer::new(()))
    }

    async fn change_center_settings(
        &self,
        caller: &Caller,
        acts: Acts,
        parameters: Value,
        change: impl FnOnce(&mut Settings) -> Result<(), ServiceError> + Send,
    ) -> Result<Answer<()>, ServiceError> {
        let tx = self.store.write().await?;
        self.change_settings_in(tx, caller, acts, parameters, change).await
    }

    /// The same in a transaction that has looked at the settings, where they decide what is asked about.
    async fn change_settings_in(
        &self,
        mut tx: Tx,
        caller: &Caller,
        acts: Acts,
        mut parameters: Value,
        change: impl FnOnce(&mut Settings) -> Result<(), ServiceError> + Send,
    ) -> Result<Answer<()>, ServiceError> {
        let live = self.live_in(&mut tx, caller).await?;
        let resource = the_instance(&mut tx).await?.id.arn();
        let asked = if acts.of_instance { resource.as_str() } else { "*" };
        let center = self.may_center(&mut tx, &live, acts.action, asked).await?;
        if acts.of_directory && center.instance.source == Source::External {
            return Err(CenterRefusal::ExternalSource.into());
        }
        let mut settings = center.instance.settings;
        change(&mut settings)?;
        instance::set_settings(&mut tx, &settings).await?;
        if let Some(parameters) = parameters.as_object_mut() {
            parameters.insert("instanceArn".to_owned(), json!(resource));
        }
        self.record_act_of(&mut tx, caller, &live, SSO, acts.event, parameters, Value::Null)
            .await?;
        self.commit(tx).await?;
        Ok(Answer::new(()))
    }
}

/// What a change of settings is asked about and recorded as.
#[derive(Clone, Copy)]
struct Acts {
    action: Action,
    event: &'static str,
    /// It is about what the identity store does, which an external identity provider would do instead.
    of_directory: bool,
    /// Policies may name the instance; other acts know no resource.
    of_instance: bool,
}

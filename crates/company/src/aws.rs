//! Asking AWS: STS by its query protocol, over the network as anybody would.
//! <https://docs.aws.amazon.com/STS/latest/APIReference/CommonParameters.html>

use secrecy::SecretString;
use url::form_urlencoded::Serializer;
use vestibule_identity::network::{Network, Request, Response};

use crate::{CompanyError, RemoteRefusal};

/// The global endpoint.
pub(crate) const STS: &str = "https://sts.amazonaws.com/";
const VERSION: &str = "2011-06-15";
pub(crate) const FORM: &str = "application/x-www-form-urlencoded; charset=utf-8";

/// Short-term credentials.
pub(crate) struct Credentials {
    pub(crate) access_key_id: String,
    pub(crate) secret: SecretString,
    pub(crate) session_token: SecretString,
    /// As AWS writes it.
    pub(crate) expires_at: String,
    /// Who they are: an assumed role or a federated user.
    pub(crate) arn: String,
}

/// A form of the query protocol.
pub(crate) fn form(action: &str, parameters: &[(&str, &str)]) -> String {
    let mut form = Serializer::new(String::new());
    form.append_pair("Action", action).append_pair("Version", VERSION);
    for (name, value) in parameters {
        form.append_pair(name, value);
    }
    form.finish()
}

/// The text of the first element of this name; all that AWS answers here is flat enough for that.
pub(crate) fn element(xml: &str, name: &str) -> Option<String> {
    let (_, after) = xml.split_once(&format!("<{name}>"))?;
    let (text, _) = after.split_once(&format!("</{name}>"))?;
    Some(
        text.replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&apos;", "'")
            .replace("&#39;", "'")
            .replace("&#34;", "\"")
            .replace("&amp;", "&"),
    )
}

/// Sends a request to STS.
///
/// # Errors
/// [`CompanyError::Remote`] with the code and the words of AWS; [`CompanyError::Unreachable`].
pub(crate) async fn ask(network: &dyn Network, request: Request) -> Result<Credentials, CompanyError> {
    let answer = network.send(request).await?;
    if answer.status != 200 {
        return Err(refusal(&answer));
    }
    credentials(&answer.body).ok_or_else(|| unreadable(&answer))
}

fn credentials(xml: &str) -> Option<Credentials> {
    Some(Credentials {
        access_key_id: element(xml, "AccessKeyId")?,
        secret: element(xml, "SecretAccessKey")?.into(),
        session_token: element(xml, "SessionToken")?.into(),
        expires_at: element(xml, "Expiration")?,
        arn: element(xml, "Arn")?,
    })
}

/// What an error document says; the status where there is none.
pub(crate) fn refusal(answer: &Response) -> CompanyError {
    match (element(&answer.body, "Code"), element(&answer.body, "Message")) {
        (Some(code), Some(message)) => CompanyError::Remote(RemoteRefusal {
            status: answer.status,
            code,
            message,
        }),
        _ => unreadable(answer),
    }
}

fn unreadable(answer: &Response) -> CompanyError {
    CompanyError::Remote(RemoteRefusal {
        status: answer.status,
        code: "Unreadable".to_owned(),
        message: "The answer was not what the documentation says.".to_owned(),
    })
}

//! XML of the AWS Query protocol (facts 6.1).

use axum::response::{IntoResponse as _, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderName, StatusCode};

const NAMESPACE: &str = "https://sts.amazonaws.com/doc/2011-06-15/";
const REQUEST_ID: HeaderName = HeaderName::from_static("x-amzn-requestid");

/// An element with text or elements in it.
#[derive(Debug, Clone)]
pub(super) struct Element {
    name: &'static str,
    content: Content,
}

#[derive(Debug, Clone)]
enum Content {
    Text(String),
    Elements(Vec<Element>),
}

impl Element {
    pub(super) fn text(name: &'static str, text: impl Into<String>) -> Self {
        Self {
            name,
            content: Content::Text(text.into()),
        }
    }

    pub(super) fn of(name: &'static str, elements: Vec<Self>) -> Self {
        Self {
            name,
            content: Content::Elements(elements),
        }
    }

    fn write(&self, out: &mut String) {
        out.push('<');
        out.push_str(self.name);
        out.push('>');
        match &self.content {
            Content::Text(text) => escape(text, out),
            Content::Elements(elements) => {
                for element in elements {
                    element.write(out);
                }
            }
        }
        out.push_str("</");
        out.push_str(self.name);
        out.push('>');
    }
}

/// Text in XML 1.0, or in HTML; what neither can hold is left out.
pub(super) fn escape(text: &str, out: &mut String) {
    for one in text.chars() {
        match one {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => out.push(one),
            '\u{fffe}' | '\u{ffff}' => {}
            control if control < ' ' => {}
            other => out.push(other),
        }
    }
}

/// `<ActionResponse>`
pub(super) fn answer(action: &str, result: &[Element], request_id: &str) -> Response {
    let mut inner = String::new();
    for element in result {
        element.write(&mut inner);
    }
    let body = format!(
        "<{action}Response xmlns=\"{NAMESPACE}\"><{action}Result>{inner}</{action}Result><ResponseMetadata>\
         <RequestId>{request_id}</RequestId></ResponseMetadata></{action}Response>"
    );
    respond(StatusCode::OK, body, request_id)
}

/// `<ErrorResponse>`
pub(super) fn refusal(status: StatusCode, senders: bool, code: &str, words: &str, request_id: &str) -> Response {
    let kind = if senders { "Sender" } else { "Receiver" };
    let mut message = String::new();
    escape(words, &mut message);
    let body = format!(
        "<ErrorResponse xmlns=\"{NAMESPACE}\"><Error><Type>{kind}</Type><Code>{code}</Code><Message>{message}</Message>\
         </Error><RequestId>{request_id}</RequestId></ErrorResponse>"
    );
    respond(status, body, request_id)
}

fn respond(status: StatusCode, body: String, request_id: &str) -> Response {
    let headers = [
        (CONTENT_TYPE, "text/xml"),
        (CACHE_CONTROL, "no-store"),
        (REQUEST_ID, request_id),
    ];
    (status, headers, body).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_become_markup() {
        let mut out = String::new();
        Element::of("A", vec![Element::text("B", "<&>\"'\u{0}x\u{ffff}")]).write(&mut out);
        assert_eq!(out, "<A><B>&lt;&amp;&gt;&quot;&#39;x</B></A>");
    }
}

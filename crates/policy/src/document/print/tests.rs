use crate::{Document, Kind, Version};

const POLICY: &str = r#" {"Id" : "An id", "Statement": [
    {"Sid":"One","Effect":"Allow","Principal":{"AWS":["111122223333","*"],"Service":"ec2.amazonaws.com"},
     "Action":["S3:getObject" , "s3:List*"],"NotResource":"arn:aws:s3:::b\u002f${aws:username}"},
    {"Condition":{"NumericLessThan":{"s3:max-keys":[10,2.50,-0.0]},"Bool":{"k\"ey":true}, "Null":{}},
     "Action":"*","Principal":"*","Effect":"Deny"}],"Version":"2012-10-17"} "#;

#[test]
fn elements_keep_their_order_and_spelling() {
    let document = Document::parse(POLICY, Kind::Resource).unwrap();
    assert_eq!(
        document.to_string(),
        "{\"Id\":\"An id\",\"Statement\":[{\"Sid\":\"One\",\"Effect\":\"Allow\",\"Principal\":{\"AWS\":[\"111122223333\",\
         \"*\"],\"Service\":\"ec2.amazonaws.com\"},\"Action\":[\"S3:getObject\",\"s3:List*\"],\"NotResource\":\
         \"arn:aws:s3:::b/${aws:username}\"},{\"Condition\":{\"NumericLessThan\":{\"s3:max-keys\":[10,2.5,-0]},\"Bool\":\
         {\"k\\\"ey\":true},\"Null\":{}},\"Action\":\"*\",\"Principal\":\"*\",\"Effect\":\"Deny\"}],\
         \"Version\":\"2012-10-17\"}"
    );
    assert_eq!(document.id(), Some("An id"));
    assert_eq!(document.version(), Version::V2012);
}

#[test]
fn indented_as_the_console_does() {
    let text =
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["s3:*"],"Resource":"*","Condition":{}}}"#;
    let document = Document::parse(text, Kind::Inline).unwrap();
    let expected = "\
{
    \"Version\": \"2012-10-17\",
    \"Statement\": {
        \"Effect\": \"Allow\",
        \"Action\": [
            \"s3:*\"
        ],
        \"Resource\": \"*\",
        \"Condition\": {}
    }
}";
    assert_eq!(format!("{document:#}"), expected);
    assert_eq!(document.to_string(), text);
}

#[test]
fn read_again_it_is_the_same() {
    for (text, kind) in [(POLICY, Kind::Resource)] {
        let document = Document::parse(text, kind).unwrap();
        for printed in [document.to_string(), format!("{document:#}")] {
            let again = Document::parse(&printed, kind).unwrap();
            assert_eq!(again, document);
            assert_eq!(again.to_string(), document.to_string());
        }
    }
    for kind in [Kind::ServiceControl, Kind::ManagedResourceControl] {
        let full = Document::full_access(kind);
        assert_eq!(Document::parse(&full.to_string(), kind).unwrap(), full);
    }
}

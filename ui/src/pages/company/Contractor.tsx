import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState, type FormEvent } from "react";
import { api, outcome } from "../../api/client";
import type { CompanyCredentials, CompanyError, IssuedToken, WebIdentityPage } from "../../api/company";
import { useLoaded } from "../../desk/useLoaded";
import { LongName } from "../../shell/LongName";
import { when } from "../../shell/when";
import { variables } from "../portal/keys";
import { useSubmit } from "../useSubmit";
import { CompanyBody } from "./CompanyFrame";
import { CompanyRefusal } from "./CompanyRefusal";
import { CompanyLoading } from "./CompanySession";
import { CopyText } from "./CopyText";

const ask = () => outcome(api.GET("/company/api/web-identity"));

/** A contractor gets short-term credentials by an ID token, without the console. */
export function Contractor() {
  const [loaded] = useLoaded(ask);
  return (
    <CompanyBody testId="page-company-contractor">
      <SpaceBetween size="l">
        <Header
          variant="h1"
          description="You have no role by SAML. AnyCompany gives you an ID token, and AWS gives you a role for it (AssumeRoleWithWebIdentity), if the role trusts who the token is about."
        >
          Contractor access to AWS
        </Header>
        <CompanyLoading of={loaded}>
          {(page) => (
            <SpaceBetween size="l">
              <Container header={<Header variant="h2">What the token says</Header>}>
                <KeyValuePairs
                  columns={3}
                  items={[
                    { label: "Issuer (iss)", value: page.issuer },
                    { label: "Subject (sub)", value: page.subject },
                    { label: "Audience (aud)", value: page.audience },
                  ]}
                />
              </Container>
              <Token />
              <Role page={page} />
            </SpaceBetween>
          )}
        </CompanyLoading>
      </SpaceBetween>
    </CompanyBody>
  );
}

/** The token itself, to look at or for `aws sts assume-role-with-web-identity`. */
function Token() {
  const submission = useSubmit<CompanyError>();
  const [token, setToken] = useState<IssuedToken | null>(null);
  const issue = () => void submission.send(() => outcome(api.POST("/company/api/web-identity/token")), setToken);
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Who has it can be you until it expires: treat it as a password."
          actions={
            <Button loading={submission.busy} onClick={issue}>
              {token === null ? "Get an ID token" : "Get another one"}
            </Button>
          }
        >
          ID token
        </Header>
      }
    >
      <SpaceBetween size="m">
        <CompanyRefusal error={submission.error} />
        {token === null ? (
          <div>Get one to look at it, or to hand it to a tool yourself.</div>
        ) : (
          <SpaceBetween size="m">
            <div>Good until {when(token.expiresAt)}.</div>
            <CopyText label="Token" text={token.token} testId="id-token" />
            <CopyText label="Claims" text={JSON.stringify(token.claims, null, 2)} testId="id-token-claims" />
          </SpaceBetween>
        )}
      </SpaceBetween>
    </Container>
  );
}

function Role({ page }: { page: WebIdentityPage }) {
  const submission = useSubmit<CompanyError>();
  const [roleArn, setRoleArn] = useState(page.roleArn);
  const [credentials, setCredentials] = useState<CompanyCredentials | null>(null);
  const assume = async (event: FormEvent) => {
    event.preventDefault();
    const ok = await submission.send(
      () => outcome(api.POST("/company/api/web-identity/assume", { body: { roleArn } })),
      setCredentials,
    );
    // What is shown is of the last time that it went well, no longer.
    if (!ok) setCredentials(null);
  };
  return (
    <form ref={submission.place} noValidate onSubmit={(event) => void assume(event)}>
      <Container
        header={
          <Header variant="h2" description="With a new ID token each time. The session is called by your user name.">
            Role
          </Header>
        }
      >
        <SpaceBetween size="m">
          <CompanyRefusal error={submission.whole("roleArn")} />
          <FormField
            label="Role ARN"
            description="Your administrator set the first one. Another one is refused unless it trusts you."
            errorText={submission.field("roleArn")}
            stretch
          >
            <Input
              name="roleArn"
              value={roleArn}
              spellcheck={false}
              onChange={({ detail }) => setRoleArn(detail.value)}
            />
          </FormField>
          <Button variant="primary" formAction="submit" loading={submission.busy}>
            Get credentials
          </Button>
          {credentials !== null && <Credentials credentials={credentials} />}
        </SpaceBetween>
      </Container>
    </form>
  );
}

function Credentials({ credentials }: { credentials: CompanyCredentials }) {
  return (
    <div role="status" data-testid="contractor-credentials">
      <SpaceBetween size="s">
        <KeyValuePairs
          columns={2}
          items={[
            { label: "You are", value: <LongName of={credentials.arn} /> },
            { label: "Until", value: when(credentials.expiresAt) },
          ]}
        />
        <div>They are shown this once. Set them in a terminal:</div>
        <CopyText label="Environment variables" text={variables("unix", credentials)} />
      </SpaceBetween>
    </div>
  );
}

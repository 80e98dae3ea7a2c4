import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { useState, type FormEvent } from "react";
import { api, outcome, type Outcome } from "../../../../../api/client";
import type { SamlInspection } from "../../../../../api/types";
import { addressOf } from "../../../../../browser/addresses";
import { useNavigation } from "../../../../../browser/navigation";
import { takePosted } from "../../../../../browser/posted";
import { FormButtons } from "../../../../FormButtons";
import { useOnce } from "../../../../useOnce";
import { useSubmit } from "../../../../useSubmit";
import { ConsoleRefusal } from "../../../ConsolePage";
import { IamPage } from "../../IamNav";
import { Inspection } from "./Inspection";
import { responseIn } from "./responseIn";

const GLOBAL = "https://signin.aws.amazon.com/saml";

/** Judges a SAML response against a provider, check by check; nobody is signed in by it. */
export default function InspectResponse({ arn }: { arn: string }) {
  return (
    <IamPage testId="page-inspect-response">
      <Inspector arn={arn} />
    </IamPage>
  );
}

function Inspector({ arn }: { arn: string }) {
  // From the page on which it was refused.
  const brought = useOnce<string>(() => {
    const fields = takePosted(addressOf({ page: "inspect-response", arn }));
    return Promise.resolve({ ok: true, data: fields?.["SAMLResponse"] ?? "" } satisfies Outcome<string>);
  });
  return brought?.ok === true && <Form arn={arn} brought={brought.data} />;
}

function Form({ arn, brought }: { arn: string; brought: string }) {
  const navigation = useNavigation();
  const submission = useSubmit();
  const [pasted, setPasted] = useState(brought);
  const [address, setAddress] = useState(GLOBAL);
  const [found, setFound] = useState<SamlInspection | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setFound(null);
    const body = { providerArn: arn, samlResponse: responseIn(pasted), address: address.trim() };
    void submission.send(() => outcome(api.POST("/api/saml/inspect", { body })), setFound);
  };
  return (
    <SpaceBetween size="l">
      <form ref={submission.place} noValidate onSubmit={submit}>
        <Container
          header={
            <Header
              variant="h1"
              description={`As a sign-in through ${arn} would judge it now, by the simulated clock. Nobody is signed in, and the response is not used up.`}
            >
              Inspect a SAML response
            </Header>
          }
        >
          <SpaceBetween size="m">
            <ConsoleRefusal error={submission.whole("samlResponse", "address")} />
            <FormField
              label="SAML response"
              description="SAMLResponse as the browser posted it, in base64, URL-encoded or not; or its XML."
              errorText={submission.field("samlResponse")}
              stretch
            >
              <Textarea
                name="samlResponse"
                value={pasted}
                rows={6}
                autoComplete={false}
                spellcheck={false}
                disableBrowserAutocorrect
                onChange={({ detail }) => {
                  setFound(null);
                  setPasted(detail.value);
                }}
              />
            </FormField>
            <FormField
              label="Posted to"
              description="The sign-in endpoint, of all regions or of one. The response must name it as its recipient."
              errorText={submission.field("address")}
            >
              <Input
                name="address"
                value={address}
                inputMode="url"
                autoComplete={false}
                spellcheck={false}
                onChange={({ detail }) => {
                  setFound(null);
                  setAddress(detail.value);
                }}
              />
            </FormField>
            <FormButtons
              cancelFirst
              action="Inspect"
              cancel="Back to the provider"
              busy={submission.busy}
              onCancel={() => navigation.visit({ page: "identity-provider", arn })}
            />
          </SpaceBetween>
        </Container>
      </form>
      {found !== null && <Inspection of={found} />}
    </SpaceBetween>
  );
}

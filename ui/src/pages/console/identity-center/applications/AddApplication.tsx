import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tiles from "@cloudscape-design/components/tiles";
import { useState, type FormEvent } from "react";
import { api, outcome } from "../../../../api/client";
import type { ApplicationSummary } from "../../../../api/types";
import { useNavigation } from "../../../../browser/navigation";
import { FormButtons } from "../../../FormButtons";
import { useSubmit } from "../../../useSubmit";
import { ConsoleRefusal } from "../../ConsolePage";
import { IdentityCenterPage } from "../IdentityCenterPage";
import { PROTOCOLS } from "./protocols";

/** Add a customer managed application. */
export default function AddApplication() {
  return (
    <IdentityCenterPage testId="center-add-application">
      <Form />
    </IdentityCenterPage>
  );
}

function Form() {
  const { visit } = useNavigation();
  const submission = useSubmit();
  const [protocol, setProtocol] = useState<ApplicationSummary["protocol"]>("saml");
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void submission.send(
      () => outcome(api.POST("/api/identity-center/applications", { body: { name, description, protocol } })),
      ({ id }) => visit({ page: "center-application", id, section: "configuration" }),
    );
  };
  return (
    <form ref={submission.place} noValidate onSubmit={submit}>
      <SpaceBetween size="l">
        <Header
          variant="h1"
          description="A demo application of its own is drawn for it, which shows what it is told. It is set up to fit; its configuration can be changed afterwards."
        >
          Add application
        </Header>
        <ConsoleRefusal error={submission.whole("name", "description")} />
        <Container header={<Header variant="h2">Application type</Header>}>
          <Tiles
            ariaLabel="Application type"
            value={protocol}
            onChange={({ detail }) => setProtocol(detail.value === "oidc" ? "oidc" : "saml")}
            items={[
              { value: "saml", label: PROTOCOLS.saml, description: "The browser posts a signed response." },
              { value: "oidc", label: PROTOCOLS.oidc, description: "A code is exchanged for a signed ID token." },
            ]}
          />
        </Container>
        <Container header={<Header variant="h2">Configure application</Header>}>
          <SpaceBetween size="m">
            <FormField
              label="Display name"
              constraintText="1 to 100 characters, unique whatever the case."
              errorText={submission.field("name")}
            >
              <Input name="name" value={name} autoComplete={false} onChange={({ detail }) => setName(detail.value)} />
            </FormField>
            <FormField
              label="Description - optional"
              constraintText="Up to 128 characters. People see it on the tile."
              errorText={submission.field("description")}
            >
              <Input
                name="description"
                value={description}
                autoComplete={false}
                onChange={({ detail }) => setDescription(detail.value)}
              />
            </FormField>
          </SpaceBetween>
        </Container>
        <Box float="right">
          <FormButtons
            cancelFirst
            action="Add application"
            busy={submission.busy}
            onCancel={() => visit({ page: "center-applications" })}
          />
        </Box>
      </SpaceBetween>
    </form>
  );
}

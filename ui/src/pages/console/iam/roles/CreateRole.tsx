import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { useState, type FormEvent } from "react";
import { api, outcome } from "../../../../api/client";
import type { PolicyView, Tag } from "../../../../api/types";
import { useNavigation } from "../../../../browser/navigation";
import { FormButtons } from "../../../FormButtons";
import { useSubmit } from "../../../useSubmit";
import { ConsoleRefusal, useSession } from "../../ConsolePage";
import { IamPage } from "../IamNav";
import { PolicyChoice } from "../policies/AttachPolicies";
import { TagEditor } from "../TagEditor";
import { Duration } from "./Duration";
import { NO_CHOICES, trustDocument } from "./trustDocument";
import { TrustedEntity } from "./TrustedEntity";

/** Create a role. */
export default function CreateRole() {
  return (
    <IamPage testId="page-create-role">
      <Form />
    </IamPage>
  );
}

function Form() {
  const navigation = useNavigation();
  const submission = useSubmit();
  const { identity } = useSession();
  const [trust, setTrust] = useState({ ...NO_CHOICES, account: identity.accountId });
  const [roleName, setRoleName] = useState("");
  const [path, setPath] = useState("/");
  const [description, setDescription] = useState("");
  const [maxSessionSeconds, setMaxSessionSeconds] = useState(3600);
  const [tags, setTags] = useState<Tag[]>([]);
  const [policies, setPolicies] = useState<PolicyView[]>([]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body = {
      roleName,
      path,
      description,
      maxSessionSeconds,
      tags,
      trustPolicy: trustDocument(trust),
      policyArns: policies.map(({ arn }) => arn),
    };
    void submission.send(
      () => outcome(api.POST("/api/roles", { body })),
      (role) => navigation.visit({ page: "role", roleName: role.roleName, section: "permissions" }),
    );
  };
  return (
    <form ref={submission.place} noValidate onSubmit={submit}>
      <SpaceBetween size="l">
        <Header variant="h1">Create role</Header>
        <ConsoleRefusal error={submission.whole("roleName", "path", "description", "maxSessionSeconds", "tags")} />
        <Container header={<Header variant="h2">Trusted entity</Header>}>
          <TrustedEntity value={trust} onChange={setTrust} error={submission.error} />
        </Container>
        <Container
          header={
            <Header variant="h2" counter={policies.length === 0 ? "" : `(${policies.length})`}>
              Permissions policies - optional
            </Header>
          }
        >
          <PolicyChoice chosen={policies} onChange={setPolicies} />
        </Container>
        <Container header={<Header variant="h2">Name and description</Header>}>
          <SpaceBetween size="m">
            <FormField
              label="Role name"
              constraintText="Up to 64 letters, digits and + = , . @ _ -. Unique in the account, whatever the case; in exactly these letters for whoever switches to it."
              errorText={submission.field("roleName")}
            >
              <Input
                name="roleName"
                value={roleName}
                autoComplete={false}
                spellcheck={false}
                onChange={({ detail }) => setRoleName(detail.value)}
              />
            </FormField>
            <FormField
              label="Path"
              constraintText="To switch to the role, path and name may have 64 characters together."
              errorText={submission.field("path")}
            >
              <Input
                name="path"
                value={path}
                autoComplete={false}
                spellcheck={false}
                onChange={({ detail }) => setPath(detail.value)}
              />
            </FormField>
            <FormField label="Description - optional" errorText={submission.field("description")}>
              <Textarea
                name="description"
                value={description}
                rows={2}
                onChange={({ detail }) => setDescription(detail.value)}
              />
            </FormField>
            <Duration
              value={maxSessionSeconds}
              error={submission.field("maxSessionSeconds")}
              onChange={setMaxSessionSeconds}
            />
          </SpaceBetween>
        </Container>
        <Container header={<Header variant="h2">Tags - optional</Header>}>
          <TagEditor value={tags} error={submission.field("tags")} onChange={setTags} />
        </Container>
        <FormButtons
          cancelFirst
          action="Create role"
          busy={submission.busy}
          onCancel={() => navigation.visit({ page: "roles" })}
        />
      </SpaceBetween>
    </form>
  );
}

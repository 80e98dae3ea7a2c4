import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Toggle from "@cloudscape-design/components/toggle";
import { api, outcome } from "../../../../api/client";
import { useSubmit } from "../../../useSubmit";
import { ConsoleRefusal } from "../../ConsolePage";

/** How people sign in first whom the API made without a password. */
export function EmailOtp({ send }: { send: boolean }) {
  const submission = useSubmit();
  return (
    <Container
      header={
        <Header variant="h2" description="For users who were made without a password, as the API and SCIM do.">
          Standard authentication
        </Header>
      }
    >
      <SpaceBetween size="s">
        <ConsoleRefusal error={submission.error} />
        <Toggle
          checked={send}
          disabled={submission.busy}
          onChange={({ detail }) =>
            void submission.send<unknown>(
              () => outcome(api.PUT("/api/identity-center/settings/email-otp", { body: { send: detail.checked } })),
              () => undefined,
            )
          }
        >
          Send email OTP
        </Toggle>
      </SpaceBetween>
    </Container>
  );
}

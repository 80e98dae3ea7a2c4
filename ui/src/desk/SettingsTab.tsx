import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import FormField from "@cloudscape-design/components/form-field";
import { useState } from "react";
import { api, outcome } from "../api/client";
import type { SecurityCheck } from "../api/types";
import { START } from "../browser/addresses";
import { useNavigation } from "../browser/navigation";
import { appearance, setAppearance, type Appearance } from "../theme/appearance";
import { Loading } from "./Loading";
import { useLoaded } from "./useLoaded";

const ask = () => outcome(api.GET("/world"));

const LOOKS = [
  { value: "system", label: "As the system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
];
const CHECKS = [
  { value: "after-failures", label: "After two failures, and on recovery" },
  { value: "always", label: "At every root sign-in" },
  { value: "off", label: "Never" },
];

/** What a person may switch, and starting over. */
export function SettingsTab() {
  const navigation = useNavigation();
  const [loaded] = useLoaded(ask);
  const [look, setLook] = useState<Appearance>(appearance);
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);

  const chooseCheck = async (securityCheck: SecurityCheck) => {
    const answer = await outcome(api.PUT("/world/settings", { body: { securityCheck } }));
    setError(answer.ok ? null : answer.error.message);
  };
  const newWorld = async () => {
    setBusy(true);
    const answer = await outcome(api.POST("/world/new"));
    setBusy(false);
    setAsking(false);
    setError(answer.ok ? null : answer.error.message);
    if (answer.ok) navigation.visit(START);
  };

  return (
    <Loading of={loaded}>
      {(world) => (
        <SpaceBetween size="l">
          {error !== null && <Alert type="error">{error}</Alert>}
          <FormField label="Appearance">
            <RadioGroup
              ariaLabel="Appearance"
              value={look}
              items={LOOKS}
              onChange={({ detail }) => {
                setLook(detail.value as Appearance);
                setAppearance(detail.value as Appearance);
              }}
            />
          </FormField>
          <FormField label="Security check" description="The picture that root users must read.">
            <RadioGroup
              ariaLabel="Security check"
              value={world.settings.securityCheck}
              items={CHECKS}
              onChange={({ detail }) => void chooseCheck(detail.value as SecurityCheck)}
            />
          </FormField>
          <div>
            <Box variant="awsui-key-label">Data folder</Box>
            <Box variant="small">
              <span className="secret">{world.dataFolder}</span>
            </Box>
            <Box variant="small">Everything lives here. Close Vestibule and delete the folder to remove it all.</Box>
          </div>
          <div>
            <Box variant="awsui-key-label">New world</Box>
            <Box variant="small" margin={{ bottom: "xs" }}>
              Forgets every account, password, session, mail and event, and makes new ones.
            </Box>
            <Button onClick={() => setAsking(true)}>New world</Button>
          </div>
          <Box variant="small">Vestibule {world.version}</Box>
          <Modal
            visible={asking}
            header="Start a new world?"
            closeAriaLabel="Close"
            onDismiss={() => setAsking(false)}
            footer={
              <Box float="right">
                <SpaceBetween size="xs" direction="horizontal">
                  <Button onClick={() => setAsking(false)}>Cancel</Button>
                  <Button variant="primary" loading={busy} onClick={() => void newWorld()}>
                    Forget this world
                  </Button>
                </SpaceBetween>
              </Box>
            }
          >
            Accounts, passwords, sessions, mail, cookies and events of this world are deleted. This cannot be undone.
          </Modal>
        </SpaceBetween>
      )}
    </Loading>
  );
}

import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Modal from "@cloudscape-design/components/modal";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useCallback, useState } from "react";
import { api, outcome } from "../../api/client";
import type { PortalAccount, PortalPage } from "../../api/types";
import { useLoaded } from "../../desk/useLoaded";
import { isConsole, shortcutAddress } from "./shortcutLink";

interface Props {
  portal: PortalPage;
  onClose(): void;
}

const ASKED = { value: "", label: "Ask me when I follow it" };

/** Makes a link into the console of an account. */
export function CreateShortcut({ portal, onClose }: Props) {
  const [find, setFind] = useState("");
  const [account, setAccount] = useState<PortalAccount | null>(null);
  const [roleName, setRoleName] = useState("");
  const [destination, setDestination] = useState("");
  const ask = useCallback(
    () => outcome(api.GET("/api/portal/accounts", { params: { query: { search: find } } })),
    [find],
  );
  const [loaded] = useLoaded(ask);
  const accounts = loaded.state === "ready" ? loaded.data.accounts : [];
  const typed = destination.trim();
  const elsewhere = typed !== "" && !isConsole(typed);
  const address =
    account === null || elsewhere
      ? null
      : shortcutAddress(portal.address, { accountId: account.id, roleName, destination: typed });
  const roles = [
    ASKED,
    ...(account?.permissionSets.map(({ name, description }) => ({ value: name, label: name, description })) ?? []),
  ];
  return (
    <Modal
      visible
      header="Create shortcut"
      closeAriaLabel="Close"
      onDismiss={onClose}
      footer={
        <Box float="right">
          <Button onClick={onClose}>Close</Button>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <Box>A link into the console. It grants nothing: whoever follows it signs in, and needs the access.</Box>
        <FormField label="Account">
          <Select
            ariaLabel="Account"
            placeholder="Choose an account"
            filteringType="manual"
            filteringAriaLabel="Find accounts"
            filteringPlaceholder="Find accounts"
            empty="No account of yours has this in it."
            statusType={loaded.state === "loading" ? "loading" : "finished"}
            loadingText="Looking"
            selectedOption={account === null ? null : { value: account.id, label: account.name, tags: [account.id] }}
            options={accounts.map(({ id, name, email }) => ({
              value: id,
              label: name,
              tags: [id],
              description: email,
            }))}
            onLoadItems={({ detail }) => setFind(detail.filteringText.trim())}
            onChange={({ detail }) => {
              setAccount(accounts.find(({ id }) => id === detail.selectedOption.value) ?? null);
              setRoleName("");
            }}
          />
        </FormField>
        <FormField label="Permission set - optional" description="Left open, whoever follows the link chooses one.">
          <Select
            ariaLabel="Permission set - optional"
            disabled={account === null}
            selectedOption={roles.find(({ value }) => value === roleName) ?? ASKED}
            options={roles}
            onChange={({ detail }) => setRoleName(detail.selectedOption.value ?? "")}
          />
        </FormField>
        <FormField
          label="Destination - optional"
          description="An address of the console to open."
          errorText={elsewhere ? "Enter an address of the console, for example https://console.aws.amazon.com/…" : ""}
        >
          <Input
            value={destination}
            inputMode="url"
            spellcheck={false}
            onChange={({ detail }) => setDestination(detail.value)}
          />
        </FormField>
        {address !== null && (
          <SpaceBetween size="xs">
            <Box variant="awsui-key-label">Shortcut link</Box>
            <span className="secret" data-testid="shortcut-link">
              {address}
            </span>
            <CopyToClipboard
              textToCopy={address}
              copyButtonText="Copy link"
              copyButtonAriaLabel="Copy shortcut link"
              copySuccessText="Link copied"
              copyErrorText="The link could not be copied"
            />
          </SpaceBetween>
        )}
      </SpaceBetween>
    </Modal>
  );
}

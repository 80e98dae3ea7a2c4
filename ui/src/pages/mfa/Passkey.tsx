import Box from "@cloudscape-design/components/box";
import { useRef } from "react";
import type { Outcome } from "../../api/client";
import { useCredentials } from "../../browser/credentials";
import { Refusal } from "../sign-in/Frame";
import type { StageProps } from "./AssignDevice";
import { assigning, ceremony } from "./place";
import { StageButtons } from "./StageButtons";

/** A key makes a credential for this site, and shows it. */
export function Passkey(props: StageProps & { options: object }) {
  const { place, Frame, submission, elsewhere, deviceName } = props;
  const keys = useCredentials();
  // A ceremony is good for one answer: the first was begun with the name, each further try begins its own.
  const begun = useRef<object | null>(props.options);
  const start = async (): Promise<Outcome<{ options: object }>> => {
    const options = begun.current;
    begun.current = null;
    return options === null ? assigning(place).startPasskey({ deviceName }) : { ok: true, data: { options } };
  };
  const register = () =>
    void submission.send(
      () => ceremony(start, keys.create, assigning(place).finishPasskey),
      props.onEnrolled,
      elsewhere,
    );
  return (
    <Frame
      testId="page-assign-passkey"
      title="Set up device"
      description={`Passkey or security key: ${deviceName}`}
      onSubmit={register}
      place={submission.place}
    >
      <Refusal error={submission.whole("deviceName")} />
      <Box variant="p">
        Your browser asks for the key next. It shows the site that the key will be for: check that it is the one in the
        address bar, then touch the key.
      </Box>
      <Box variant="p">
        The key keeps a secret that never leaves it. It answers this site only, so a page that merely looks like it gets
        nothing.
      </Box>
      <StageButtons label="Continue" busy={submission.busy} onPrevious={props.onPrevious} />
    </Frame>
  );
}

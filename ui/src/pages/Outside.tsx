import Box from "@cloudscape-design/components/box";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import { Frame } from "./sign-in/Frame";

/** An address at which a tool on this computer would get its answer. */
export function Outside({ address }: { address: string }) {
  const url = new URL(address);
  const error = url.searchParams.get("error");
  const hasCode = url.searchParams.has("code");
  if (hasCode) url.searchParams.set("code", "hidden");
  return (
    <Frame testId="page-outside" title="This address leads out of the simulator">
      <Box variant="p">
        A program that listens at {url.host} gets the answer with this address. Nothing in Vestibule opens addresses of
        your computer, so it ends here.
      </Box>
      {error !== null && (
        <Box variant="p">
          The program is told that the sign-in did not succeed: <Box variant="code">{error}</Box>
        </Box>
      )}
      {hasCode && (
        <Box variant="p">
          The address above carries a code. It is good once, for a minute, and only for the program that asked for it.
        </Box>
      )}
      <div className="raw-text" data-testid="outside-address">
        {url.href}
      </div>
      <CopyToClipboard
        textToCopy={address}
        copyButtonText="Copy the whole address"
        copySuccessText="Address copied"
        copyErrorText="This could not be copied"
      />
    </Frame>
  );
}

import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useCallback, useState } from "react";
import { api, outcome } from "../api/client";
import { useNavigation } from "../browser/navigation";
import { when } from "../shell/when";
import { Loading } from "./Loading";
import { useLoaded } from "./useLoaded";

const askAll = () => outcome(api.GET("/desk/mail"));

/** Mail that the simulated AWS sent. */
export function Mailbox() {
  const [open, setOpen] = useState<number | null>(null);
  const [loaded, again] = useLoaded(askAll);
  if (open !== null) {
    return (
      <OpenMessage
        id={open}
        onClose={() => {
          setOpen(null);
          again();
        }}
      />
    );
  }
  return (
    <Loading of={loaded}>
      {({ messages }) =>
        messages.length === 0 ? (
          <Box color="text-body-secondary">No mail. Password recovery of a root user sends its link here.</Box>
        ) : (
          <SpaceBetween size="xs">
            {messages.map((message) => (
              <button
                key={message.id}
                type="button"
                className={message.read ? "mail-row" : "mail-row unread"}
                onClick={() => setOpen(message.id)}
              >
                {message.subject}
                <small>
                  To {message.to} · {when(message.receivedAt)}
                </small>
              </button>
            ))}
          </SpaceBetween>
        )
      }
    </Loading>
  );
}

function OpenMessage({ id, onClose }: { id: number; onClose(): void }) {
  const navigation = useNavigation();
  const ask = useCallback(() => outcome(api.GET("/desk/mail/{id}", { params: { path: { id } } })), [id]);
  const [loaded] = useLoaded(ask);
  const remove = async () => {
    await api.DELETE("/desk/mail/{id}", { params: { path: { id } } });
    onClose();
  };
  return (
    <Loading of={loaded}>
      {(message) => (
        <SpaceBetween size="m">
          <SpaceBetween size="xs" direction="horizontal">
            <Button iconName="angle-left" onClick={onClose}>
              Mailbox
            </Button>
            <Button onClick={() => void remove()}>Delete</Button>
          </SpaceBetween>
          <div>
            <Box variant="h3">{message.subject}</Box>
            <Box variant="small">
              From {message.from} to {message.to}
              <br />
              {when(message.receivedAt)}
            </Box>
          </div>
          <div className="mail-body">{message.body}</div>
          {message.links.map((link) => (
            <Button key={link.address} variant="primary" onClick={() => navigation.visit(link.address)}>
              {link.label}
            </Button>
          ))}
        </SpaceBetween>
      )}
    </Loading>
  );
}

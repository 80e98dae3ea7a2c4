import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import Cards from "@cloudscape-design/components/cards";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useEffect, useRef } from "react";
import { api, outcome } from "../../api/client";
import type { PortalApplication } from "../../api/types";
import { useNavigation } from "../../browser/navigation";
import { portalAddress } from "../../browser/portal";
import { useLoaded } from "../../desk/useLoaded";
import { Refusal } from "../sign-in/Frame";
import { useSubmit } from "../useSubmit";
import { PortalLoading, type InsideProps } from "./Inside";
import { follow, openApplication } from "./openApplication";

const ask = () => outcome(api.GET("/api/portal/applications"));

interface Props extends InsideProps {
  /** What the search box says. */
  search: string;
}

/** The applications that the person may enter. */
export function Applications({ search, route, onEnded }: Props) {
  const { visit } = useNavigation();
  const [loaded] = useLoaded(ask);
  const submission = useSubmit();
  const shift = useShift();
  const wanted = search.trim().toLowerCase();
  const administer = ({ id }: PortalApplication) => visit(portalAddress({ ...route, at: `/saml/${id}` }));
  const enter = (application: PortalApplication) => {
    if (shift.current && application.protocol === "saml") {
      administer(application);
      return;
    }
    void submission.send(
      () => openApplication(application.id, false),
      (entry) => follow(entry, visit),
    );
  };
  return (
    <SpaceBetween size="m">
      <Refusal error={submission.error} />
      <PortalLoading of={loaded} onEnded={onEnded}>
        {({ applications }) => (
          <Cards
            items={applications.filter(({ name, description }) =>
              `${name}\n${description}`.toLowerCase().includes(wanted),
            )}
            trackBy="id"
            ariaLabels={{ itemSelectionLabel: (_, { name }) => name, selectionGroupLabel: "Applications" }}
            cardsPerRow={[{ cards: 1 }, { minWidth: 600, cards: 2 }]}
            empty={
              <Box textAlign="center" padding="l">
                {applications.length === 0 ? (
                  <div data-testid="no-applications">
                    No application is assigned to you yet. Ask your administrator.
                  </div>
                ) : (
                  "No application of yours has this in its name."
                )}
              </Box>
            }
            cardDefinition={{
              header: (application) => (
                <Button variant="inline-link" disabled={submission.busy} onClick={() => enter(application)}>
                  {application.name}
                </Button>
              ),
              sections: [
                { id: "description", content: ({ description }) => description },
                {
                  id: "more",
                  content: (application) =>
                    application.protocol === "saml" && (
                      <ButtonDropdown
                        variant="inline-icon"
                        ariaLabel={`More about ${application.name}`}
                        items={[{ id: "administrator", text: "Open in administrator mode" }]}
                        onItemClick={() => administer(application)}
                      />
                    ),
                },
              ],
            }}
          />
        )}
      </PortalLoading>
    </SpaceBetween>
  );
}

/** Whether Shift is held: a tile that is clicked with it opens in administrator mode (so does its menu). */
function useShift() {
  const held = useRef(false);
  useEffect(() => {
    const note = (event: MouseEvent | KeyboardEvent) => {
      held.current = event.shiftKey;
    };
    const kinds = ["keydown", "keyup", "mousedown", "click"] as const;
    for (const kind of kinds) window.addEventListener(kind, note, true);
    return () => {
      for (const kind of kinds) window.removeEventListener(kind, note, true);
    };
  }, []);
  return held;
}

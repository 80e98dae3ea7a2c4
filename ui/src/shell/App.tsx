import { I18nProvider } from "@cloudscape-design/components/i18n";
import Flashbar, { type FlashbarProps } from "@cloudscape-design/components/flashbar";
import { useCallback, useEffect, useRef, useState } from "react";
import { onStoreFailure } from "../api/client";
import type { ErrorBody } from "../api/types";
import { Chrome } from "../browser/Chrome";
import { CredentialsProvider } from "../browser/credentials";
import { usePageFocus } from "../browser/focus";
import { NavigationProvider, useNavigation } from "../browser/navigation";
import { AutofillProvider } from "../desk/autofill";
import { Desk } from "../desk/Desk";
import { SaveOffer } from "../desk/SaveOffer";
import { TouchKey } from "../desk/TouchKey";
import { useWaiting } from "../desk/useWaiting";
import { host } from "../host";
import { Page } from "../pages";
import { ErrorBoundary } from "./ErrorBoundary";
import { StoreErrorPage } from "./StoreErrorPage";
import { WORDS } from "./words";

/** The window: ribbon, browser chrome, page, desk. */
export function App() {
  return (
    <I18nProvider locale="en" messages={WORDS}>
      <NavigationProvider>
        <CredentialsProvider>
          <AutofillProvider>
            <Window />
          </AutofillProvider>
        </CredentialsProvider>
      </NavigationProvider>
    </I18nProvider>
  );
}

function Window() {
  const navigation = useNavigation();
  const [deskOpen, setDeskOpen] = useState(false);
  const [storeError, setStoreError] = useState<ErrorBody | null>(null);
  const [raised, setRaised] = useState(false);
  const { unread, ringing } = useWaiting();
  const main = useRef<HTMLElement>(null);

  usePageFocus(main);
  useEffect(() => onStoreFailure(setStoreError), []);
  useEffect(() => host().onRaised(() => setRaised(true)), []);

  const recovered = useCallback(() => {
    setStoreError(null);
    navigation.reload();
  }, [navigation]);

  const flashes: FlashbarProps.MessageDefinition[] = raised
    ? [
        {
          id: "raised",
          type: "info",
          dismissible: true,
          dismissLabel: "Dismiss",
          onDismiss: () => setRaised(false),
          content: "Vestibule is open already: this is its window.",
        },
      ]
    : [];

  return (
    <div className="window">
      <a className="skip" href="#page">
        Skip to the page
      </a>
      <aside className="ribbon" aria-label="About this window">
        <strong>Vestibule simulator.</strong> Not AWS. Nothing here leaves this computer.
      </aside>
      <Chrome deskOpen={deskOpen} unread={unread + ringing} onToggleDesk={() => setDeskOpen((open) => !open)} />
      <div className="below">
        <main ref={main} id="page" className="page" tabIndex={-1}>
          <SaveOffer />
          {flashes.length > 0 && <Flashbar items={flashes} />}
          {storeError === null ? (
            <ErrorBoundary key={navigation.visitId} onRetry={navigation.reload}>
              <Page key={navigation.visitId} route={navigation.route} />
            </ErrorBoundary>
          ) : (
            <StoreErrorPage error={storeError} onRecovered={recovered} />
          )}
        </main>
        {deskOpen && storeError === null && <Desk ringing={ringing} onClose={() => setDeskOpen(false)} />}
        <TouchKey />
      </div>
    </div>
  );
}

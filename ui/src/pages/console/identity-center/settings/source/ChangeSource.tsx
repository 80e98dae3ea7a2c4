import { useState } from "react";
import { api, outcome } from "../../../../../api/client";
import type { CenterSource } from "../../../../../api/types";
import { useNavigation } from "../../../../../browser/navigation";
import { useLoaded } from "../../../../../desk/useLoaded";
import { useSubmit } from "../../../../useSubmit";
import { ConsoleLoading } from "../../../ConsolePage";
import { IdentityCenterPage } from "../../IdentityCenterPage";
import { ChooseStep } from "./ChooseStep";
import { ConfigureStep } from "./ConfigureStep";
import { ConfirmStep } from "./ConfirmStep";
import { formOf, NO_PROVIDER, PROVIDER_FIELDS, type ProviderDraft, type Target } from "./draft";

const ask = () => outcome(api.GET("/api/identity-center/source"));

/** Change the identity source. */
export default function ChangeSource() {
  const [loaded] = useLoaded(ask);
  return (
    <IdentityCenterPage testId="page-change-source">
      <ConsoleLoading of={loaded}>{(source) => <Wizard source={source} />}</ConsoleLoading>
    </IdentityCenterPage>
  );
}

function Wizard({ source }: { source: CenterSource }) {
  const navigation = useNavigation();
  const submission = useSubmit();
  const [step, setStep] = useState<"choose" | "configure" | "confirm">("choose");
  const [target, setTarget] = useState<Target>("external");
  const [draft, setDraft] = useState<ProviderDraft>(NO_PROVIDER);
  const cancel = () => navigation.visit({ page: "center-settings" });
  const change = (confirm: string) =>
    void submission.send<unknown>(
      () =>
        target === "external"
          ? outcome(api.PUT("/api/identity-center/source/external", { body: { provider: formOf(draft), confirm } }))
          : outcome(api.PUT("/api/identity-center/source/directory", { body: { confirm } })),
      cancel,
      (error) => {
        if (PROVIDER_FIELDS.includes(error.field ?? "")) setStep("configure");
        return false;
      },
    );
  switch (step) {
    case "choose":
      return (
        <ChooseStep
          now={source.source}
          target={target}
          onChange={setTarget}
          onCancel={cancel}
          onNext={() => setStep(target === "external" ? "configure" : "confirm")}
        />
      );
    case "configure":
      return (
        <ConfigureStep
          serviceProvider={source.serviceProvider}
          draft={draft}
          submission={submission}
          onChange={(part) => setDraft((now) => ({ ...now, ...part }))}
          onCancel={cancel}
          onPrevious={() => setStep("choose")}
          onNext={() => setStep("confirm")}
        />
      );
    case "confirm":
      return (
        <ConfirmStep
          target={target}
          isExternalNow={source.source === "external"}
          submission={submission}
          onCancel={cancel}
          onPrevious={() => setStep(target === "external" ? "configure" : "choose")}
          onChange={change}
        />
      );
  }
}

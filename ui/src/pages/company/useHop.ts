import { useCallback } from "react";
import type { CompanyHop, SamlForm } from "../../api/company";
import { useNavigation } from "../../browser/navigation";
import { post } from "../../browser/posted";

/** Posts a response on to whoever it is for, as a form that submits itself does. */
export function usePostOn(): (form: SamlForm) => void {
  const { replace } = useNavigation();
  return useCallback(
    ({ action, samlResponse, relayState }) => {
      post(action, { SAMLResponse: samlResponse, RelayState: relayState });
      replace(action);
    },
    [replace],
  );
}

/** Goes where the company sends the browser. */
export function useHop(): (hop: CompanyHop) => void {
  const { replace } = useNavigation();
  const postOn = usePostOn();
  return useCallback(
    (hop) => {
      switch (hop.kind) {
        case "portal":
        case "sign-in":
          replace({ page: "company", at: "home" });
          return;
        case "form":
          postOn(hop.form);
          return;
        case "redirect":
          replace(hop.address);
      }
    },
    [replace, postOn],
  );
}

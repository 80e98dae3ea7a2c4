import { useCallback, useState, type Dispatch, type SetStateAction } from "react";
import { api, outcome } from "../../api/client";
import { never, type ErrorBody, type SignInPage, type SignInStep } from "../../api/types";
import { useNavigation } from "../../browser/navigation";
import { Loading } from "../../desk/Loading";
import { useLoaded } from "../../desk/useLoaded";
import { Chooser } from "./Chooser";
import { HavingTrouble } from "./HavingTrouble";
import { IamUserForm } from "./IamUserForm";
import { Step } from "./Step";
import { UnknownAccount } from "./UnknownAccount";

/** What the person typed or the password manager filled; lost with the page. */
export interface Typed {
  account: string;
  userName: string;
  email: string;
  password: string;
}

export type SetTyped = Dispatch<SetStateAction<Typed>>;

type View =
  | { view: "page" }
  | { view: "root" }
  | { view: "iam-user" }
  | { view: "trouble"; of: "root" | "iam-user" }
  | { view: "step"; step: SignInStep };

interface Props {
  account: string | null;
  region: string | null;
}

/** The sign-in pages: the core says which step is next, this draws it. */
export default function SignIn({ account, region }: Props) {
  const ask = useCallback(
    () => outcome(api.GET("/api/sign-in", { params: { query: account === null ? {} : { account } } })),
    [account],
  );
  // Asked once a visit: a form being typed into must not be swapped by another answer.
  const [first] = useState(() => {
    const answer = ask();
    return () => answer;
  });
  const [loaded] = useLoaded(first);
  return <Loading of={loaded}>{(page) => <Steps page={page} region={region} />}</Loading>;
}

interface StepsProps {
  page: SignInPage;
  region: string | null;
  /** The step that a sign-in under way stands at. */
  first?: SignInStep;
}

/** A sign-in from its page, or from the step it stands at, to the console. */
export function Steps({ page, region, first }: StepsProps) {
  const navigation = useNavigation();
  const [view, setView] = useState<View>(first === undefined ? { view: "page" } : { view: "step", step: first });
  const [notice, setNotice] = useState<ErrorBody | null>(null);
  const [typed, setTyped] = useState<Typed>(() => ({
    account: page.page === "iam-user" ? (page.account ?? "") : "",
    userName: page.page === "iam-user" ? (page.userName ?? "") : "",
    email: "",
    password: "",
  }));

  const onStep = (step: SignInStep) => {
    setNotice(null);
    if (step.step === "signed-in") navigation.replace(step.destination);
    else setView({ view: "step", step });
  };
  const toRoot = () => {
    setNotice(null);
    setView({ view: "root" });
  };
  const toIamUser = () => {
    setNotice(null);
    setView({ view: "iam-user" });
  };
  // A sign-in that starts again keeps the names, not the password.
  const restart = (error: ErrorBody | null, root: boolean) => {
    setTyped((now) => ({ ...now, password: "" }));
    setNotice(error);
    setView(root ? { view: "root" } : { view: "page" });
  };
  const shared = { typed, setTyped, onStep };

  const iamForm = (fixed: boolean, remembered: boolean) => (
    <IamUserForm
      {...shared}
      fixed={fixed}
      remembered={remembered}
      region={region}
      notice={notice}
      onRoot={toRoot}
      onTrouble={() => setView({ view: "trouble", of: "iam-user" })}
    />
  );
  const chooser = <Chooser {...shared} notice={notice} onIamUser={toIamUser} />;

  switch (view.view) {
    case "root":
      return chooser;
    case "iam-user":
      return page.page === "iam-user" ? iamForm(page.accountFixed, page.remembered) : iamForm(false, false);
    case "trouble":
      return (
        <HavingTrouble
          of={view.of}
          onBack={() => setView(view.of === "root" ? { view: "root" } : { view: "iam-user" })}
        />
      );
    case "step":
      return (
        <Step
          step={view.step}
          typed={typed}
          setTyped={setTyped}
          onStep={onStep}
          notice={notice}
          setNotice={setNotice}
          onRestart={restart}
        />
      );
    case "page":
      break;
    default:
      return never(view);
  }
  switch (page.page) {
    case "chooser":
      return chooser;
    case "iam-user":
      return iamForm(page.accountFixed, page.remembered);
    case "unknown-account":
      return <UnknownAccount account={page.account} />;
    default:
      return never(page);
  }
}

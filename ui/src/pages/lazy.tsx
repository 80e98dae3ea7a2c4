import { useLayoutEffect, useState, type ComponentType } from "react";

/**
 * A page whose code is loaded when it is first come to. React's function of this name would hold the page back for 300 ms
 * once it has drawn something in its place, and our pages come from this computer: that would be nearly all of the wait.
 */
export function lazy<P extends object>(load: () => Promise<{ default: ComponentType<P> }>): ComponentType<P> {
  let known: ComponentType<P> | null = null;
  return function Lazy(props: P) {
    const [Found, setFound] = useState(() => known);
    const [failure, setFailure] = useState<{ reason: unknown } | null>(null);
    useLayoutEffect(() => {
      if (Found !== null) return;
      let here = true;
      load().then(
        (loaded) => {
          known = loaded.default;
          if (here) setFound(() => loaded.default);
        },
        (reason: unknown) => {
          if (here) setFailure({ reason });
        },
      );
      return () => {
        here = false;
      };
    }, [Found]);
    if (failure !== null) throw failure.reason;
    return Found === null ? <div className="page-blank" /> : <Found {...props} />;
  };
}

import { Fragment } from "react";

/** A name without spaces, such as an ARN or an address. Where there is no room for it in one line, it breaks between its parts. */
export function LongName({ of }: { of: string }) {
  const parts = of.split(/(?<=[:/@])(?=[^:/@])/);
  return (
    <span className="wrap">
      {parts.map((part, place) => (
        <Fragment key={place}>
          {place > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </span>
  );
}

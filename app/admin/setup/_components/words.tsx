import { createElement, Fragment } from "react";

export function Command({ children }: { children: string }) {
  return <code className="font-mono text-small wrap-anywhere">{children}</code>;
}

/** A sentence of the doctor's, with what is to be typed between backticks. */
export function Words({ children }: { children: string }) {
  const parts = children.split("`");
  return createElement(
    Fragment,
    null,
    ...parts.map((part, index) => (index % 2 === 0 ? part : createElement(Command, null, part))),
  );
}

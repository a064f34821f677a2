import { createElement, Fragment } from "react";

/** So many characters go on a line of a phone's. */
const longestOnOneLine = 30;

/** What is typed is read whole: a dash at a line's end would be taken for the line's. */
export function Command({ children }: { children: string }) {
  const wrap = children.length > longestOnOneLine ? "wrap-anywhere" : "whitespace-nowrap";
  return <code className={`font-mono text-small ${wrap}`}>{children}</code>;
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

"use client";

import { useEffect } from "react";
import { noteMissing } from "./missing-parts";

/** Stands in a part that an outage took: the page is then made anew by itself, until the part is back. */
export function RefreshLater() {
  useEffect(noteMissing, []);
  return null;
}

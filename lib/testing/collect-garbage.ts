import v8 from "node:v8";
import vm from "node:vm";
import { z } from "zod";

v8.setFlagsFromString("--expose-gc");

/** A whole garbage collection, now: what is held weakly is gone after it. */
export const collectGarbage = z
  .custom<() => void>((value) => typeof value === "function")
  .parse(vm.runInNewContext("gc"));

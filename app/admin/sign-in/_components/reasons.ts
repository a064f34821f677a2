import type { StaffSignInReason } from "@/lib/auth/staff/failure";

export type Reason = { title: string; words: string };

const unchanged = "Nothing was changed.";

export const reasons: Record<StaffSignInReason, Reason> = {
  again: {
    title: "Please sign in once more",
    words: `What you were about to do asks for a sign-in of the last 15 minutes. ${unchanged} Sign in, and repeat it.`,
  },
  denied: {
    title: "The sign-in was cancelled",
    words: `Your company’s sign-in reports that it was cancelled there. ${unchanged}`,
  },
  state: {
    title: "This sign-in did not begin in this browser",
    words: `It was begun elsewhere, was overtaken by a newer one in another tab, or took more than 15 minutes. ${unchanged} Start again from here.`,
  },
  refused: {
    title: "Your company’s sign-in refused the request",
    words: `It gave an error instead of your name. ${unchanged} Try again; if it stays so, tell whoever runs this portal, with the request id below.`,
  },
  issuer_unavailable: {
    title: "Your company’s sign-in can’t be reached",
    words: `It gave no usable answer. ${unchanged} Wait a minute, then try again.`,
  },
  email_unverified: {
    title: "Your e-mail address is not verified",
    words: `The first sign-in finds your invitation by your address, which your company’s sign-in has not verified. ${unchanged} Have it verified there, or ask whoever runs this portal.`,
  },
  not_staff: {
    title: "You are not staff of this portal",
    words: `Your company’s sign-in knows you, but nobody has invited your address here, or the invitation is more than 7 days old. ${unchanged} Ask an owner of this portal for an invitation.`,
  },
  internal: {
    title: "Something went wrong on our side",
    words:
      "You are not signed in. Try again in a moment; if it stays so, tell whoever runs this portal, with the request id below.",
  },
};

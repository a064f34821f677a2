import type { SignInFailureReason } from "@/lib/auth/sign-in-failure";

export type Failure = {
  title: string;
  happened: string;
  /** Where it is not simply: nothing. */
  stored?: string;
  next: string;
};

const again = "Start again from here.";

export const failures: Record<SignInFailureReason, Failure> = {
  denied: {
    title: "Access was not approved",
    happened: "Increase reports that the request was denied there.",
    next: "If that was not what you meant, start again and approve it.",
  },
  state_missing: {
    title: "Increase’s answer was not complete",
    happened: "The address you came back on does not say which sign-in it belongs to.",
    next: `${again} A link to this page, saved or sent by someone, can’t sign you in.`,
  },
  state_unknown: {
    title: "This sign-in did not begin in this browser",
    happened:
      "The answer from Increase belongs to a sign-in that this browser does not know. It may have been started in another browser, or its cookies were removed meanwhile.",
    next: `${again} Keep to one browser until you are back.`,
  },
  state_used: {
    title: "This sign-in was already used",
    happened:
      "Each sign-in works once. Going back in the browser or reloading the page brings an old one up again.",
    stored:
      "Nothing by this attempt. The first one may have stored a connection and ended an earlier session.",
    next: "If you are signed in, simply continue. Otherwise start again.",
  },
  state_expired: {
    title: "This sign-in took too long",
    happened: "A sign-in has to be finished within 15 minutes of its start.",
    next: again,
  },
  code_missing: {
    title: "Increase’s answer was not complete",
    happened: "Increase sent you back without the code that completes a sign-in.",
    next: `${again} If it happens again, tell the platform.`,
  },
  code_refused: {
    title: "Increase did not accept the sign-in’s code",
    happened: "The code works once, and for 60 seconds only. It was probably too late.",
    next: again,
  },
  platform_key_refused: {
    title: "The platform’s access to Increase does not work",
    happened: "Increase refused the platform’s own key. Your sign-in at Increase was in order.",
    next: "There is nothing you can do about it. Please tell the platform, with the request id below.",
  },
  client_refused: {
    title: "Increase does not accept this platform’s application",
    happened:
      "Increase refused the credentials of the platform’s OAuth application. Your sign-in at Increase was in order.",
    next: "There is nothing you can do about it. Please tell the platform, with the request id below.",
  },
  token_refused: {
    title: "Increase refused the new access",
    happened:
      "Increase issued an access token and then did not accept it. It may have been revoked at that moment.",
    next: `${again} If it happens again, tell the platform.`,
  },
  increase_unavailable: {
    title: "Increase can’t be reached right now",
    happened: "Increase did not give a usable answer while the sign-in was being completed.",
    next: "Wait a minute, then start again.",
  },
  increase_timeout: {
    title: "Increase did not answer in time",
    happened: "The sign-in was being completed, and Increase took longer than this portal waits.",
    next: "Wait a minute, then start again.",
  },
  group_mismatch: {
    title: "Increase’s answers contradict each other",
    happened:
      "Increase named one group when it issued access and another one when asked whose access it is. Nothing is taken from such an answer.",
    next: `${again} If it happens again, tell the platform.`,
  },
  group_unexpected: {
    title: "You chose another group than this sign-in is for",
    happened: "This sign-in was made for one particular group at Increase, and another one was approved.",
    stored:
      "Nothing here. At Increase, access for the other group may now be granted; it stands until you revoke it in Increase’s dashboard.",
    next: "Start again and choose the group that the sign-in is for.",
  },
  link_unusable: {
    title: "This link is no longer good",
    happened:
      "The link that this sign-in began with was used, withdrawn or ran out before you were back from Increase.",
    next: "Ask the platform for a new link.",
  },
  session_not_started: {
    title: "You are not signed in yet",
    happened: "Increase let you in, but the session that signs you in here did not start.",
    stored:
      "The connection, unless somebody at your company disconnected it at that moment. An earlier session of this browser has ended.",
    next: "Sign in once more, which completes it.",
  },
  internal: {
    title: "Something went wrong on our side",
    happened: "The sign-in could not be completed, for a reason that lies with this portal.",
    stored: "Most likely nothing. If a connection was stored, the next sign-in goes on with it.",
    next: "Try again in a moment. If it stays so, please tell the platform, with the request id below.",
  },
};

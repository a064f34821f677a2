/** To the staff, who can't sign in for the customer. */
export const customerHasToSignIn =
  "The customer’s accounts at Increase are untouched. The customer has to sign in with Increase again.";

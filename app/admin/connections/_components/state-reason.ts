/** Why a connection is in its state, in words. The part behind a colon is Increase's own. */
export function describeReason(stateReason: string | null): string | null {
  if (stateReason === null) return null;
  const [word, ...rest] = stateReason.split(":");
  const detail = rest.join(":");
  switch (word) {
    case "signed_in":
      return "The customer signed in";
    case "token_accepted":
      return "Increase accepts the token again";
    case "token_refused":
      return detail === "" ? "Increase refuses the token" : `Increase refuses the token: ${detail}`;
    case "disconnected_by_customer":
      return "By the customer. The grant at Increase stands until they revoke it there";
    case "disconnected_by_staff":
      return "By staff. The grant at Increase stands until the customer revokes it there";
    case "deactivated_at_increase":
      return "Increase says that it has ended";
    default:
      return stateReason;
  }
}

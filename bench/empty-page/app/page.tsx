/** Nothing: what Next and React send for it is the floor that the portal's pages are measured against. */
export default function EmptyPage() {
  return null;
}

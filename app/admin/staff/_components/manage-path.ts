export const staffPath = "/admin/staff";

/** The page with one person's forms open on it. */
export function managePath(staffId: string): string {
  return `${staffPath}?person=${staffId}#manage`;
}

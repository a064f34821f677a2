export function groupPath(groupId: string): string {
  return `/groups/${encodeURIComponent(groupId)}`;
}

export function connectionPath(groupId: string): string {
  return `${groupPath(groupId)}/connection`;
}

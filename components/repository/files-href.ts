/** GitLab's address of a directory or file of a repository at a revision. */
export function filesHref(fullPath: string, view: 'tree' | 'blob', revision: string, path: string): string {
  const rest = [...revision.split('/'), ...path.split('/')].filter(Boolean).map(encodeURIComponent).join('/')
  return `/${fullPath}/-/${view}/${rest}`
}

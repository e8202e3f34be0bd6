export type Viewer = { name: string; username: string; isAdmin: boolean }

export type ShellContext = {
  kind: 'project' | 'group'
  name: string
  fullPath: string
  /** Missing for whoever may not see the files. */
  defaultBranch?: string
  canManage: boolean
}

export type Viewer = { name: string; username: string; isAdmin: boolean }

/** What the sidebar belongs to. */
export type ShellContext =
  | {
      kind: 'project' | 'group'
      name: string
      fullPath: string
      /** Missing for whoever may not see the files. */
      defaultBranch?: string
      canReadMembers: boolean
      canReadPackages: boolean
      canReadImages: boolean
      /** A Maintainer: settings, tokens, the audit log. */
      canManage: boolean
    }
  | { kind: 'admin' | 'user'; name: string }

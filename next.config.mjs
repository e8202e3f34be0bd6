/**
 * GitLab's page URLs, whose group and project paths have any depth, to folders of app/. A catch-all segment of Next has
 * to come last, so `/acme/sub/web/-/settings/repository` becomes `/project/settings/repository/acme/sub/web`; where
 * something follows that has any depth too, `-` parts the two, as no group or project can have that name.
 * The values travel in the path, because a rewritten route does not see the query of its destination.
 */
const groupPages = {
  '-/audit_events.csv': 'audit-events-export/csv',
  '-/audit_events.json': 'audit-events-export/json',
  '-/settings/repository': 'settings/repository',
  '-/edit': 'settings/general',
  '-/group_members': 'members',
  '-/audit_events': 'audit-events',
  '-/packages': 'packages',
  '-/container_registries': 'container-registries',
}
const projectPages = {
  '-/audit_events.csv': 'audit-events-export/csv',
  '-/audit_events.json': 'audit-events-export/json',
  '-/settings/repository': 'settings/repository',
  edit: 'settings/general',
  '-/project_members': 'members',
  '-/audit_events': 'audit-events',
  '-/packages': 'packages',
  container_registry: 'container-registry',
}

// `project` and `group` are reserved as names: nobody gets to a page by its folder, and no page is hidden by them
const folders = { source: '/:folder(project|group)/:rest*', destination: '/_not-found' }

const pageUrls = [
  // files first: what follows in their URLs may look like any page
  { source: '/:path+/-/:page(tree|blob)/:rest+', destination: '/project/files/:path+/-/:page/:rest+' },
  // groups before projects: to the rule for projects, `groups` would be the name of one
  ...Object.entries(groupPages).map(([url, folder]) => ({
    source: `/groups/:path+/${url}`,
    destination: `/group/${folder}/:path+`,
  })),
  ...Object.entries(projectPages).map(([url, folder]) => ({
    source: `/:path+/${url}`,
    destination: `/project/${folder}/:path+`,
  })),
  {
    source: '/:path+/container_registry/:id(\\d{1,10})',
    destination: '/project/image-repository/:id/:path+',
  },
  { source: '/:path+/-/packages/:id(\\d{1,10})', destination: '/project/package/:id/:path+' },
  {
    source: '/:path+/-/package_files/:id(\\d{1,10})/download',
    destination: '/project/package-file/:id/:path+',
  },
]

/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  // no image of ours needs the optimiser; without it /_next/image answers 404
  images: { unoptimized: true },
  serverExternalPackages: ['pg', '@prisma/client', '@prisma/adapter-pg', '@node-rs/argon2', 'pino'],
  // types are checked by `npm run typecheck`, tests included, which need packages that a server does without
  typescript: { ignoreBuildErrors: true },
  // in development Next would print what an action was called with, passwords too
  logging: { serverFunctions: false },
  turbopack: { root: import.meta.dirname },
  experimental: {
    serverActions: { bodySizeLimit: '256kb' },
    // 401 and 403 as answers of server actions
    authInterrupts: true,
    // versions are chosen by hand: a build asks nobody's server for newer ones
    agentUpgrade: false,
  },
  // where GitLab had it, and where command line clients still send people; what follows "?" goes along
  redirects: async () => [
    {
      source: '/-/profile/personal_access_tokens',
      destination: '/-/user_settings/personal_access_tokens',
      permanent: false,
    },
  ],
  // the rules before the files all apply, one after the other; of those after them, the first whose page exists
  rewrites: async () => ({ beforeFiles: [folders], afterFiles: pageUrls, fallback: [] }),
}

import type { Rows } from '@/e2e/access-matrix/door'

/** The audit log of a project, of a group and of the instance, and its exports. */
export const auditEvents = {
  doors: {
    'project audit': {
      kind: 'page',
      url: '/:project/-/audit_events',
      folder: '(web)/project/audit-events/[...path]',
      segments: ':project',
    },
    'group audit': {
      kind: 'page',
      url: '/groups/:here/-/audit_events',
      folder: '(web)/group/audit-events/[...path]',
      segments: ':here',
    },
    'instance audit': { kind: 'page', url: '/admin/audit_events', folder: '(web)/admin/audit_events' },
    'project audit as CSV': {
      kind: 'route',
      url: '/:project/-/audit_events.csv',
      folder: '(web)/project/audit-events-export/[format]/[...path]',
      params: { format: 'csv', path: ':project' },
    },
    'project audit as JSON': {
      kind: 'route',
      url: '/:project/-/audit_events.json',
      folder: '(web)/project/audit-events-export/[format]/[...path]',
      params: { format: 'json', path: ':project' },
    },
    'project audit as what is not': {
      kind: 'route',
      url: '/:project/-/audit_events.xml',
      folder: '(web)/project/audit-events-export/[format]/[...path]',
      params: { format: 'xml', path: ':project' },
    },
    'group audit as CSV': {
      kind: 'route',
      url: '/groups/:here/-/audit_events.csv',
      folder: '(web)/group/audit-events-export/[format]/[...path]',
      params: { format: 'csv', path: ':here' },
    },
    'group audit as JSON': {
      kind: 'route',
      url: '/groups/:here/-/audit_events.json',
      folder: '(web)/group/audit-events-export/[format]/[...path]',
      params: { format: 'json', path: ':here' },
    },
    'instance audit as CSV': {
      kind: 'route',
      url: '/admin/audit_events.csv',
      folder: '(web)/admin/audit_events.csv',
    },
    'instance audit as JSON': {
      kind: 'route',
      url: '/admin/audit_events.json',
      folder: '(web)/admin/audit_events.json',
    },
  },
  forPeople: {
    private: `
                                  nobody   ended    outsider guest  planner reporter developer maintainer owner admin
    project audit                 sign-in  sign-in  404      404    404     404      404       200        200   200
    group audit                   sign-in  sign-in  404      404    404     404      404       200        200   200
    instance audit                sign-in  sign-in  404      404    404     404      404       404        404   200
    project audit as CSV          401      401      404      404    404     404      404       200        200   200
    project audit as JSON         401      401      404      404    404     404      404       200        200   200
    project audit as what is not  404      …
    group audit as CSV            401      401      404      404    404     404      404       200        200   200
    group audit as JSON           401      401      404      404    404     404      404       200        200   200
    instance audit as CSV         401      401      404      404    404     404      404       404        404   200
    instance audit as JSON        401      401      404      404    404     404      404       404        404   200
    `,
  },
  forTokens: {
    private: `
                                  repo reg wreg pkg wpkg all lacking here above below sibling other expired revoked misnamed unknown
    project audit as CSV          401  …
    project audit as JSON         401  …
    project audit as what is not  404  …
    group audit as CSV            401  …
    group audit as JSON           401  …
    instance audit as CSV         401  …
    instance audit as JSON        401  …
    `,
  },
} as const satisfies Rows

import { Hono } from 'hono'
import type { PackageFormat } from '@/lib/http/packages/format'
import type { PackageDoor } from '@/lib/http/packages/package-door'
import { openConanTicket } from '@/lib/services/packages/open-conan-ticket'
import { built } from './built'
import { recipes } from './recipes'
import { users } from './users'

/** What a client without revisions is told by, in Conan's words: https://docs.conan.io/1/versioning/revisions.html */
const capabilities = 'revisions, only_v2'

/**
 * Recipes and the packages built from them, by Conan's second protocol: https://docs.gitlab.com/user/packages/conan_2_repository/
 * Of the first one there is what clients of the second ask for.
 */
const project = new Hono<PackageDoor>()

project.get('/v1/ping', (c) => c.body(null, 200, { 'X-Conan-Server-Capabilities': capabilities }))
project.route('/v1/users', users)
project.route('/v2/users', users)
project.route('/v2/conans', recipes)
project.route('/v2/conans', built)

export const conan: PackageFormat = { word: 'conan', conflict: 409, openTicket: openConanTicket, project }

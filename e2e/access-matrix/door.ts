import type { GitEndpoint } from '@/lib/http/git/git-path'
import type { RegistryEndpoint } from '@/lib/http/registry/registry-path'
import type { ActionPlace } from './actors'
import type { World } from './world'

export interface MachineDoor {
  kind: 'machine'
  method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  url: string
  /**
   * The route of the REST API that it drives, without its method. There the people send a personal access token with
   * the scope api in PRIVATE-TOKEN, deploy tokens send their value so, and `:name` is a full path in one segment.
   */
  api?: string
  /** It ends its caller's token: another of theirs is sent in its place. */
  endsToken?: true
  /** Makes what `:made` in the URL names: its number or name. Anew for each request, but once for all who only read it. */
  made?: (world: World, proof: Record<string, string>) => Promise<number | string>
  /** What is made is the caller's own, by their proof: nobody else has it, even to read. */
  isOwn?: true
  /** Which of git's endpoints it is, if it is git's. */
  endpoint?: GitEndpoint
  /**
   * It gives tickets for the container registry: the people send a personal access token with the scope api in place of
   * their password, in a header or in a form.
   */
  ticket?: 'by header' | 'by form'
  /** Which of the registry's endpoints it is: everybody asks with the ticket that they get for the image in its URL. */
  registry?: RegistryEndpoint
  headers?: Record<string, string>
  /** Or what makes it, anew for each request; `made` is that of the URL. */
  body?: BodyInit | ((world: World, made: number | string) => BodyInit)
  /** The people send their session cookie in place of user name and password. */
  byCookie?: true
}

export interface PageDoor {
  kind: 'page'
  url: string
  /** Its folder in app/, and the segments that its catch-all gets once the URL is rewritten. */
  folder: string
  segments?: string
  /** The values of its other dynamic segments. */
  params?: Record<string, string>
}

export interface ActionDoor {
  kind: 'action'
  action: string
  /** What the action is asked to do it to. */
  on?: ActionPlace
  /** It changes nothing. */
  reads?: true
  /** It ends its caller's sessions: somebody new calls it in their place. */
  alone?: true
}

export interface RouteDoor {
  kind: 'route'
  url: string
  folder: string
  /** What its folder's `[param]`s get once the URL is rewritten; `path` is a catch-all. */
  params?: Record<string, string>
}

export type Door = MachineDoor | PageDoor | ActionDoor | RouteDoor

/**
 * The rows of one subject: its doors, and who gets what answer there. A number is a status. On a page: sign-in is a
 * redirect to the sign-in page and back, home one to the dashboard, moved one to the same thing's own address. Of an
 * action: ok is done, left is signed out and sent to the sign-in page. `…` goes on to the right.
 */
export interface Rows {
  doors: Record<string, Door>
  /** Rows of the private tree; in an internal or public one only those that differ. Columns: `people`, in their order. */
  forPeople: { private: string; internal?: string; public?: string }
  /** Columns: `tokens`, in their order. A page that is not here sends every token to sign in; an action answers 401. */
  forTokens?: { private: string; internal?: string; public?: string }
  /** What each action is sent, by its name; the session is the caller's own. */
  inputs?: Record<string, (world: World, on: ActionPlace, sessionId: string | undefined) => Promise<unknown>>
}

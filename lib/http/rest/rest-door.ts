import type { Actor } from '@/lib/domain/actor'
import type { Door } from '@/lib/http/door'

/** What a route's `:id` names, in the word of GitLab's answers. */
export type PlaceWord = 'Project' | 'Group' | 'Namespace'

/** What the REST door knows of a request, beside what every machine's door knows. */
export interface RestDoor extends Door {
  Variables: Door['Variables'] & { actor?: Actor; place?: PlaceWord; complainsByField?: boolean }
}

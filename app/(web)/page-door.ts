import { notFound, redirect } from 'next/navigation'
import { type Actor, nobody, type UserActor } from '@/lib/domain/actor'
import { isDomainError } from '@/lib/domain/error'
import { findMovedPath } from '@/lib/services/access/find-moved'
import { currentSession } from '@/lib/session'
import { placeAddress, readPlaceAddress } from './place-address'

/** Where a password is changed: the one page for somebody who has to do that first. */
export const passwordPath = '/-/user_settings/password/edit'

/** Who opens this page; whoever has to change their password first is led there instead. */
export async function pageActor(): Promise<Actor> {
  const session = await currentSession()
  if (session?.mustChangePassword) redirect(passwordPath)
  return session?.user ?? nobody
}

/** The signed-in user who opens this page; anybody else signs in first and comes back to `here`. */
export async function requireUser(here: string): Promise<UserActor> {
  const actor = await pageActor()
  return actor.kind === 'user' ? actor : redirect(signInPath(here))
}

/** The signed-in session that opens this page, also while its user has to change the password first. */
export async function requireSession(here: string) {
  return (await currentSession()) ?? redirect(signInPath(here))
}

/**
 * What a page shows, or the page's own answers to a refusal: who may see what has left this path is led on to it; who
 * is nobody signs in first and comes back to `here`; what is hidden and what is not allowed are both "not found".
 */
export async function shown<T>(work: Promise<T>, here: string): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (isDomainError(error, 'unauthenticated') || isDomainError(error, 'not_found')) await leadOn(here)
    if (isDomainError(error, 'unauthenticated')) redirect(signInPath(here))
    if (isDomainError(error, 'not_found') || isDomainError(error, 'forbidden')) notFound()
    throw error
  }
}

/** To the same page of what once had this address, in a redirect that no browser keeps: the path may be taken again. */
async function leadOn(here: string): Promise<void> {
  const address = readPlaceAddress(here)
  const moved = address && (await findMovedPath(await pageActor(), address.fullPath))
  if (moved) redirect(placeAddress({ ...address, fullPath: moved }))
}

/** The sign-in page that leads back to a path of this site. */
export function signInPath(here: string): string {
  return here === '/' ? '/users/sign_in' : `/users/sign_in?callbackUrl=${encodeURIComponent(here)}`
}

/** The full path in a catch-all's segments, decoded once; an encoded slash is no separator here, so it is nothing. */
export function pathOf(segments: string[]): string {
  return segments.map(decodeSegment).join('/')
}

function decodeSegment(segment: string): string {
  try {
    const text = decodeURIComponent(segment)
    return text.includes('/') || text === '' ? notFound() : text
  } catch (error) {
    if (error instanceof URIError) notFound()
    throw error
  }
}

/** One page of a list from `?page=`: 1 for anything that is no page. */
export function pageNumber(value: string | string[] | undefined): number {
  const number = Number(value)
  return Number.isInteger(number) && number >= 1 && number <= 1_000_000 ? number : 1
}

/** The text of `?search=`, at most 255 characters of it, without what a database cannot hold. */
export function searchText(value: string | string[] | undefined): string {
  return typeof value === 'string' ? value.replaceAll('\0', '').slice(0, 255).trim() : ''
}

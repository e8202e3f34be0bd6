'use client'

import { useEffect, useSyncExternalStore } from 'react'
import { Button } from './button'

type ToastMessage = { id: number; text: string }

let messages: readonly ToastMessage[] = []
let lastId = 0
const listeners = new Set<() => void>()
const none: readonly ToastMessage[] = []

/** Says something at the bottom of the page for a few seconds, politely to screen readers. */
export function showToast(text: string) {
  lastId += 1
  set([...messages, { id: lastId, text }])
}

/** The place where toasts appear: once, in the providers. */
export function Toaster() {
  const shown = useSyncExternalStore(
    subscribe,
    () => messages,
    () => none,
  )
  return (
    <div role="status" className="fixed inset-x-4 bottom-4 z-50 flex flex-col items-start gap-2 print:hidden">
      {shown.map((message) => (
        <Toast key={message.id} message={message} />
      ))}
    </div>
  )
}

function Toast({ message }: { message: ToastMessage }) {
  useEffect(() => {
    const timer = setTimeout(() => remove(message.id), 6000)
    return () => clearTimeout(timer)
  }, [message.id])
  return (
    <div className="flex max-w-full items-center gap-4 rounded-lg bg-(--gl-feedback-strong-background-color) py-2 pr-2 pl-4 text-(--gl-feedback-strong-text-color) shadow-md">
      <span className="wrap-anywhere">{message.text}</span>
      <Button
        variant="tertiary"
        icon="close"
        aria-label="Close"
        onClick={() => remove(message.id)}
        className="text-current!"
      />
    </div>
  )
}

function remove(id: number) {
  set(messages.filter((message) => message.id !== id))
}

function set(next: readonly ToastMessage[]) {
  messages = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

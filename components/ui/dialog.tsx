'use client'

import { type ReactNode, useId, useLayoutEffect, useRef } from 'react'
import { Button } from './button'
import { classNames } from './class-names'

type DialogProps = {
  open: boolean
  /** Escape, the cross, a click beside the dialog. The caller sets `open` to false. */
  onClose: () => void
  title: ReactNode
  children: ReactNode
  /** Buttons; put the harmless one first, it gets the focus when the body has nothing to focus. */
  footer?: ReactNode
  size?: 'small' | 'medium'
  /** False keeps the dialog open when someone clicks beside it: for what is shown only once. */
  closesOnBackdrop?: boolean
  id?: string
}

/** Modal. The browser keeps the focus inside and gives it back; children exist only while the dialog is open. */
export function Dialog({
  open,
  onClose,
  title,
  children,
  footer,
  size = 'small',
  closesOnBackdrop = true,
  id,
}: DialogProps) {
  const titleId = useId()
  const ref = useRef<HTMLDialogElement>(null)
  useLayoutEffect(() => {
    const dialog = ref.current
    if (!open || !dialog) return
    dialog.showModal()
    return () => dialog.close()
  }, [open])
  return (
    <dialog
      ref={ref}
      id={id}
      aria-labelledby={titleId}
      closedby={closesOnBackdrop ? 'any' : 'closerequest'}
      // The event comes late: by then the dialog may have been closed from outside, or opened again.
      onClose={(event) => open && !event.currentTarget.open && onClose()}
      className={classNames(
        'm-auto max-h-[calc(100dvh-2rem)] w-[calc(100%-2rem)] rounded-2xl bg-gl-overlap text-gl-default shadow-lg',
        'backdrop:bg-gl-overlay',
        size === 'small' ? 'max-w-lg' : 'max-w-3xl',
      )}
    >
      {open ? (
        // The cross stands last, so that opening does not focus it.
        <div className="flex flex-col">
          <h2 id={titleId} className="py-4 pr-14 pl-4 text-gl-h3 wrap-anywhere">
            {title}
          </h2>
          <div className="px-4 pb-4 wrap-anywhere">{children}</div>
          {footer ? <div className="flex flex-wrap justify-end gap-2 px-4 pb-4">{footer}</div> : null}
          <Button
            variant="tertiary"
            icon="close"
            aria-label="Close"
            onClick={onClose}
            className="absolute top-2 right-2"
          />
        </div>
      ) : null}
    </dialog>
  )
}

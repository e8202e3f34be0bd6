'use client'

import { useId, useRef, useState } from 'react'
import { Button } from './button'
import { CopyButton } from './copy-button'
import { DownloadButton } from './download-button'

interface CommandBlockProps {
  title: string
  /** What is copied, to the byte. */
  command: string
  /** What is shown until the eye is pressed, for a command that holds a secret. */
  masked?: string
  /** The name of the file that it is, where it is one. */
  fileName?: string
}

/** A ready command, or a file: where it holds a secret it is shown masked, and always copied whole. */
export function CommandBlock({ title, command, masked, fileName }: CommandBlockProps) {
  const titleId = useId()
  const code = useRef<HTMLPreElement>(null)
  const [isRevealed, setRevealed] = useState(false)
  const noun = fileName === undefined ? 'command' : 'file'

  function selectText() {
    setRevealed(true)
    requestAnimationFrame(() => code.current && getSelection()?.selectAllChildren(code.current))
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is as wide as its longest line
    <div role="group" aria-labelledby={titleId} className="min-w-0">
      <div className="mb-2 flex items-center gap-2">
        <p id={titleId} className="grow font-semibold text-gl-heading">
          {title}
        </p>
        {masked === undefined ? null : (
          <Button
            size="small"
            icon={isRevealed ? 'eye-slash' : 'eye'}
            aria-label={`${isRevealed ? 'Hide' : 'Show'} the token in this ${noun}`}
            onClick={() => setRevealed(!isRevealed)}
          />
        )}
        {fileName === undefined ? null : <DownloadButton size="small" fileName={fileName} text={command} />}
        <CopyButton size="small" value={command} label={`Copy ${noun}`} selectText={selectText} />
      </div>
      <pre
        ref={code}
        // a block that scrolls must be reachable by keyboard
        // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
        tabIndex={0}
        className="overflow-x-auto rounded-lg border bg-gl-default p-3 font-mono text-sm"
      >
        {isRevealed ? command : (masked ?? command)}
      </pre>
    </div>
  )
}

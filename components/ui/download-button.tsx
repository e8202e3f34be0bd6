'use client'

import { Button, type ButtonProps } from './button'

type DownloadButtonProps = Pick<ButtonProps, 'variant' | 'size' | 'className'> & {
  fileName: string
  /** What is in the file, to the byte. */
  text: string
}

/** Saves a text as a file. It has an address only while the button is pressed, as it may hold a secret. */
export function DownloadButton({ fileName, text, ...button }: DownloadButtonProps) {
  function download() {
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob([text], { type: 'application/octet-stream' }))
    link.download = fileName
    link.click()
    URL.revokeObjectURL(link.href)
  }

  return <Button {...button} icon="download" aria-label={`Download ${fileName}`} onClick={download} />
}

import { CopyField } from '@/components/ui/copy-field'

/** The address to clone, to read and to copy. */
export function CloneBox({ url }: { url: string }) {
  return (
    <CopyField
      label={url.startsWith('https:') ? 'Clone with HTTPS' : 'Clone with HTTP'}
      value={url}
      copyLabel="Copy URL"
      className="mb-4 max-w-140"
    />
  )
}

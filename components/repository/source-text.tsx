import { Icon } from '@/components/ui/icon'
import { sizeWords } from '@/components/ui/size-words'

interface SourceTextProps {
  name: string
  file: { kind: 'blob' | 'symlink'; bytes: number; isBinary: boolean; text: string; isCut: boolean }
}

/** A text file as it is, with line numbers that are not copied with it. */
export function SourceText({ name, file }: SourceTextProps) {
  return (
    <section aria-label={name} className="rounded-lg border">
      <h2 className="flex flex-wrap items-center gap-2 border-b bg-gl-subtle px-4 py-2 font-semibold">
        <Icon name="doc-text" />
        <span className="wrap-anywhere">{name}</span>
        <span className="font-normal text-gl-subtle">{sizeWords(file.bytes)}</span>
      </h2>
      {file.isBinary ? (
        <p className="p-4">This file is binary. Clone the project to use it.</p>
      ) : (
        <SourceLines text={file.kind === 'symlink' ? `link to ${file.text}` : file.text} />
      )}
      {file.isCut ? <p className="border-t p-4 text-gl-subtle">Only the beginning is shown.</p> : null}
    </section>
  )
}

function SourceLines({ text }: { text: string }) {
  const lines = text.replace(/\n$/, '').split('\n')
  const numbers = lines.map((_, index) => index + 1).join('\n')
  return (
    <div className="flex overflow-x-auto font-mono text-sm leading-5">
      <pre
        aria-hidden="true"
        className="border-r bg-gl-subtle px-3 py-2 text-right text-gl-subtle select-none"
      >
        {numbers}
      </pre>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a block that scrolls must be reachable by keyboard */}
      <pre tabIndex={0} className="grow px-3 py-2">
        {text}
      </pre>
    </div>
  )
}

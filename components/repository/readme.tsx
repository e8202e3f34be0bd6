import { Icon } from '@/components/ui/icon'
import { RenderedMarkdown } from './markdown'

interface ReadmeProps {
  name: string
  text: string
  isCut: boolean
  /** Where the directory's files are seen, for relative links. */
  filesHref: string
}

/** The README of a directory: Markdown rendered, anything else as it is. */
export function Readme({ name, text, isCut, filesHref }: ReadmeProps) {
  return (
    <section aria-label={name} className="mt-4 rounded-lg border">
      <h2 className="flex items-center gap-2 border-b bg-gl-subtle px-4 py-2 font-semibold">
        <Icon name="doc-text" />
        {name}
      </h2>
      <div className="p-4">
        {/\.(md|markdown)$/i.test(name) ? (
          <RenderedMarkdown text={text} filesHref={filesHref} />
        ) : (
          <pre className="overflow-x-auto font-mono whitespace-pre-wrap">{text}</pre>
        )}
        {isCut ? <p className="mt-4 text-gl-subtle">The rest is left out.</p> : null}
      </div>
    </section>
  )
}

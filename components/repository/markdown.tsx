import Markdown from 'react-markdown'
import remarkGfm from 'remark-gfm'

interface RenderedMarkdownProps {
  text: string
  /** Address under which the repository's files are seen, without a slash at the end. */
  filesHref: string
}

/**
 * A README as people expect to see it. react-markdown makes elements, never HTML strings: markup in the text stays
 * text, and only harmless addresses become links. Images would be fetched from elsewhere; they stay links.
 */
export function RenderedMarkdown({ text, filesHref }: RenderedMarkdownProps) {
  return (
    <div className="prose-gl wrap-anywhere">
      <Markdown
        remarkPlugins={[remarkGfm]}
        urlTransform={(url) => addressOf(url, filesHref)}
        components={{
          img: ({ src, alt }) => <a href={typeof src === 'string' ? src : undefined}>{alt || 'image'}</a>,
          // a block that scrolls must be reachable by keyboard
          // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
          pre: ({ children }) => <pre tabIndex={0}>{children}</pre>,
          a: ({ href, children }) => (
            <a href={href} rel="noopener noreferrer nofollow">
              {children}
            </a>
          ),
        }}
      >
        {text}
      </Markdown>
    </div>
  )
}

/** Relative addresses lead to the repository's files; of the others only those that can do no harm are kept. */
function addressOf(url: string, filesHref: string): string | undefined {
  if (url.startsWith('#')) return url
  if (/^(https?|mailto):/i.test(url)) return url
  if (/^[a-z][a-z0-9+.-]*:/i.test(url) || url.startsWith('//') || url.startsWith('/')) return undefined
  return `${filesHref}/${url.replace(/^(\.\/)+/, '')}`
}

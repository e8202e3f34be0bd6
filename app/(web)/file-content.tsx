import { filesHref } from '@/components/repository/files-href'
import { LastCommit } from '@/components/repository/last-commit'
import { Readme } from '@/components/repository/readme'
import { SourceText } from '@/components/repository/source-text'
import type { FileView } from '@/lib/services/git/view-file'

interface FileContentProps {
  fullPath: string
  view: Pick<FileView, 'revision' | 'file' | 'lastCommit'>
}

/** One file: Markdown rendered, other text with line numbers, nothing of a binary. */
export function FileContent({ fullPath, view: { revision, file, lastCommit } }: FileContentProps) {
  const name = revision.path.split('/').at(-1) ?? ''
  const directory = revision.path.split('/').slice(0, -1).join('/')
  return (
    <>
      {lastCommit ? <LastCommit commit={lastCommit} /> : null}
      {/\.(md|markdown)$/i.test(name) && !file.isBinary ? (
        <Readme
          name={name}
          text={file.text}
          isCut={file.isCut}
          filesHref={filesHref(fullPath, 'blob', revision.name, directory)}
        />
      ) : (
        <SourceText name={name} file={file} />
      )}
    </>
  )
}

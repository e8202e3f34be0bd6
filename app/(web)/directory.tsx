import { FileTable } from '@/components/repository/file-table'
import { filesHref } from '@/components/repository/files-href'
import { LastCommit } from '@/components/repository/last-commit'
import { Readme } from '@/components/repository/readme'
import type { TreeView } from '@/lib/services/git/browse-repository'

/** A directory of a repository: its last commit, its entries, its README. */
export function Directory({ fullPath, tree }: { fullPath: string; tree: TreeView }) {
  const { revision, lastCommit, entries, isCut, readme } = tree
  return (
    <>
      {lastCommit ? <LastCommit commit={lastCommit} /> : null}
      <FileTable
        fullPath={fullPath}
        revision={revision.name}
        directory={revision.path}
        rows={entries}
        isCut={isCut}
      />
      {readme && !readme.file.isBinary ? (
        <Readme
          name={readme.name}
          text={readme.file.text}
          isCut={readme.file.isCut}
          filesHref={filesHref(fullPath, 'blob', revision.name, revision.path)}
        />
      ) : null}
    </>
  )
}

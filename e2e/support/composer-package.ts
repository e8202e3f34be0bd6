import type { Project } from '@/lib/domain/project'
import { readGit } from '@/lib/storage/git-read'
import { createRepository, hasRepository, repositoryPath } from '@/lib/storage/repositories'

/** Contents by path, or where a link points to. */
export type ComposerFiles = Record<string, string | { link: string }>

/** The files of a package with one function, which says its version. */
export function composerFiles(name: string, says: string, more: object = {}): ComposerFiles {
  const word = name.replace(/\W/g, '_')
  const autoload = { files: ['src/says.php'] }
  return {
    'composer.json': JSON.stringify({ name, description: "It's <b>ours</b>", autoload, ...more }),
    'src/says.php': `<?php function ${word}() { return '${says}'; }\n`,
  }
}

/** Lets a ref of the project's repository, which begins here if there was none, lead to a commit of these files alone; its id. */
export async function commitTo(project: Project, ref: string, files: ComposerFiles): Promise<string> {
  const { id } = project
  if (!(await hasRepository(id))) await createRepository(id)
  const gitDir = `--git-dir=${repositoryPath(id)}`
  const changes = Object.entries(files).map(([path, content]) =>
    typeof content === 'string'
      ? `M 100644 inline ${path}\n${data(content)}`
      : `M 120000 inline ${path}\n${data(content.link)}`,
  )
  const commit = `commit ${ref}\ncommitter Bob <b@example.com> 1800000000 +0200\n${data('All')}${changes.join('')}`
  await readGit({ words: [gitDir, 'fast-import', '--quiet', '--force', '--done'], input: `${commit}done\n` })
  const { output } = await readGit({ words: [gitDir, 'rev-parse', ref] })
  return output.toString().trim()
}

/** Lets a tag lead to a commit of the files of another, and of one more that is not there. */
export async function tagBroken({ id }: Project, tag: string, whole: string): Promise<void> {
  const run = async (words: string[], input = '') => {
    const { output } = await readGit({ words: [`--git-dir=${repositoryPath(id)}`, ...words], input })
    return output.toString().trim()
  }
  const listing = `${await run(['ls-tree', whole])}\n100644 blob ${'1'.repeat(40)}\tzz\n`
  const tree = await run(['mktree', '--missing'], listing)
  const commit = `tree ${tree}\nauthor B <b@x> 0 +0000\ncommitter B <b@x> 0 +0000\n\nBroken\n`
  const broken = await run(['hash-object', '-t', 'commit', '-w', '--stdin'], commit)
  await run(['update-ref', `refs/tags/${tag}`, broken])
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`
}

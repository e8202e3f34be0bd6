interface EmptyRepositoryProps {
  url: string
  defaultBranch: string
}

/** What to do with a repository that has no commit yet, in commands to paste. */
export function EmptyRepository({ url, defaultBranch }: EmptyRepositoryProps) {
  const lines = [
    'cd existing_folder',
    'git init',
    `git remote add origin ${url}`,
    'git add .',
    'git commit -m "Initial commit"',
  ]
  return (
    <section>
      <h2 className="mb-2 text-gl-h2">The repository for this project is empty</h2>
      <p className="mb-4">
        Push an existing folder, with your user name and password when git asks for them:
      </p>
      <pre
        // a block that scrolls must be reachable by keyboard
        // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
        tabIndex={0}
        className="overflow-x-auto rounded-lg border bg-gl-subtle p-4 font-mono text-sm"
      >
        {[...lines, `git push --set-upstream origin HEAD:${defaultBranch}`].join('\n')}
      </pre>
    </section>
  )
}

import localFont from 'next/font/local'

// GitLab Sans is based on Inter, GitLab Mono on JetBrains Mono; both SIL OFL 1.1, texts in public/licences.
export const sans = localFont({
  src: '../node_modules/@gitlab/fonts/gitlab-sans/GitLabSans.woff2',
  weight: '100 900',
  variable: '--font-gitlab-sans',
})

export const mono = localFont({
  src: '../node_modules/@gitlab/fonts/gitlab-mono/GitLabMono.woff2',
  weight: '100 800',
  variable: '--font-gitlab-mono',
  preload: false,
  adjustFontFallback: false,
})

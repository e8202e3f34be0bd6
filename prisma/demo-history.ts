import type { Commit } from '@/lib/storage/repositories'

const author = { name: 'Mai Tanaka', email: 'maintainer@latchkey.localhost' }

/** The commits of the demo project: small, but a real history to clone, fetch and look at. */
export function demoHistory(): Commit[] {
  return [
    {
      author,
      date: new Date('2026-03-02T09:12:00Z'),
      message: 'Initial commit',
      files: { 'README.md': '# awesome_project\n\nA small service that greets.\n', LICENSE: licence },
    },
    {
      author,
      date: new Date('2026-03-02T10:40:00Z'),
      message: 'Add the greeting server',
      files: { 'src/server.mjs': server, 'package.json': manifest },
    },
    {
      author,
      date: new Date('2026-03-05T15:03:00Z'),
      message: 'Describe how to run and deploy it',
      files: { 'README.md': readme, 'deploy/compose.yaml': compose },
    },
  ]
}

const readme = `# awesome_project

A small service that greets whoever asks.

## Run it

\`\`\`sh
npm start
curl http://localhost:8080/?name=tanuki
\`\`\`

## Deploy it

A server that only has to *read* this repository should not hold a person's password. Give it a **deploy token**:

1. Open **Settings > Repository** of this project and expand **Deploy tokens**.
2. Create one with the scope \`read_repository\`.
3. Clone with the line that is shown with its value.

| file | what it is |
|---|---|
| \`src/server.mjs\` | the service |
| \`deploy/compose.yaml\` | how it runs |
`

const server = `import { createServer } from 'node:http'

createServer((request, response) => {
  const name = new URL(request.url, 'http://localhost').searchParams.get('name') ?? 'world'
  response.end(\`Hello, \${name}!\\n\`)
}).listen(8080)
`

const manifest = `{
  "name": "awesome_project",
  "version": "1.0.0",
  "private": true,
  "type": "module",
  "scripts": { "start": "node src/server.mjs" }
}
`

const compose = `services:
  greeter:
    image: node:24-alpine
    command: npm start
    working_dir: /app
    volumes: ["..:/app:ro"]
    ports: ["8080:8080"]
`

const licence = `MIT License

Copyright (c) 2026 Mai Tanaka

Permission is hereby granted, free of charge, to any person obtaining a copy of this software to use, copy, modify
and distribute it, provided that this notice is kept. The software is provided "as is", without warranty of any kind.
`

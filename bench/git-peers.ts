import { createHash } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { gitEnvironment, gitOptions } from '@/lib/storage/git-settings'
import { git } from './git-client'
import { end, findProgram, launch, untilListening } from './peer-process'
import { freePort, makeFolder, type Resource, resource } from './workspace'

// git-http-backend behind the two web servers that git's own manual shows, told what the product tells its git.

export interface GitPeer extends Resource {
  name: string
  /** With the credentials in it, as our own has. */
  url: string
}

interface Site {
  /** A folder of the peer's own, for its configuration and what it writes. */
  folder: string
  /** Where the repositories are. */
  root: string
  port: number
  backend: string
  programs: Record<string, string>
}

const credentials = { username: 'bench', password: 'bench-only-password' }
const upWithinSeconds = 10
const cores = os.availableParallelism()

const peers = [
  { name: 'nginx + fcgiwrap', needs: ['nginx', 'fcgiwrap'], start: startNginx },
  { name: 'apache2 (event, mod_cgid)', needs: ['apache2'], start: startApache },
] as const

/** Starts every peer that is installed on the repositories of a folder, and says which programs the others lack. */
export async function startPeers(
  root: string,
  repository: string,
): Promise<{ started: GitPeer[]; missing: string[] }> {
  const backend = path.join(await git('--exec-path'), 'git-http-backend')
  const started: GitPeer[] = []
  const missing: string[] = []
  for (const { name, needs, start } of peers) {
    const lacking: string[] = needs.filter((program) => !findProgram(program))
    if (!fs.existsSync(backend)) lacking.push('git-http-backend')
    if (lacking.length > 0) {
      missing.push(`${name} was not measured: ${lacking.join(' and ')} not installed.`)
      continue
    }
    const programs = Object.fromEntries(needs.map((program) => [program, findProgram(program) ?? program]))
    const site = { folder: makeFolder('peer'), root, port: await freePort(), backend, programs }
    const opened = await start(site)
    await untilListening(site.port)
    const { username, password } = credentials
    started.push({
      ...opened,
      name,
      url: `http://${username}:${password}@127.0.0.1:${site.port}/${repository}`,
    })
  }
  return { started, missing }
}

async function startNginx(site: Site): Promise<Resource> {
  const { folder, programs } = site
  const socket = path.join(folder, 'fcgiwrap.socket')
  const configuration = path.join(folder, 'nginx.conf')
  fs.writeFileSync(configuration, nginxConfiguration(site, socket))
  const gateway = launch(programs.fcgiwrap, ['-c', String(cores), '-s', `unix:${socket}`])
  await untilThere(socket)
  const server = launch(programs.nginx, ['-p', folder, '-e', 'error.log', '-c', configuration])
  return resource(async () => {
    await end(server)
    await end(gateway)
  })
}

function nginxConfiguration({ folder, root, port, backend }: Site, socket: string): string {
  const parameters = {
    ...gitVariables(),
    SCRIPT_FILENAME: backend,
    GIT_PROJECT_ROOT: root,
    GIT_HTTP_EXPORT_ALL: '1',
  }
  const temporary = ['client_body', 'fastcgi', 'proxy', 'scgi', 'uwsgi']
  return `
daemon off;
worker_processes ${cores};
pid ${folder}/nginx.pid;
${process.getuid?.() === 0 ? 'user root root;' : ''}
events {}
http {
  access_log off;
  ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n  ')}
  server {
    listen 127.0.0.1:${port};
    client_max_body_size 0;
    location / {
      auth_basic "git";
      auth_basic_user_file ${passwordFile(folder)};
      fastcgi_pass unix:${socket};
      # the faster of both: buffered, a clone goes through a file
      fastcgi_buffering off;
      fastcgi_read_timeout 600s;
      fastcgi_param REQUEST_METHOD $request_method;
      fastcgi_param QUERY_STRING $query_string;
      fastcgi_param CONTENT_TYPE $content_type;
      fastcgi_param CONTENT_LENGTH $content_length;
      fastcgi_param PATH_INFO $uri;
      fastcgi_param REMOTE_USER $remote_user;
      fastcgi_param REMOTE_ADDR $remote_addr;
      fastcgi_param GIT_PROTOCOL $http_git_protocol;
      ${Object.entries(parameters)
        .map(([name, value]) => `fastcgi_param ${name} "${value}";`)
        .join('\n      ')}
    }
  }
}
`
}

async function startApache(site: Site): Promise<Resource> {
  const configuration = path.join(site.folder, 'apache2.conf')
  fs.writeFileSync(configuration, apacheConfiguration(site))
  // its workers are nobody when root starts it, and write a socket here
  fs.chmodSync(site.folder, 0o755)
  const server = launch(site.programs.apache2, ['-DFOREGROUND', '-d', site.folder, '-f', configuration])
  return resource(() => end(server))
}

function apacheConfiguration({ folder, root, port, backend, programs }: Site): string {
  const modules = path.resolve(path.dirname(programs.apache2 ?? ''), '../lib/apache2/modules')
  const names = ['mpm_event', 'cgid', 'alias', 'env', 'setenvif', 'authn_core', 'authn_file', 'auth_basic']
  const variables = { ...gitVariables(), GIT_PROJECT_ROOT: root, GIT_HTTP_EXPORT_ALL: '1' }
  return `
${[...names, 'authz_core', 'authz_user'].map((name) => `LoadModule ${name}_module ${modules}/mod_${name}.so`).join('\n')}
ServerName localhost
Listen 127.0.0.1:${port}
PidFile ${folder}/apache2.pid
DefaultRuntimeDir ${folder}
ErrorLog ${folder}/error.log
ScriptSock ${folder}/cgid.socket
${process.getuid?.() === 0 ? 'User #65534\nGroup #65534' : ''}
SetEnvIf Git-Protocol ".*" GIT_PROTOCOL=$0
${Object.entries(variables)
  .map(([name, value]) => `SetEnv ${name} "${value}"`)
  .join('\n')}
ScriptAlias / ${backend}/
<Location />
  AuthType Basic
  AuthName git
  AuthUserFile ${passwordFile(folder)}
  Require valid-user
</Location>
`
}

/** What the product gives its git on the command line and as environment, as environment alone. */
function gitVariables(): Record<string, string> {
  const settings = gitOptions(cores).filter((option) => option !== '-c')
  const pairs = settings.flatMap((setting, index) => {
    const [, name = '', value = ''] = /^([^=]*)=(.*)$/s.exec(setting) ?? []
    return [
      [`GIT_CONFIG_KEY_${index}`, name],
      [`GIT_CONFIG_VALUE_${index}`, value],
    ]
  })
  const fixed = gitEnvironment(process.env.PATH, undefined)
  return { ...fixed, GIT_CONFIG_COUNT: String(settings.length), ...Object.fromEntries(pairs) }
}

/** SHA-1: the one form that both servers read without work per request. */
function passwordFile(folder: string): string {
  const file = path.join(folder, 'passwords')
  const digest = createHash('sha1').update(credentials.password).digest('base64')
  fs.writeFileSync(file, `${credentials.username}:{SHA}${digest}\n`)
  fs.chmodSync(folder, 0o755)
  return file
}

async function untilThere(file: string): Promise<void> {
  const giveUpAt = performance.now() + upWithinSeconds * 1000
  while (!fs.existsSync(file)) {
    if (performance.now() > giveUpAt) throw new Error('fcgiwrap did not start.')
    await sleep(20)
  }
}

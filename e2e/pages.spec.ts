import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { passwordOf } from './support/accounts'
import { origin, signInAs } from './support/browser'
import { makeGroup, makeProject, unique } from './support/places'
import { settingsOf } from './support/raw-action'
import { test } from './support/raw-callers'
import { Terminal } from './support/shell'

test.describe('the dashboard', () => {
  test('lists what is mine, finds it by name and path in any case, and nothing of others', async ({
    page,
    context,
    callers,
  }) => {
    await signInAs(context, 'maintainer')
    const name = unique('Déploy Kit')
    const fullPath = await makeProject(context.request, { name })
    for (const search of [name.toUpperCase(), fullPath.split('/')[1] ?? '']) {
      await page.goto('/')
      const field = page.getByRole('main').getByLabel('Search groups and projects')
      await field.fill(search)
      await field.press('Enter')
      await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(1)
      await expect(page.getByRole('main').getByRole('link', { name })).toHaveAttribute('href', `/${fullPath}`)
    }
    for (const search of [callers.foreign.split('/')[1] ?? '', '%', "' OR 1=1 --", '\\', '('.repeat(255)]) {
      await page.goto(`/?search=${encodeURIComponent(search)}`)
      await expect(page.getByText('Nothing matches your search.')).toBeVisible()
    }
    for (const odd of [
      '?page=-1',
      '?page=1e9',
      '?page=x',
      '?page[]=2',
      '?search[]=a',
      '?search=a&search=b',
    ]) {
      const answer = await page.goto(`/${odd}`)
      expect(answer?.status(), odd).toBe(200)
    }
  })

  test('opens from the search in the top bar on every page', async ({ page, context }) => {
    await signInAs(context, 'maintainer')
    await page.goto('/tanuki')
    await page.getByLabel('Search projects and groups').fill('awesome')
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL('/?search=awesome')
    await expect(page.getByRole('link', { name: 'awesome_project' })).toBeVisible()
  })
})

test('a group shows its subgroups and projects, and its tree above it', async ({ page, context }) => {
  await signInAs(context, 'maintainer')
  const parent = await makeGroup(context.request)
  await page.goto(`/${parent}`)
  await expect(page.getByText('There are no subgroups or projects in this group yet.')).toBeVisible()
  const subgroup = await makeGroup(context.request, { parent, name: 'A subgroup' })
  const project = await makeProject(context.request, { parent, name: 'A project' })
  const hidden = await makeProject(context.request, { parent: subgroup, name: 'Deeper' })
  await page.reload()
  const list = page.getByRole('main').getByRole('listitem')
  await expect(list).toHaveCount(2)
  await expect(page.getByRole('link', { name: 'A subgroup' })).toHaveAttribute('href', `/${subgroup}`)
  await expect(page.getByRole('link', { name: 'A project' })).toHaveAttribute('href', `/${project}`)
  await page.getByRole('link', { name: 'A subgroup' }).click()
  await page.getByRole('link', { name: 'Deeper' }).click()
  await expect(page).toHaveURL(`/${hidden}`)
  const trail = page.getByRole('navigation', { name: 'Breadcrumbs' }).getByRole('link')
  await expect(trail).toHaveText([parent, 'A subgroup'])
})

test.describe('a project', () => {
  test('shows where to clone it, its files, and its README with what is harmless in it', async ({
    page,
    context,
  }) => {
    await signInAs(context, 'maintainer')
    const fullPath = await makeProject(context.request)
    await page.goto(`/${fullPath}`)
    await expect(page.getByText('The repository for this project is empty')).toBeVisible()
    await push(fullPath, {
      'README.md': hostileReadme,
      'docs/guide.md': '# Guide\n',
      'lib/<b>&.txt': 'one\n<script>pwned()</script>\n',
      'huge/README.md': `# Huge\n\n${'A line of text.\n\n'.repeat(40_000)}`,
      'binary.bin': '\0\x01\x02',
    })
    const ran: string[] = []
    await page.exposeFunction('pwned', () => ran.push('ran'))
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))

    await page.goto(`/${fullPath}`)
    await expect(page.getByRole('heading', { name: 'Hostile' })).toBeVisible()
    await expect(page.getByLabel(/clone/i).first()).toBeVisible()
    const readme = page.getByRole('region', { name: 'README.md' })
    await expect(readme).toContainText('<script>pwned()</script>')
    await expect(
      readme
        .locator('.prose-gl')
        .locator('script, iframe, img, svg, style, form, input:not([type=checkbox])'),
    ).toHaveCount(0)
    for (const link of await readme.locator('a[href]').all())
      expect(await link.getAttribute('href')).toMatch(/^(#|https?:|mailto:|\/)/)
    await expect(readme.getByText('script link', { exact: true })).not.toHaveAttribute('href')
    await readme.getByRole('link', { name: 'a neighbour' }).click()
    await expect(page.getByRole('heading', { name: 'Guide', exact: true })).toBeVisible()
    expect(page.url()).toBe(`${origin}/${fullPath}/-/blob/main/docs/guide.md`)

    await page.goto(`/${fullPath}/-/tree/main/lib`)
    await page.getByRole('link', { name: '<b>&.txt' }).click()
    await expect(page.getByText('<script>pwned()</script>')).toBeVisible()
    await page.goto(`/${fullPath}/-/tree/main/huge`)
    await expect(page.getByText('The rest is left out.')).toBeVisible()
    await page.goto(`/${fullPath}/-/blob/main/binary.bin`)
    await expect(page.getByRole('main')).not.toContainText('\u0001')
    expect(ran).toEqual([])
    expect(asked.filter((url) => !url.startsWith(origin))).toEqual([])
  })

  for (const at of [
    'tree/nowhere',
    'tree/main/nowhere',
    'blob/main/nowhere.txt',
    'blob/main/docs',
    'blob/main/../../../etc/passwd',
    'blob/main/..%2F..%2Fconfig',
    'blob/main/.git/config',
    'tree/--output=x',
    'tree/main%0Aevil',
    'tree/HEAD@%7B1%7D',
    'blob/:main',
    'raw/main/README.md',
  ]) {
    test(`has nothing at ${at}`, async ({ callers }) => {
      const answer = await callers.maintainer.get(`/tanuki/awesome_project/-/${at}`)
      expect(answer.status()).toBe(404)
    })
  }
})

test.describe('a new place', () => {
  const wrong: [what: string, path: string, message: RegExp][] = [
    ['a path with a space', 'a b', /^Path can contain only/],
    ['a path that ends like a repository', 'x.git', /^Path can contain only/],
    ['a path that begins with a hyphen', '-x', /^Path can contain only/],
    ['a path of 256 characters', 'x'.repeat(256), /^Path is too long/],
    ['no path', '', /^Path can't be blank/],
  ]
  const kinds = {
    group: {
      url: '/groups/new',
      name: 'Group name',
      path: 'Group URL',
      button: 'Create group',
      reserved: 'admin',
    },
    project: {
      url: '/projects/new',
      name: 'Project name',
      path: 'Project slug',
      button: 'Create project',
      reserved: 'blob',
    },
  }
  for (const kind of ['group', 'project'] as const) {
    test(`(a ${kind}) with a path that is malformed, reserved or taken says so, and keeps what was typed`, async ({
      page,
      context,
    }) => {
      const words = kinds[kind]
      await signInAs(context, 'maintainer')
      const parent = await makeGroup(context.request)
      const taken =
        kind === 'group' ? parent : ((await makeProject(context.request, { parent })).split('/')[1] ?? '')
      const url = kind === 'group' ? words.url : `${words.url}?parent=${parent}`
      await page.goto(url)
      const [name, path] = [page.getByLabel(words.name), page.getByLabel(words.path)]
      await page.getByRole('button', { name: words.button }).click()
      await expect(page.getByText("Name can't be blank")).toBeVisible()
      await expect(name).toBeFocused()
      await name.fill('Kept name')
      await expect(path).toHaveValue('kept-name')
      const cases = [
        ...wrong,
        ['a reserved path', words.reserved, /reserved/i],
        ['a taken path', taken, /taken/i],
        ['a taken path in another case', taken.toUpperCase(), /taken/i],
      ] as [string, string, RegExp][]
      for (const [what, value, message] of cases) {
        await path.fill(value)
        await page.getByRole('button', { name: words.button }).click()
        await expect(path, what).toHaveAccessibleDescription(message)
        await expect(page.getByText(message).first(), what).toBeVisible()
        await expect(name).toHaveValue('Kept name')
        await expect(path).toHaveValue(value)
      }
      const free = unique('free')
      await path.fill(free)
      await page.getByRole('button', { name: words.button }).click()
      await expect(page).toHaveURL(kind === 'group' ? `/${free}` : `/${parent}/${free}`)
    })
  }
})

test.describe('who sees what', () => {
  test('a developer sees no Settings, and finds none', async ({ page, context }) => {
    await signInAs(context, 'developer')
    for (const place of ['/tanuki/awesome_project', '/tanuki']) {
      await page.goto(place)
      await expect(page.getByRole('navigation', { name: /navigation$/ })).toBeVisible()
      await expect(page.getByRole('navigation').getByText('Settings')).toHaveCount(0)
      await expect(page.getByRole('link', { name: 'New subgroup' })).toHaveCount(0)
    }
    for (const address of [settingsOf('tanuki/awesome_project'), settingsOf('tanuki', 'group')]) {
      expect((await page.goto(address))?.status()).toBe(404)
      await expect(page.getByRole('heading', { name: 'Page not found' })).toBeVisible()
    }
  })

  test('an outsider sees of a private place what there is of a missing one', async ({ callers }) => {
    const [group = '', project = ''] = callers.foreign.split('/')
    const pages = (top: string, inner: string) => [
      `/${top}`,
      `/groups/${top}`,
      `/${top}/${inner}`,
      `/${top}/${inner}/-/tree/main`,
      `/${top}/${inner}/-/blob/main/README.md`,
      settingsOf(`${top}/${inner}`),
      settingsOf(top, 'group'),
      `/groups/new?parent=${top}`,
      `/projects/new?parent=${top}`,
    ]
    // the scripts of two answers of one page differ in how their parts are numbered
    const absent = [unique('group'), unique('project')] as const
    const missing = pages(...absent)
    for (const [index, address] of pages(group, project).entries()) {
      const there = await callers.developer.get(address)
      const not = await callers.developer.get(missing[index] ?? '')
      expect(there.status(), address).toBe(not.status())
      const plain = (text: string, words: string[]) =>
        words.reduce(
          (left, word) => left.replaceAll(word, ''),
          text.replace(/<script.*?<\/script>/gs, '').replace(/nonce="[^"]*"/g, ''),
        )
      expect(plain(await there.text(), [group, project])).toBe(plain(await not.text(), [...absent]))
    }
  })

  for (const [asked, canonical] of Object.entries({
    '/Tanuki': '/tanuki',
    '/TANUKI/Awesome_Project': '/tanuki/awesome_project',
    '/groups/Tanuki': '/tanuki',
    '/groups/Tanuki/-/settings/repository': '/groups/tanuki/-/settings/repository',
    '/Tanuki/awesome_PROJECT/-/settings/repository': '/tanuki/awesome_project/-/settings/repository',
    '/Tanuki/awesome_project/-/tree/main': '/tanuki/awesome_project/-/tree/main',
    '/Tanuki/awesome_project/-/blob/main/README.md': '/tanuki/awesome_project/-/blob/main/README.md',
    '/tanuki/awesome_project/': '/tanuki/awesome_project',
  })) {
    test(`${asked} leads to ${canonical}`, async ({ callers }) => {
      const answer = await callers.maintainer.get(asked)
      expect(answer.status()).toBe(200)
      expect(answer.url()).toBe(origin + canonical)
    })
  }
})

test.describe('for everybody', () => {
  const addresses: Record<string, (places: { project: string; group: string }) => string> = {
    'the dashboard': () => '/',
    'a search without a match': () => '/?search=nothing-like-it',
    'a group': () => '/tanuki',
    'a project': () => '/tanuki/awesome_project',
    'a directory': () => '/tanuki/awesome_project/-/tree/main',
    'a file': () => '/tanuki/awesome_project/-/blob/main/README.md',
    'an empty project': ({ project }) => `/${project}`,
    'a new group': () => '/groups/new',
    'a new project': () => '/projects/new',
    'repository settings': ({ project }) => `${settingsOf(project)}#js-deploy-tokens`,
    "a group's repository settings": ({ group }) => `${settingsOf(group, 'group')}#js-deploy-tokens`,
    'a page that is not there': () => '/nowhere',
  }
  for (const [name, addressOf] of Object.entries(addresses)) {
    test(`${name} has no barrier in light and dark, on a phone and a desktop`, async ({
      page,
      context,
      callers,
    }) => {
      await signInAs(context, 'maintainer')
      await page.goto(addressOf(callers))
      await expectNoBarrier(page)
    })
  }

  test('the sign-in page has none either, nor with its errors', async ({ page }) => {
    await page.goto('/users/sign_in')
    await expectNoBarrier(page)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page.getByText('Enter your password.')).toBeVisible()
    await expectNoBarrier(page)
  })

  test('nor the form, the notice of a new token, the list, and the question before Revoke', async ({
    page,
    context,
  }) => {
    await signInAs(context, 'maintainer')
    const fullPath = await makeProject(context.request)
    await page.goto(`${settingsOf(fullPath)}#js-deploy-tokens`)
    const section = page.getByTestId('deploy-tokens-settings-content')
    await expect(section).toHaveAttribute('data-ready', 'true')
    await section.getByRole('button', { name: 'Add token' }).click()
    await section.getByRole('button', { name: 'Create deploy token' }).click()
    await expect(section.getByText("Scopes can't be blank")).toBeVisible()
    await expectNoBarrier(page)
    const name = `${unique('seen')} ${'long'.repeat(40)}`
    await section.getByLabel('Name', { exact: true }).fill(name)
    for (const scope of await section.getByRole('checkbox').all()) await scope.check()
    await section.getByRole('button', { name: 'Create deploy token' }).click()
    await expect(section.getByText('Your new project deploy token has been created.')).toBeVisible()
    await expectNoBarrier(page)
    await section.getByRole('button', { name: `Revoke ${name}` }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await expectNoBarrier(page)
  })
})

const hostileReadme = `# Hostile

<script>pwned()</script> <img src=x onerror=pwned()> <iframe src="javascript:pwned()"></iframe>
<style>body{display:none}</style><form action="https://evil.example"><input name=a></form>

[script link](javascript:pwned()) [data](data:text/html,<script>pwned()</script>) [vb](vbscript:x)
[spaced](java
script:pwned()) [encoded](javascript&colon;pwned()) [protocol](//evil.example/x) [file](file:///etc/passwd)
[upper](JAVASCRIPT:pwned()) [other page](/users/sign_in) [a neighbour](./docs/guide.md)

![picture](https://evil.example/track.png) ![pixel](data:image/svg+xml,<svg/onload=pwned()>)

| a | b |
|---|---|
| <b>x</b> | "onmouseover=pwned()" |

- [ ] task
`

/** Pushes one commit with these files, as the maintainer. */
async function push(fullPath: string, files: Record<string, string>): Promise<void> {
  const terminal = await Terminal.open()
  try {
    const user = `maintainer:${encodeURIComponent(passwordOf('maintainer'))}`
    const url = `${origin.replace('//', `//${user}@`)}/${fullPath}.git`
    const writing = Object.entries(files).map(([name, text]) => {
      const encoded = Buffer.from(text.length < 50_000 ? text : '').toString('base64')
      const content =
        text.length < 50_000
          ? `echo '${encoded}' | base64 -d`
          : `{ printf '# Huge\\n\\n'; yes 'A line of text.' | head -n 60000 | sed G; }`
      return `mkdir -p "$(dirname '${name}')" && ${content} > '${name}'`
    })
    const steps = [
      'git init -q -b main',
      ...writing,
      'git add .',
      'git commit -q -m Files',
      `git push -q '${url}' main`,
    ]
    expect(await terminal.run(steps.join(' && '))).toMatchObject({ code: 0 })
  } finally {
    await terminal.close()
  }
}

/** No rule of axe is broken, in both themes and both widths, and no phone has to scroll sideways. */
async function expectNoBarrier(page: Page): Promise<void> {
  for (const [width, height] of [
    [390, 844],
    [1280, 800],
  ] as const) {
    await page.setViewportSize({ width, height })
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      // colours that are still on their way are nobody's
      await page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished)))
      const { violations } = await new AxeBuilder({ page }).analyze()
      const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
      expect(told, `${colorScheme}, ${width} pixels`).toEqual([])
    }
    const excess = () => document.documentElement.scrollWidth - document.documentElement.clientWidth
    expect(await page.evaluate(excess), `${width} pixels`).toBeLessThanOrEqual(0)
  }
}

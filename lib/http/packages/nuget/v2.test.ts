import { XMLParser } from 'fast-xml-parser'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  type MadeToken,
  makeGroup,
  makeProject,
  makeToken,
  sql,
  statementsOf,
  unique,
} from '@/e2e/support/fixtures'
import { ask, basic } from '@/e2e/support/machine-request'
import { nupkgOf, packageForm } from '@/e2e/support/nuget-archive'
import type { Project } from '@/lib/domain/project'
import { env } from '@/lib/env'

let project: Project
let publisher: MadeToken

beforeAll(async () => {
  project = await makeProject(await makeGroup())
  publisher = await makeToken(project, { scopes: ['write_package_registry'] })
})

const pathOf = (rest: string) => `/api/v4/projects/${project.id}/packages/nuget${rest}`

async function publish(id: string, version: string, more = ''): Promise<void> {
  const boundary = 'a-boundary'
  const { status } = await ask(pathOf('/v2'), {
    method: 'PUT',
    headers: [
      ['X-NuGet-ApiKey', publisher.secret],
      ['Content-Type', `multipart/form-data; boundary=${boundary}`],
    ],
    body: packageForm(nupkgOf({ id, version, more }), boundary),
  })
  expect(status).toBe(201)
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  isArray: (name) => name === 'entry',
})

async function read(path: string) {
  const { status, headers, body } = await ask(pathOf(path), { headers: [basic(publisher.credentials)] })
  return { status, type: headers['content-type'], xml: status === 200 ? parser.parse(body) : undefined }
}

/** What a feed has, page by page. */
async function list(path: string): Promise<string[]> {
  const { status, xml } = await read(path)
  expect(status).toBe(200)
  const { entry = [], link } = xml.feed
  const names = entry.map(
    (one: { title: { '#text': string }; 'm:properties': Record<string, string> }) =>
      `${one.title['#text']} ${one['m:properties']['d:Version']}`,
  )
  if (!link) return names
  return [...names, ...(await list(link['@href'].slice(`${env.url}${pathOf('')}`.length)))]
}

const search = (text: string) =>
  encodeURIComponent(
    `(((Id ne null) and substringof('${text}',tolower(Id))) or ((Description ne null) and substringof('${text}',tolower(Description)))) or ((Tags ne null) and substringof(' ${text} ',tolower(Tags)))`,
  )

test('the feed tells what to ask for, and of which types it is', async () => {
  const { type, xml } = await read('/v2')
  expect(type).toBe('application/xml; charset=utf-8')
  expect(xml.service['@xml:base']).toBe(`${env.url}${pathOf('/v2')}`)
  expect(xml.service.workspace.collection['@href']).toBe('Packages')
  const [types] = (await read('/v2/$metadata')).xml['edmx:Edmx']['edmx:DataServices'].Schema
  const told = types.EntityType.Property.map(
    (one: Record<string, string>) => `${one['@Name']} ${one['@Type']}`,
  )
  expect(told).toContain('IsLatestVersion Edm.Boolean')
})

test('an entry says what the .nuspec does, whatever is in it, and where the package is', async () => {
  const id = unique('Some')
  const more = `<tags>a &lt;b&gt; &amp; "c"</tags><dependencies><group targetFramework="net45">
    <dependency id="Base" version="[1.0,2.0)" /></group><group><dependency id="Other" version="1.0" /></group></dependencies>`
  await publish(id, '1.0', more)
  for (const version of ['1.0', '1.0.0', '1.0.0.0']) {
    const { entry } = (await read(`/v2/Packages(Id=%27${id}%27,Version='${version}')`)).xml
    expect(entry[0].content['@src']).toBe(
      `${env.url}${pathOf('')}/download/${id.toLowerCase()}/1.0.0/${id.toLowerCase()}.1.0.0.nupkg`,
    )
    expect(entry[0]['m:properties']).toMatchObject({
      'd:Id': id,
      'd:Tags': 'a <b> & "c"',
      'd:Dependencies': 'Base:[1.0,2.0):net45|Other:1.0:',
      'd:IconUrl': { '@m:null': 'true' },
      'd:IsLatestVersion': { '@m:type': 'Edm.Boolean', '#text': 'true' },
    })
  }
})

test('versions are found by id, all or the last, whatever its letter case', async () => {
  const id = unique('Some')
  for (const version of ['1.0.0', '1.10.0', '1.9.0', '2.0.0-rc.1']) await publish(id, version)
  const find = (query: string) =>
    list(`/v2/FindPackagesById()?id='${id.toUpperCase()}'${query}`).then((all) =>
      all.map((one) => one.split(' ')[1]),
    )
  expect(await find('')).toEqual(['1.0.0', '1.9.0', '1.10.0', '2.0.0-rc.1'])
  expect(await find('&$filter=IsLatestVersion&$orderby=Version%20desc&$top=1')).toEqual(['1.10.0'])
  expect(await find('&$filter=IsAbsoluteLatestVersion')).toEqual(['2.0.0-rc.1'])
  expect(await find('&$orderby=Version%20desc&$skip=1&$top=2')).toEqual(['1.10.0', '1.9.0'])
  const filter = encodeURIComponent(`(tolower(Id) eq '${id.toLowerCase()}') and IsLatestVersion`)
  expect(await list(`/v2/Packages()?$filter=${filter}`)).toEqual([`${id} 1.10.0`])
  expect(await list("/v2/FindPackagesById()?id='Missing'")).toEqual([])
  expect((await read("/v2/Packages(Id='Missing',Version='1.0')")).status).toBe(404)
})

test('a search finds every version, or of each package the last', async () => {
  const word = unique('word')
  for (const name of ['A', 'B'])
    for (const version of ['1.0.0', '1.1.0-rc']) await publish(`${word}.${name}`, version)
  await publish(`${word}.C`, '1.0.0-rc')
  const all = [
    `${word}.A 1.0.0`,
    `${word}.A 1.1.0-rc`,
    `${word}.B 1.0.0`,
    `${word}.B 1.1.0-rc`,
    `${word}.C 1.0.0-rc`,
  ]
  const latest = (of: string) => `/v2/Packages()?$filter=(${search(word)})%20and%20${of}&$orderby=Id`
  expect(await list(`/v2/Packages()?$filter=${search(word)}`)).toEqual(all)
  expect(await list(latest('IsLatestVersion'))).toEqual([all[0], all[2]])
  expect(await list(latest('IsAbsoluteLatestVersion&$skip=0&$top=30'))).toEqual([all[1], all[3], all[4]])
  expect(await list('/v2/Packages')).toEqual(expect.arrayContaining(all))
})

test('ten thousand versions come page by page, with as many queries as one', async () => {
  const id = unique('Some')
  await publish(id, '0.0.1')
  const count = async (path: string) => (await statementsOf(() => read(path))).length
  const paths = [`/v2/FindPackagesById()?id='${id}'`, `/v2/Packages()?$filter=${search(id.toLowerCase())}`]
  const before: number[] = []
  for (const path of paths) before.push(await count(path))
  await sql`
    INSERT INTO package_versions (package_id, version, version_key, metadata, publisher_name, updated_at)
    SELECT v.package_id, '1.0.' || i, '1.0.' || i, v.metadata, '', now()
    FROM package_versions v JOIN packages k ON k.id = v.package_id, generate_series(1, 9999) i
    WHERE k.name = ${id}`
  for (const [i, path] of paths.entries()) {
    expect(await count(path)).toBeLessThanOrEqual(before[i] ?? 0)
    const { feed } = (await read(path)).xml
    expect(feed.entry).toHaveLength(100)
    expect(feed.link['@rel']).toBe('next')
    const { '@href': next } = (await read(`${path}&elsewhere=${publisher.secret}`)).xml.feed.link
    expect(next).toContain('skip=100')
    expect(next).not.toContain(publisher.secret)
    expect(await list(`${path}&$skip=9850`)).toHaveLength(150)
    expect(await list(`${path}&$top=250`)).toHaveLength(250)
  }
})

describe('what the feed does not know is refused', () => {
  test.each([
    ['/v2/FindPackagesById()', 400],
    ['/v2/FindPackagesById()?id=Some', 400],
    ["/v2/FindPackagesById()?id='..%2Fa'", 400],
    ["/v2/FindPackagesById()?id='a'&$filter=true", 400],
    ["/v2/FindPackagesById()?id='a'&$filter=tolower(Id)%20eq%20'b'", 400],
    ["/v2/Packages()?$filter=Id%20eq%20'a'%20or%20true", 400],
    ["/v2/Packages()?$filter=tolower(Id)%20eq%20'a%00'", 400],
    ['/v2/Packages()?$orderby=DownloadCount', 400],
    ['/v2/Packages()?$orderby=Version', 400],
    ["/v2/Packages(Id='a',Version='x')", 400],
    ["/v2/Packages(Id='<a>',Version='1.0')", 400],
    ["/v2/Packages(Id='a')", 404],
    ['/v2/Search()', 404],
    ['/v2/$batch', 404],
  ])('%s is %i', async (path, status) => {
    expect((await read(path)).status).toBe(status)
  })

  test.each(['$skip=-1', '$skip=1e400', '$top=x', '$top=-5', '$top=0', '$expand=a', '$skip=1&$skip=2'])(
    '%s does no harm',
    async (query) => {
      expect((await read(`/v2/Packages()?${query}`)).status).toBe(200)
    },
  )
})

test('nobody is told of what a private project has', async () => {
  for (const path of ["/v2/FindPackagesById()?id='a'", '/v2/Packages', "/v2/Packages(Id='a',Version='1.0')"])
    expect([path, (await ask(pathOf(path))).status]).toEqual([path, 401])
})

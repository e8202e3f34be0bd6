import { expect, test } from 'vitest'
import { readNugetFilter, readNugetLiteral } from './nuget-filter'

const search = (text: string) =>
  `(((Id ne null) and substringof('${text}',tolower(Id))) or ((Description ne null) and substringof('${text}',tolower(Description)))) or ((Tags ne null) and substringof(' ${text} ',tolower(Tags)))`

test.each([
  ['', {}],
  ['IsLatestVersion', { latest: 'release' }],
  ['IsAbsoluteLatestVersion', { latest: 'any' }],
  ["tolower(Id) eq 'my.lib'", { id: 'my.lib' }],
  ["(tolower(Id) eq 'my.lib') and IsLatestVersion", { id: 'my.lib', latest: 'release' }],
  [search('my'), { text: 'my' }],
  [search("it''s"), { text: "it's" }],
  [`(${search('my')}) and IsAbsoluteLatestVersion`, { text: 'my', latest: 'any' }],
])('%s is read', (filter, read) => {
  expect(readNugetFilter(filter)).toEqual(read)
})

test.each([
  "Id eq 'a' or true",
  "tolower(Id) eq 'a' or 1 eq 1",
  "tolower(Id) eq 'a",
  "tolower(Id) eq 'a'b'",
  "tolower(Id) eq 'a'; DROP TABLE packages",
  search('a').replace("'a'", "'b'"),
  'IsLatestVersion and IsLatestVersion',
  `${'('.repeat(100_000)}IsLatestVersion`,
  `tolower(Id) eq '${"''".repeat(100_000)}`,
])('%.60s is refused', (filter) => {
  expect(() => readNugetFilter(filter)).toThrow(expect.objectContaining({ code: 'invalid' }))
})

test('a text stands in single quotes, and its own are double', () => {
  expect(readNugetLiteral("'It''s'")).toBe("It's")
  for (const written of ['', "'", 'a', "'a", "a'", "'a'b'"])
    expect(() => readNugetLiteral(written)).toThrow(expect.objectContaining({ code: 'invalid' }))
})

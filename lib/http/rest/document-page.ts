import { createHash } from 'node:crypto'
import { z } from '@hono/zod-openapi'
import { html, raw } from 'hono/html'
import { css } from './document-page-style'

type Html = ReturnType<typeof html>

/** As much of OpenAPI's schema of a value as a reader is told. */
interface Schema {
  $ref?: string
  type?: string | string[]
  format?: string
  enum?: unknown[]
  const?: unknown
  items?: Schema
  anyOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  description?: string
  default?: unknown
}

const schema: z.ZodType<Schema> = z.lazy(() =>
  z.object({
    $ref: z.string().optional(),
    type: z.union([z.string(), z.array(z.string())]).optional(),
    format: z.string().optional(),
    enum: z.array(z.unknown()).optional(),
    const: z.unknown().optional(),
    items: schema.optional(),
    anyOf: z.array(schema).optional(),
    properties: z.record(z.string(), schema).optional(),
    required: z.array(z.string()).optional(),
    description: z.string().optional(),
    default: z.unknown().optional(),
  }),
)
const content = z.record(z.string(), z.object({ schema: schema.optional() })).optional()
const operation = z.object({
  summary: z.string(),
  description: z.string().optional(),
  tags: z.array(z.string()).default([]),
  parameters: z
    .array(
      z.object({
        name: z.string(),
        in: z.string(),
        required: z.boolean().optional(),
        description: z.string().optional(),
        schema,
      }),
    )
    .default([]),
  requestBody: z.object({ required: z.boolean().optional(), content }).optional(),
  responses: z.record(z.string(), z.object({ description: z.string(), content })),
})
const document = z.object({
  info: z.object({ title: z.string(), version: z.string(), description: z.string() }),
  servers: z.array(z.object({ url: z.string() })),
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.object({ schemas: z.record(z.string(), schema) }),
})
type Operation = z.output<typeof operation> & { method: string; path: string; tag: string }

/** A page of its own, without scripts, that takes nothing from anywhere; its one style is named by its hash. */
export const documentPageHeaders = {
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(css).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'Referrer-Policy': 'same-origin',
}

/** The document of this API as a page for people: its routes by subject, and the things that they speak of. */
export function documentPage(described: unknown): Html {
  const { info, servers, paths, components } = document.parse(described)
  const operations = operationsOf(paths)
  const names = [...new Set(operations.map(({ tag }) => tag))].sort()
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>REST API · ${info.title}</title>
        <style>${raw(css)}</style>
      </head>
      <body>
        <header><a href="/">${info.title}</a></header>
        <main>
          <h1>REST API ${info.version}</h1>
          <p>${info.description} Every path is below <code>${servers[0]?.url ?? ''}</code>.</p>
          <p>
            Send a personal access token in the header <code>PRIVATE-TOKEN</code>, or as
            <code>Authorization: Bearer</code>. For machines: <a href="openapi.json">openapi.json</a>.
          </p>
          <nav aria-label="Subjects">
            <ul>
              ${names.map((name) => html`<li><a href="#${name}">${wordsOf(name)}</a></li>`)}
              <li><a href="#schemas">Schemas</a></li>
            </ul>
          </nav>
          ${names.map(
            (name) => html`<section aria-labelledby="${name}">
              <h2 id="${name}">${wordsOf(name)}</h2>
              ${operations.filter(({ tag }) => tag === name).map(describe)}
            </section>`,
          )}
          <section aria-labelledby="schemas">
            <h2 id="schemas">Schemas</h2>
            ${Object.entries(components.schemas).map(
              ([name, shape]) =>
                html`<h3 id="schema-${name}">${name}</h3>${propertiesOf(shape, `Fields of ${name}`)}`,
            )}
          </section>
        </main>
      </body>
    </html>`
}

function operationsOf(paths: z.output<typeof document>['paths']): Operation[] {
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, one]) => ({
      ...one,
      method: method.toUpperCase(),
      path,
      tag: one.tags[0] ?? 'instance',
    })),
  )
}

function describe({
  method,
  path,
  summary,
  description,
  parameters,
  requestBody,
  responses,
}: Operation): Html {
  const asked = `${method} ${path}`
  const body = requestBody?.content?.['application/json']?.schema
  return html`<article>
    <h3><span class="method">${method}</span> <code>${path}</code></h3>
    <p>${summary}. ${description ?? ''}</p>
    ${parameters.length > 0 ? parametersTable(asked, parameters) : ''}
    ${
      body
        ? html`<h4>Body${requestBody?.required ? '' : ', optional'}</h4>
          ${body.properties ? propertiesOf(body, `Body of ${asked}`) : html`<p>${wordOf(body)}</p>`}`
        : ''
    }
    <h4>Answers</h4>
    <ul>
      ${Object.entries(responses).map(([status, answer]) => {
        const shape = answer.content?.['application/json']?.schema
        return html`<li><code>${status}</code> ${answer.description}${shape ? html`: ${wordOf(shape)}` : ''}</li>`
      })}
    </ul>
  </article>`
}

function parametersTable(asked: string, parameters: Operation['parameters']): Html {
  return html`<h4>Parameters</h4>
    ${table(
      `Parameters of ${asked}`,
      parameters.map(({ name, in: place, required, description, schema }) => ({
        name,
        type: wordOf(schema),
        notes: [
          place === 'path' ? 'in the path' : 'in the query',
          required ? 'required' : '',
          schema.default === undefined || schema.default === '' ? '' : `default ${String(schema.default)}`,
          description ?? schema.description ?? '',
        ],
      })),
    )}`
}

function propertiesOf({ properties, required = [], ...rest }: Schema, caption: string): Html {
  if (!properties) return html`<p>${wordOf(rest)}</p>`
  return table(
    caption,
    Object.entries(properties).map(([name, shape]) => ({
      name,
      type: wordOf(shape),
      notes: [required.includes(name) ? 'required' : '', shape.description ?? ''],
    })),
  )
}

function table(caption: string, rows: { name: string; type: Html | string; notes: string[] }[]): Html {
  return html`<div class="wide" role="region" aria-label="${caption}" tabindex="0">
    <table>
      <thead>
        <tr><th scope="col">Name</th><th scope="col">Type</th><th scope="col">Notes</th></tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ name, type, notes }) => html`<tr>
            <th scope="row"><code>${name}</code></th>
            <td>${type}</td>
            <td>${notes.filter(Boolean).join('; ')}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}

/** What kind of value it is, in a few words; what has a name of its own is a link to it. */
function wordOf(shape: Schema): Html | string {
  const { $ref, type, format, items, anyOf } = shape
  const name = $ref?.split('/').at(-1)
  if (name) return html`<a href="#schema-${name}">${name}</a>`
  if (shape.enum) return shape.enum.map(String).join(', ')
  if (shape.const !== undefined) return String(shape.const)
  if (items) return html`list of ${wordOf(items)}`
  if (anyOf) return html`${anyOf.map((one, i) => html`${i > 0 ? ' or ' : ''}${wordOf(one)}`)}`
  const kinds = [type ?? 'any'].flat().join(' or ')
  return format ? `${kinds} (${format})` : kinds
}

/** `deploy_tokens` is "Deploy tokens". */
function wordsOf(tag: string): string {
  const words = tag.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

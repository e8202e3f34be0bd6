import { Hono } from 'hono'
import { z } from 'zod'
import { DomainError } from '@/lib/domain/error'
import { helmChannel, helmFile, helmFileName, helmIndex } from '@/lib/domain/packages/helm'
import { targetOf } from '@/lib/http/door'
import { findFileByName } from '@/lib/services/packages/find-file-by-name'
import { listAllVersions } from '@/lib/services/packages/list-all-versions'
import { publishHelmChart } from '@/lib/services/packages/publish-helm-chart'
import type { PackageFormat } from './format'
import type { PackageDoor } from './package-door'
import { parse } from './parse'
import { projectOf } from './project-of'
import { receiveForm } from './receive-form'
import { sendFile } from './send-file'

const channelAddress = z.object({ channel: helmChannel })
const fileAddress = channelAddress.extend({ file: helmFile })

/** Charts in channels: https://docs.gitlab.com/api/packages/helm/ */
const project = new Hono<PackageDoor>()

project.get('/:channel/index.yaml', async (c) => {
  const { channel } = parse(channelAddress, c.req.param())
  const versions = await listAllVersions(c.get('client'), c.get('place'), 'helm')
  const contextPath = targetOf(c).pathname.split('/').slice(0, -2).join('/')
  const index = helmIndex(versions, { channel, contextPath, now: new Date() })
  return c.body(index, 200, { 'Content-Type': 'text/yaml; charset=utf-8' })
})

project.get('/:channel/charts/:file', async (c) => {
  const { channel, file } = parse(fileAddress, c.req.param())
  const name = helmFileName(channel, file)
  return sendFile(c, await findFileByName(c.get('client'), c.get('place'), 'helm', name))
})

project.post('/api/:channel/charts', async (c) => {
  const { channel } = parse(channelAddress, c.req.param())
  await receiveForm(c, ({ part, draft }) => {
    if (part !== 'chart') throw new DomainError('invalid', 'chart is missing')
    return publishHelmChart(c.get('client'), projectOf(c), channel, draft)
  })
  return c.json({ message: '201 Created' }, 201)
})

export const helm: PackageFormat = { word: 'helm', project }

import { Hono } from 'hono'
import { checkReadiness } from '@/lib/services/health/check-readiness'
import type { Door } from './door'
import { isStopping } from './lifecycle'

export const healthPaths = ['/-/health', '/-/liveness', '/-/readiness'] as const
const [healthPath, livenessPath, readinessPath] = healthPaths

/** GitLab's three probes and their bodies: https://docs.gitlab.com/administration/monitoring/health_check/ */
export const health = new Hono<Door>()

health.use(async (c, next) => {
  c.header('Cache-Control', 'no-store')
  await next()
})

/** The process answers; asks nothing of anybody else. */
health.get(healthPath, (c) => {
  c.set('route', healthPath)
  return c.text('Latchkey OK')
})

health.get(livenessPath, (c) => {
  c.set('route', livenessPath)
  return c.json({ status: 'ok' })
})

/** Whether to send requests here. What is wrong, if anything, stands in the log alone. */
health.get(readinessPath, async (c) => {
  c.set('route', readinessPath)
  const isReady = !isStopping() && (await checkReadiness())
  const status = isReady ? 'ok' : 'failed'
  return c.json({ status, master_check: [{ status }] }, isReady ? 200 : 503)
})

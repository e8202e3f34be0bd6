import { Hono } from 'hono'
import type { Door } from '@/lib/http/door'

export const discoveryPath = '/.well-known/terraform.json'

/** Where Terraform finds modules on this host: https://developer.hashicorp.com/terraform/internals/remote-service-discovery */
export const discovery = new Hono<Door>()

discovery.get(discoveryPath, (c) => {
  c.set('route', discoveryPath)
  return c.json({ 'modules.v1': '/api/v4/packages/terraform/modules/v1/' })
})

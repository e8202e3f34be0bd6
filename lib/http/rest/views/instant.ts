import { z } from '@hono/zod-openapi'

/** An instant in UTC with milliseconds, as GitLab writes them: `2021-01-01T00:00:00.000Z`. */
export const instant = z.string().openapi({ format: 'date-time', example: '2021-01-01T00:00:00.000Z' })

import { blockSecondsMax, failuresPerHourMax, type Limit } from '@/lib/domain/throttle'
import { database } from './client'

interface BlockRow {
  retryAfterSeconds: number
}

/** Seconds until none of these keys is blocked any more; 0 when none is. One indexed read. */
export async function blockedSeconds(keys: string[]): Promise<number> {
  const [row] = await database().$queryRaw<BlockRow[]>`
    SELECT coalesce(ceil(extract(epoch FROM max(blocked_until) - now())), 0)::int AS "retryAfterSeconds"
    FROM failed_authentications WHERE key = ANY (${keys}) AND blocked_until > now()`
  return row?.retryAfterSeconds ?? 0
}

/**
 * Counts one failure under `key`, in every process at once, and blocks the key when it passes the limit.
 * Gives the seconds it is blocked for from now on, 0 while it is not. One statement.
 */
export async function recordFailure(key: string, limit: Limit): Promise<number> {
  const [row] = await database().$queryRaw<BlockRow[]>`
    INSERT INTO failed_authentications AS f (key, window_started_at, window_failures, hour_started_at, hour_failures)
    VALUES (${key}, now(), 1, now(), 1)
    ON CONFLICT (key) DO UPDATE SET (window_started_at, window_failures, hour_started_at, hour_failures, strikes, blocked_until) = (
      SELECT
        CASE WHEN c.over THEN now() ELSE c.window_started_at END,
        CASE WHEN c.over THEN 0 ELSE c.window_failures END,
        c.hour_started_at, c.hour_failures,
        CASE WHEN c.over THEN f.strikes + 1 WHEN c.new_hour THEN 0 ELSE f.strikes END,
        CASE WHEN c.hour_failures > ${failuresPerHourMax} THEN now() + make_interval(secs => ${blockSecondsMax})
             WHEN c.over THEN now() + make_interval(secs => least(${limit.blockSeconds} * 2 ^ least(f.strikes, 12), ${blockSecondsMax}))
             ELSE f.blocked_until END
      FROM (
        SELECT w.*, w.window_failures > ${limit.failuresMax} AS over FROM (
          SELECT
            CASE WHEN f.window_started_at < now() - make_interval(secs => ${limit.windowSeconds}) THEN now() ELSE f.window_started_at END AS window_started_at,
            CASE WHEN f.window_started_at < now() - make_interval(secs => ${limit.windowSeconds}) THEN 1 ELSE f.window_failures + 1 END AS window_failures,
            f.hour_started_at < now() - interval '1 hour' AS new_hour,
            CASE WHEN f.hour_started_at < now() - interval '1 hour' THEN now() ELSE f.hour_started_at END AS hour_started_at,
            CASE WHEN f.hour_started_at < now() - interval '1 hour' THEN 1 ELSE f.hour_failures + 1 END AS hour_failures
        ) w
      ) c
    )
    RETURNING greatest(coalesce(ceil(extract(epoch FROM blocked_until - now())), 0), 0)::int AS "retryAfterSeconds"`
  return row?.retryAfterSeconds ?? 0
}

/** Forgets keys that have been quiet for a day. */
export async function forgetOldFailures(): Promise<void> {
  await database()
    .$executeRaw`DELETE FROM failed_authentications WHERE window_started_at < now() - interval '1 day'`
}

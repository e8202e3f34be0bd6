import { findInstanceSettings } from '@/lib/data/settings'
import { readAgainAfter } from '@/lib/storage/intervals'

const freshMilliseconds = 1000

/** What is set for the whole instance, as it was at most a second ago: for whoever asks with every request. */
export const recentSettings = readAgainAfter(freshMilliseconds, () => findInstanceSettings())

import type { Scenario } from '../Scenario.js'
import { earlyCompletedAt } from './earlyCompletedAt.js'
import { endingAs } from './endingAs.js'
import { error } from './error.js'
import { fail } from './fail.js'
import { lateUrl } from './lateUrl.js'
import { refuse } from './refuse.js'
import { stepwise } from './stepwise.js'
import { stuck } from './stuck.js'
import { stuckAtHundred } from './stuckAtHundred.js'
import { stuckAtZero } from './stuckAtZero.js'
import { succeed } from './succeed.js'

/** How a task goes from its create to its end. */
export const flows = {
  succeed: { about: 'queue, progress, video: as most tasks go', scenario: succeed },
  instant: {
    about: 'is completed at once',
    scenario: { stateAt: () => ({ status: 'completed', endedAfter: 0 }) },
  },
  fail: { about: 'fails half way, refused by moderation', scenario: fail },
  error: { about: 'ends half way with the status error', scenario: error },
  'fail-silently': {
    about: 'fails at the end without a word why',
    scenario: endingAs({ status: 'failed', progress: 92 }),
  },
  'fail-at-100': {
    about: 'fails with a progress of 100',
    scenario: endingAs({ status: 'failed', progress: 100, error: { message: 'Video generation failed' } }),
  },
  refuse: { about: 'the create is refused with a 400 by the content policy', scenario: refuse },
  stuck: { about: 'stays at 50 % for ever', scenario: stuck },
  'stuck-in-queue': {
    about: 'stays in the queue for ever',
    scenario: { stateAt: () => ({ status: 'queued' }) },
  },
  'stuck-at-0': { about: 'starts and stays at 0 % for ever', scenario: stuckAtZero },
  'stuck-at-100': { about: 'reaches 100 % and never ends', scenario: stuckAtHundred },
  'jump-to-90': { about: 'stays at 0 % for long, then jumps to 90 %', scenario: stepwise([0, 0, 90]) },
  backwards: { about: 'its progress goes up and down', scenario: stepwise([10, 60, 35, 80, 50]) },
  'early-completed-at': { about: 'has a completed_at while in progress', scenario: earlyCompletedAt },
  'late-url': { about: 'completes without a URL, which comes 5 s later', scenario: lateUrl },
  'no-url': { about: 'completes without a URL', scenario: endingAs({ status: 'completed', url: 'none' }) },
  expired: {
    about: 'completes with a URL that has expired: 403 XML, and 502 from the content route',
    scenario: endingAs({ status: 'completed', url: 'expired' }),
  },
} satisfies Record<string, { about: string; scenario: Scenario }>

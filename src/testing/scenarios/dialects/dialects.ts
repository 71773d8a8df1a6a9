import type { Scenario } from '../Scenario.js'
import { milliseconds } from './milliseconds.js'
import { newApi } from './newApi.js'
import { oddFields } from './oddFields.js'
import { unknownStatus } from './unknownStatus.js'
import { uppercase } from './uppercase.js'
import { withoutStatus } from './withoutStatus.js'
import { wrapped } from './wrapped.js'

/** How other gateways write the same task down; each goes with any flow. */
export const dialects = {
  uppercase: { about: 'SUBMITTED, IN_PROGRESS, SUCCESS, FAILED, ERROR', scenario: uppercase },
  wrapped: { about: '{code, message, data}, the URL in fail_reason, progress "45%"', scenario: wrapped },
  'new-api': {
    about: 'unknown at first, metadata.url, completed_at early, failed at 100',
    scenario: newApi,
  },
  milliseconds: { about: 'times in milliseconds', scenario: milliseconds },
  'no-status': {
    about: 'polls in the queue answer {"request_id": …} alone',
    scenario: withoutStatus({ request_id: 'req_2f6c1d0a9b' }),
  },
  'null-data': {
    about: 'polls in the queue answer {"code": "success", "data": null}',
    scenario: withoutStatus({ code: 'success', message: '', data: null }),
  },
  'unknown-status': { about: 'runs under a status word nobody knows', scenario: unknownStatus },
  'odd-fields': { about: 'odd values in fields that nobody needs', scenario: oddFields },
} satisfies Record<string, { about: string; scenario: Scenario }>

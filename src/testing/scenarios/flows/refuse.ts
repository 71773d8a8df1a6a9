import type { Scenario } from '../Scenario.js'
import { succeed } from './succeed.js'

/** The create itself is refused by the content policy. */
export const refuse: Scenario = {
  ...succeed,
  refusal: {
    status: 400,
    message: 'Your request was rejected because the prompt may violate our content policy.',
    type: 'invalid_request_error',
    param: 'prompt',
    code: 'content_policy_violation',
  },
}

import type { Scenario } from './Scenario.js'
import { scriptScenario } from './scriptScenario.js'

/** Ids that the API does not know yet. */
export const freshIds = {
  'fresh-id': {
    about: 'the first three polls answer 400 task_not_exist',
    scenario: scriptScenario([{ answer: '400-task-not-exist', times: 3 }, { answer: {} }]),
  },
  'fresh-id-404': {
    about: 'the first three polls answer 404',
    scenario: scriptScenario([{ answer: '404', times: 3 }, { answer: {} }]),
  },
  'fresh-id-10s': {
    about: 'polls of the first 10 s answer 400 task_not_exist',
    scenario: scriptScenario([{ answer: '400-task-not-exist' }, { after: 10_000, answer: {} }]),
  },
} satisfies Record<string, { about: string; scenario: Scenario }>

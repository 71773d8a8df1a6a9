import type { AttackGroup } from './AttackGroup.js'
import { abortedDownloads } from './callers/abortedDownloads.js'
import { createCosts } from './callers/createCosts.js'
import { disguisedCreates } from './callers/disguisedCreates.js'
import { foreignHosts } from './callers/foreignHosts.js'
import { honestCreates } from './callers/honestCreates.js'
import { manyTasks } from './callers/manyTasks.js'
import { nearlyTrue } from './callers/nearlyTrue.js'
import { optionalRoutes } from './callers/optionalRoutes.js'
import { otherApi } from './callers/otherApi.js'
import { paths } from './callers/paths.js'
import { publicLinks } from './callers/publicLinks.js'
import { ranges } from './callers/ranges.js'
import { sameSite } from './callers/sameSite.js'
import { sentStills } from './callers/sentStills.js'
import { signedIds } from './callers/signedIds.js'
import { slowCallers } from './callers/slowCallers.js'
import { slowViewers } from './callers/slowViewers.js'
import { brokenAnswers } from './hostileApi/brokenAnswers.js'
import { brokenContent } from './hostileApi/brokenContent.js'
import { falseTasks } from './hostileApi/falseTasks.js'
import { keyEchoes } from './hostileApi/keyEchoes.js'
import { redirects } from './hostileApi/redirects.js'

/** All attacks, in the order of their report. */
export const battery: readonly AttackGroup[] = [
  paths,
  signedIds,
  manyTasks,
  otherApi,
  nearlyTrue,
  sameSite,
  foreignHosts,
  disguisedCreates,
  honestCreates,
  optionalRoutes,
  publicLinks,
  sentStills,
  ranges,
  createCosts,
  slowCallers,
  slowViewers,
  abortedDownloads,
  keyEchoes,
  redirects,
  brokenAnswers,
  brokenContent,
  falseTasks,
]

import type { Guarantee } from './CheckContext.js'
import { abort } from './guarantees/abort.js'
import { anonymous } from './guarantees/anonymous.js'
import { caching } from './guarantees/caching.js'
import { callerHeaders } from './guarantees/callerHeaders.js'
import { createOnce } from './guarantees/createOnce.js'
import { crossSite } from './guarantees/crossSite.js'
import { head } from './guarantees/head.js'
import { jsonErrors } from './guarantees/jsonErrors.js'
import { key } from './guarantees/key.js'
import { nosniff } from './guarantees/nosniff.js'
import { owners } from './guarantees/owners.js'
import { pollHints } from './guarantees/pollHints.js'
import { ranges } from './guarantees/ranges.js'
import { rangesAnyway } from './guarantees/rangesAnyway.js'
import { redirects } from './guarantees/redirects.js'
import { requestId } from './guarantees/requestId.js'
import { routes } from './guarantees/routes.js'
import { sharedPolls } from './guarantees/sharedPolls.js'
import { smuggling } from './guarantees/smuggling.js'
import { streaming } from './guarantees/streaming.js'
import { textAsVideo } from './guarantees/textAsVideo.js'
import { unsatisfiableRange } from './guarantees/unsatisfiableRange.js'
import { upstreamHeaders } from './guarantees/upstreamHeaders.js'
import { upstreamTexts } from './guarantees/upstreamTexts.js'
import type { ProxyGuarantee } from './ProxyCheck.js'

/** All lines of the check in their order; the key is looked for last, in all that was answered before. */
export const guarantees: Readonly<Record<ProxyGuarantee, Guarantee>> = {
  ...{ routes, smuggling, anonymous, owners },
  'cross-site': crossSite,
  'caller-headers': callerHeaders,
  'upstream-headers': upstreamHeaders,
  'upstream-texts': upstreamTexts,
  'request-id': requestId,
  'json-errors': jsonErrors,
  ranges,
  'unsatisfiable-range': unsatisfiableRange,
  'ranges-anyway': rangesAnyway,
  ...{ head, nosniff, caching },
  'text-as-video': textAsVideo,
  ...{ redirects, streaming, abort },
  'poll-hints': pollHints,
  'create-once': createOnce,
  'shared-polls': sharedPolls,
  key,
}

import { queryOptions, type UseQueryOptions } from '@tanstack/react-query'

/** Creates the TanStack Query options of the vendor's public catalogue of models, as the app serves it. Its prices change seldom. */
export const videoCatalogueOptions = (
  url: string,
): UseQueryOptions<unknown, Error, unknown, readonly ['video-catalogue', string]> =>
  queryOptions({
    queryKey: ['video-catalogue', url] as const,
    queryFn: async ({ signal }): Promise<unknown> => {
      const answer = await fetch(url, { signal })
      if (!answer.ok) throw new Error(`${url} answered ${answer.status} instead of a catalogue of models.`)
      return answer.json()
    },
    staleTime: CATALOGUE_STALE_MS,
  })

/** One hour. */
const CATALOGUE_STALE_MS = 3_600_000

import { invalidOptions, positiveInteger } from '../optionChecks.js'
import type { TaskHooks } from '../records/taskHooks.js'
import type { VideoProxyArchive } from './archiveOptions.js'
import { createFilmArchive, type FilmArchive, type FilmArchiveOptions } from './filmArchive.js'

/**
 * Validates the option and creates the archive; `undefined` where films are not kept.
 *
 * @throws {VideoTaskError} code `invalid_options`
 */
export function resolveArchive(
  archive: VideoProxyArchive | undefined,
  settings: Omit<FilmArchiveOptions, keyof VideoProxyArchive>,
): FilmArchive | undefined {
  return archive && createFilmArchive({ ...checkArchive(archive), ...settings })
}

/** The archive learns of ends where the app does, and before it. */
export function withArchive(hooks: TaskHooks, archive: FilmArchive | undefined): TaskHooks {
  if (!archive) return hooks
  return {
    ...hooks,
    async learn(answer, reader) {
      await archive.learn(answer, reader)
      await hooks.learn(answer, reader)
    },
    async ended(task, reader) {
      await archive.learn({ status: 200, body: JSON.stringify(task) }, reader)
      await hooks.ended(task, reader)
    },
  }
}

function checkArchive(archive: VideoProxyArchive): VideoProxyArchive {
  const { store, keep, retention, maxBytes, publicUrl } = archive
  for (const name of ['put', 'get', 'delete', 'list'] as const) {
    if (typeof store?.[name] === 'function') continue
    invalidOptions(
      `\`archive.store\` has no function \`${name}\`. Pass what createDirectoryArchive or createS3Archive returns, or an object ` +
        'with `put`, `get`, `delete` and `list`.',
    )
  }
  for (const [name, value] of Object.entries({ keep, publicUrl })) {
    if (value !== undefined && typeof value !== 'function')
      invalidOptions(`\`archive.${name}\` must be a function.`)
  }
  if (maxBytes !== undefined) positiveInteger(maxBytes, 'archive.maxBytes', 'bytes')
  if (retention !== undefined && !(Number.isSafeInteger(retention) && retention > 0)) {
    invalidOptions(
      'The `archive.retention` of createVideoProxy must be a whole number of milliseconds above 0.',
    )
  }
  return archive
}

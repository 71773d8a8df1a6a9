import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { stagePackage } from '../pack-package.js'
import { type Finding, ok, wrong } from './findings.js'

/** Checks that each relative link of a published page leads to a file of the package. The build must exist. */
export function checkLinks(): Finding[] {
  const folder = mkdtempSync(join(tmpdir(), 'react-video-task-'))
  try {
    stagePackage(folder)
    const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
      /^(?!LICENSE).*\.(md|txt)$/.test(path),
    )
    const dead = pages.flatMap((path) =>
      relativeLinks(readFileSync(join(folder, path), 'utf8'))
        .filter((to) => !existsSync(join(folder, dirname(path), to)))
        .map((to) => `${to} in ${path}`),
    )
    return [
      dead.length > 0
        ? wrong(`links to files that the package lacks: ${dead.join(', ')}`)
        : ok(`the relative links of its ${pages.length} pages lead to files of the package`),
    ]
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The relative links of a Markdown text outside of its code, without their anchors. */
function relativeLinks(text: string): string[] {
  const prose = text.replace(/^```[\s\S]*?^```$/gm, '')
  return [...prose.matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)].flatMap(([, to]) => to ?? [])
}

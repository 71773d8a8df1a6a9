import { buildPage } from './buildPage.js'
import { LARGEST_PAGE } from './largestPage.js'
import { measureContender, type Watch } from './measureContender.js'
import { openPage } from './openPage.js'
import type { ContenderName } from './page/contenders/contenders.js'
import type { RenderFigures } from './RenderFigures.js'

/** What is measured: everything, or what is enough to see the requirements kept. */
export interface MeasureRenderOptions {
  /** @default false */
  quick?: boolean
  /** Called with each row as it comes. */
  onRow?: (figures: RenderFigures) => void
}

/** The yardstick first. */
const ALL: ContenderName[] = [
  'naive',
  'select, 1 s',
  'select, 10 s',
  'TanStack AI',
  'useVideoTask',
  'useVideoTasks',
  'VideoTaskProgress',
  'VideoTaskList',
]
const FEW: ContenderName[] = ['naive', 'useVideoTask', 'useVideoTasks', 'VideoTaskProgress']

/** One task is watched for longer: it is polled seldom. */
const spans = { all: { 1: 120_000, 100: 60_000, [LARGEST_PAGE]: 20_000 }, quick: { [LARGEST_PAGE]: 8_000 } }

/** Watches 1, 100 and 1,000 tasks with each contender, one after the other, each in a browser of its own. */
export async function measureRender({ quick = false, onRow }: MeasureRenderOptions = {}): Promise<
  RenderFigures[]
> {
  const script = await buildPage()
  const rows: RenderFigures[] = []
  const watch = async (what: Watch) => {
    const tab = await openPage(script)
    const figures = await measureContender(tab, what).finally(tab.close)
    rows.push(figures)
    onRow?.(figures)
  }
  for (const [tasks, ms] of Object.entries(quick ? spans.quick : spans.all)) {
    for (const name of quick ? FEW : ALL) await watch({ name, tasks: Number(tasks), ms })
  }
  // At the naive page's own pace: what one poll costs.
  if (!quick) await watch({ name: 'useVideoTask, 1 s', tasks: LARGEST_PAGE, ms: spans.all[LARGEST_PAGE] })
  return rows
}

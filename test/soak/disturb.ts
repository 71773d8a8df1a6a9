import { focusManager, onlineManager } from '@tanstack/react-query'
import type { Random } from '../../src/testing/random.js'
import type { User } from './createUser.js'
import { openPage } from './openPage.js'

const pick = <T>(random: Random, list: readonly T[]): T | undefined =>
  list[Math.floor(random() * list.length)]

function reload(user: User, random: Random): void {
  const index = Math.floor(random() * user.pages.length)
  user.pages[index]?.close()
  user.pages[index] = openPage(user.world)
  user.world.ledger.reloads += 1
}

/** Does to one user's browser what people do to theirs: another tab, one less, a reload, a look at another one. */
export function disturbUser(user: User, random: Random): void {
  const { pages } = user
  const page = pick(random, pages)
  const chance = random()
  if (chance < 0.15) reload(user, random)
  else if (chance < 0.25 && pages.length < user.mostPages) pages.push(openPage(user.world))
  else if (chance < 0.35 && pages.length > 1) pages.shift()?.close()
  else if (chance < 0.65) for (const other of pages) other[other === page ? 'show' : 'hide']()
  else if (chance < 0.75) page?.hide()
  else {
    const id = page && pick(random, page.ids())
    if (id !== undefined) page?.remount(id)
  }
}

/** What happens to all pages of a machine at once: it is covered or looked at, and its network goes and comes back. */
export function disturbMachine(random: Random): void {
  if (random() < 0.5) focusManager.setFocused(random() < 0.6)
  else onlineManager.setOnline(random() < 0.7)
}

/** Somebody looks at every page, and the network is there. */
export function calm(users: readonly User[]): void {
  focusManager.setFocused(true)
  onlineManager.setOnline(true)
  for (const { pages } of users) for (const page of pages) page.show()
}

import { focusManager, onlineManager } from '@tanstack/react-query'
import type { Random } from '../../src/testing/random.js'
import { openPage } from './page.js'
import type { User } from './user.js'

/** Does one random thing to a user's browser: reload, open, close, show or hide a tab, or remount a watch. */
export function disruptUser(user: User, random: Random): void {
  const { pages } = user
  const page = pick(random, pages)
  const chance = random()
  if (chance < 0.15) reload(user, random)
  else if (chance < 0.25 && pages.length < user.maxPages) pages.push(openPage(user.world))
  else if (chance < 0.35 && pages.length > 1) pages.shift()?.close()
  else if (chance < 0.65) for (const other of pages) other[other === page ? 'show' : 'hide']()
  else if (chance < 0.75) page?.hide()
  else {
    const id = page && pick(random, page.ids())
    if (id !== undefined) page?.remount(id)
  }
}

function reload(user: User, random: Random): void {
  const index = Math.floor(random() * user.pages.length)
  user.pages[index]?.close()
  user.pages[index] = openPage(user.world)
  user.world.observations.reloads += 1
}

function pick<T>(random: Random, list: readonly T[]): T | undefined {
  return list[Math.floor(random() * list.length)]
}

/** Changes the focus or the network of all pages at once. */
export function disruptMachine(random: Random): void {
  if (random() < 0.5) focusManager.setFocused(random() < 0.6)
  else onlineManager.setOnline(random() < 0.7)
}

/** Focuses and shows every page, online. */
export function endDisruptions(users: readonly User[]): void {
  focusManager.setFocused(true)
  onlineManager.setOnline(true)
  for (const { pages } of users) for (const page of pages) page.show()
}

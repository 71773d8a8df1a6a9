'use client'

import { useContext, useEffect, useSyncExternalStore } from 'react'
import { englishNotification, type VideoTaskMessages } from '../../core/messages.js'
import type { CompletedVideoTask, FailedVideoTask } from '../../core/task/videoTask.js'
import { useVideoTaskEvents } from '../useVideoTaskEvents.js'
import { VideoTaskContext } from '../VideoTaskProvider.js'
import { backgroundNotifications, type VideoTaskNotification } from './backgroundNotifications.js'
import {
  readPermission,
  requestPermission,
  subscribeToPermission,
  type VideoTaskNotificationPermission,
} from './notificationPermission.js'

/** Options of `useVideoTaskNotifications`. */
export interface UseVideoTaskNotificationsOptions {
  /** Whether to notify. @default true */
  enabled?: boolean | undefined
  /** Puts a count before the page's title, such as `(1) Studio`. @default true */
  title?: boolean | undefined
  /** Shows a notification where the browser permits it. A function returns its content. @default true */
  notification?: boolean | ((task: EndedVideoTask) => VideoTaskNotification) | undefined
  /** Puts a count on the icon of an installed app. @default true */
  badge?: boolean | undefined
}

type EndedVideoTask = CompletedVideoTask | FailedVideoTask

/** The permission to show notifications, and how to get it. */
export interface VideoTaskNotifications {
  /** `unsupported` where the browser has no notifications, and on a server. */
  permission: VideoTaskNotificationPermission
  /**
   * Asks the user for permission. Must be called in a click.
   *
   * @throws {VideoTaskError} code `user_activation_required` outside of a click
   */
  requestPermission: () => Promise<VideoTaskNotificationPermission>
}

/**
 * Notifies the user of tasks that end while the page is hidden: with a count in its title and on the app's icon, and with a
 * notification. Once per task, however many components, and with the provider's `tabs` however many tabs, there are.
 * Everything is reset when the page is shown. A click on a notification focuses the page.
 *
 * @example
 * ```tsx
 * import { useVideoTaskNotifications } from 'react-video-task'
 *
 * export function NotifyButton() {
 *   const { permission, requestPermission } = useVideoTaskNotifications()
 *   if (permission !== 'default') return null
 *   return <button onClick={() => void requestPermission()}>Notify me</button>
 * }
 * ```
 */
export function useVideoTaskNotifications({
  enabled = true,
  title = true,
  notification = true,
  badge = true,
}: UseVideoTaskNotificationsOptions = {}): VideoTaskNotifications {
  const messages = useContext(VideoTaskContext)?.messages
  const permission = useSyncExternalStore(subscribeToPermission, readPermission, readServerPermission)
  const notify = (task: EndedVideoTask) => {
    if (document.visibilityState !== 'hidden') return
    const content = contentOf(task, notification, messages)
    backgroundNotifications().add(task.id, { title, badge, notification: content })
  }
  useVideoTaskEvents({ onCompleted: notify, onFailed: notify }, { enabled })
  useEffect(() => (enabled ? backgroundNotifications().resetWhenShown() : undefined), [enabled])
  return { permission, requestPermission }
}

const readServerPermission = () => 'unsupported' as const

/** Content of a task's notification; undefined where the app or the browser does not want one. */
function contentOf(
  task: EndedVideoTask,
  notification: UseVideoTaskNotificationsOptions['notification'],
  messages: Partial<VideoTaskMessages> | undefined,
): VideoTaskNotification | undefined {
  if (!notification || readPermission() !== 'granted') return undefined
  if (notification !== true) return notification(task)
  const words = messages?.notification ?? englishNotification
  return {
    title: task.status === 'completed' ? words.completed : words.failed,
    options: { body: task.prompt ?? '', lang: messages?.locale ?? 'en' },
  }
}

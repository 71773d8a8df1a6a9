'use client'

import { useContext, useEffect, useSyncExternalStore } from 'react'
import { englishNotification } from '../../core/messages.js'
import type { CompletedVideoTask, FailedVideoTask } from '../../core/task/videoTask.js'
import {
  backgroundNotifications,
  readPermission,
  requestPermission,
  subscribeToPermission,
  type VideoTaskNotification,
  type VideoTaskNotificationPermission,
} from './backgroundNotifications.js'
import { useVideoTaskEvents } from '../useVideoTaskEvents.js'
import { VideoTaskContext } from '../VideoTaskProvider.js'

/** How to tell of tasks that end while nobody looks at the page. */
export interface UseVideoTaskNotificationsOptions {
  /** Whether to tell at all. @default true */
  enabled?: boolean | undefined
  /** A count before the page's title, such as `(1) Studio`. @default true */
  title?: boolean | undefined
  /** A notification, where the browser may show one; a function says which. @default true */
  notification?: boolean | ((task: CompletedVideoTask | FailedVideoTask) => VideoTaskNotification) | undefined
  /** A count on the icon of an installed app. @default true */
  badge?: boolean | undefined
}

/** Whether the browser may notify, and how to ask. */
export interface VideoTaskNotifications {
  /** `unsupported` where the browser has no notifications, and on a server. */
  permission: VideoTaskNotificationPermission
  /**
   * Asks the person whose browser it is; to be called within a click.
   *
   * @throws {VideoTaskError} code `user_activation_required` outside of one
   */
  requestPermission: () => Promise<VideoTaskNotificationPermission>
}

const SERVER = () => 'unsupported' as const

/**
 * Tells of tasks that end, well or not, while the page is hidden: in its title, by a notification and on the app's icon.
 * Each is told once, however many components and, with the provider's `tabs`, however many tabs of the app there are. All is
 * put back when the page is shown. A click on a notification brings the page to the front.
 */
export function useVideoTaskNotifications({
  enabled = true,
  title = true,
  notification = true,
  badge = true,
}: UseVideoTaskNotificationsOptions = {}): VideoTaskNotifications {
  const messages = useContext(VideoTaskContext)?.messages
  const permission = useSyncExternalStore(subscribeToPermission, readPermission, SERVER)
  const tell = (task: CompletedVideoTask | FailedVideoTask) => {
    if (document.visibilityState !== 'hidden') return
    const words = messages?.notification ?? englishNotification
    const own = {
      title: task.status === 'completed' ? words.completed : words.failed,
      options: { body: task.prompt ?? '', lang: messages?.locale ?? 'en' },
    }
    backgroundNotifications().add(task.id, {
      title,
      badge,
      notification:
        notification && readPermission() === 'granted'
          ? notification === true
            ? own
            : notification(task)
          : undefined,
    })
  }
  useVideoTaskEvents({ onCompleted: tell, onFailed: tell }, { enabled })
  useEffect(() => (enabled ? backgroundNotifications().watch() : undefined), [enabled])
  return { permission, requestPermission }
}

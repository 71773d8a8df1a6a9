'use client'

import { messages } from '../messages.js'

interface CardNoticeProps {
  text: string
  requestId?: string | undefined
  action: string
  onAction?: (() => void) | undefined
}

/** What went wrong and the one way on. */
export function CardNotice({ text, requestId, action, onAction }: CardNoticeProps) {
  return (
    <div className="video-task-notice">
      <p className="video-task-notice-text">{text}</p>
      {requestId && (
        <p className="video-task-request-id">
          {messages.requestId} <code>{requestId}</code>
        </p>
      )}
      {onAction && (
        <button type="button" className="video-task-action" onClick={onAction}>
          {action}
        </button>
      )}
    </div>
  )
}

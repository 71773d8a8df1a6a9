'use client'

import { useState } from 'react'
import type { VideoTaskFormProps } from 'react-video-task/components'
import { VideoTaskForm } from '@/components/video-task-form'
import { VideoTaskList } from '@/components/video-task-list'
import { VideoTaskProvider } from '@/components/video-task-provider'
import { cn } from '@/lib/utils'

/** A page where people create videos, watch them being made, and play them. */
export function VideoStudio({ className }: { className?: string }) {
  const [form, setForm] = useState<Pick<VideoTaskFormProps, 'values' | 'params'>>({})
  return (
    <VideoTaskProvider>
      <div
        className={cn(
          'mx-auto grid w-full max-w-6xl gap-8 px-4 py-8 sm:px-6 lg:grid-cols-[22rem_1fr] lg:gap-12 lg:py-12',
          className,
        )}
      >
        <section className="grid content-start gap-6 lg:sticky lg:top-12 lg:self-start">
          <h1 className="text-2xl font-semibold tracking-tight">Video studio</h1>
          <VideoTaskForm {...form} onValuesChange={(values) => setForm({ ...form, values })} />
        </section>
        <VideoTaskList onEdit={setForm} />
      </div>
    </VideoTaskProvider>
  )
}

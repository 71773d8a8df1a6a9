'use client'

import { useQuery } from '@tanstack/react-query'
import { forwardRef, type OutputHTMLAttributes } from 'react'
import { useMessages } from '../messages/formats.js'
import { classNames } from '../renderPart.js'
import { findVideoPrice } from '../../core/models/videoPrice.js'
import { videoCatalogueOptions } from '../../query/videoCatalogueOptions.js'
import { useFormContext } from './VideoTaskFormField.js'

/** Props of `VideoTaskFormPrice`: its own, and every attribute of an `<output>`. */
export interface VideoTaskFormPriceProps extends Omit<OutputHTMLAttributes<HTMLOutputElement>, 'children'> {
  /**
   * The vendor's public catalogue of models: the URL at which the app serves it, such as `/api/catalogue`, which is fetched at most
   * once an hour, or its JSON.
   */
  catalogue: string | object | null | undefined
}

/**
 * The list price of what the form around it would create now, before it is sent, by `findVideoPrice`. Renders an `<output>`, so
 * that a screen reader announces another price; it is empty while no price is known.
 *
 * @throws {VideoTaskError} code `missing_provider` outside of a form
 * @example
 * ```tsx
 * import { VideoTaskForm, VideoTaskFormPrice } from 'react-video-task/components'
 *
 * export const Create = () => <VideoTaskForm slots={{ price: <VideoTaskFormPrice catalogue="/api/catalogue" /> }} />
 * ```
 */
export const VideoTaskFormPrice = forwardRef<HTMLOutputElement, VideoTaskFormPriceProps>(
  function VideoTaskFormPrice({ catalogue, className, ...props }, ref) {
    const { params, words } = useFormContext()
    const { locale = 'en' } = useMessages({})
    const url = typeof catalogue === 'string' ? catalogue : ''
    const { data } = useQuery({ ...videoCatalogueOptions(url), enabled: url !== '' })
    const price = findVideoPrice(url ? data : catalogue, params)
    return (
      <output {...props} ref={ref} className={classNames('video-task-note', className)}>
        {price !== undefined && words.price(formatDollars(price, locale))}
      </output>
    )
  },
)

/** Parts of a cent are shown where the price has them. */
const formatDollars = (amount: number, locale: string) =>
  new Intl.NumberFormat(locale, { style: 'currency', currency: 'USD', maximumFractionDigits: 4 }).format(
    amount,
  )

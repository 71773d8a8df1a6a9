import type { ApiError } from './ApiError.js'

/** Thrown by a route to answer with an error of the vendor's. */
export class ApiFault extends Error {
  override readonly name = 'ApiFault'

  constructor(readonly apiError: ApiError) {
    super(apiError.message)
  }
}

/** An error of the vendor's API before it is wrapped into its envelope. */
export interface ApiError {
  /** HTTP status. */
  status: number
  message: string
  type: string
  param: string | null
  code: string | null
  /** For 405. */
  allow?: string
}

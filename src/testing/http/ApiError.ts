/** An error of the vendor's API before it is wrapped into its envelope. */
export interface ApiError {
  /** HTTP status. */
  status: number
  /** `error.message`, without the request id. */
  message: string
  /** `error.type`. */
  type: string
  /** `error.param`: the field it objects to. */
  param: string | null
  /** `error.code`: its machine-readable word. */
  code: string | null
  /** For 405. */
  allow?: string
}

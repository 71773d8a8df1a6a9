/** What a call throws or rejects with; fails the test when it does neither. */
export async function errorOf(run: () => unknown): Promise<unknown> {
  let value: unknown
  try {
    value = await run()
  } catch (error) {
    return error
  }
  throw new Error(`expected an error, but the call gave ${JSON.stringify(value)}`)
}

/** An answer whose body breaks at once, which makes a server drop the connection before anything was sent. */
export function brokenResponse(reason: Error): Response {
  return new Response(
    new ReadableStream({ pull: (controller) => controller.error(reason) }, { highWaterMark: 0 }),
  )
}

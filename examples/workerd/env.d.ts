// What config.capnp binds, for the type checker alone.
declare module 'cloudflare:workers' {
  export const env: {
    COMETAPI_KEY: string | null
    COMETAPI_BASE_URL: string | null
    VIDEO_ID_SECRET: string | null
    PAGE: { fetch(request: Request): Promise<Response> }
  }
}

/** The page a CDN answers with when the API behind it does not. */
export const cloudflarePage = (status: number, title: string): string => `<!DOCTYPE html>
<html lang="en-US">
<head><title>api.cometapi.com | ${status}: ${title}</title></head>
<body><h1>${title} <span>Error code ${status}</span></h1><p>Cloudflare Ray ID: {request_id}</p></body>
</html>
`

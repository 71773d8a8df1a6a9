const ERRORS = {
  expired: { status: 403, code: 'AccessDenied', message: 'Request has expired' },
  wrongSignature: {
    status: 403,
    code: 'SignatureDoesNotMatch',
    message: 'The request signature we calculated does not match the signature you provided.',
  },
  missing: { status: 404, code: 'NoSuchKey', message: 'The specified key does not exist.' },
}

/** An error of the object store behind `video_url`: XML, as S3 and its relatives answer. */
export function storageErrorResponse(kind: keyof typeof ERRORS, requestId: string): Response {
  const { status, code, message } = ERRORS[kind]
  const body = `<?xml version="1.0" encoding="UTF-8"?>
<Error><Code>${code}</Code><Message>${message}</Message><RequestId>${requestId}</RequestId></Error>`
  return new Response(body, { status, headers: { 'content-type': 'application/xml' } })
}

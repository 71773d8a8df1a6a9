/** What `fetch` rejects with when the connection breaks; its `cause` carries the system's code, as in Node. */
export class ConnectionBroken extends TypeError {
  override readonly cause: { code: string }

  constructor(code: 'ECONNRESET' | 'UND_ERR_SOCKET') {
    super(code === 'ECONNRESET' ? 'fetch failed' : 'terminated')
    this.cause = { code }
  }
}

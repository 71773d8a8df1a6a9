import { refuseOptions } from './refuseOptions.js'

const SHORTEST = 32

/**
 * Checks the secrets that sign. No message ever holds one.
 *
 * @throws {VideoTaskError} code `invalid_options`: none, or one that is too short to be safe.
 */
export function readSecrets(secret: string | readonly string[]): readonly string[] {
  const secrets = typeof secret === 'string' ? [secret] : secret
  if (!Array.isArray(secrets) || secrets.length === 0)
    refuseOptions('`secret` must be a text or a list of texts.')
  for (const one of secrets) {
    if (typeof one === 'string' && one.length >= SHORTEST) continue
    refuseOptions(
      `A \`secret\` must have at least ${SHORTEST} characters, and random ones: \`openssl rand -base64 32\` makes one. ` +
        'Keep it where the API key is kept, the same for all instances.',
    )
  }
  return secrets
}

/** A seed nobody chose; `crypto.randomUUID` is missing from pages served over plain HTTP, `getRandomValues` is not. */
export function randomSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] ?? 0
}

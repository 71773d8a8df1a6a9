import * as z from 'zod/mini'

/** The fields of `package.json` that the check reads; what is missing is for it to tell. */
export const manifestSchema = z.looseObject({
  name: z.string(),
  version: z.string(),
  description: z.optional(z.string()),
  keywords: z.optional(z.array(z.string())),
  license: z.optional(z.string()),
  repository: z.optional(z.union([z.string(), z.looseObject({ url: z.string() })])),
  engines: z.optional(z.record(z.string(), z.string())),
  exports: z.optional(z.record(z.string(), z.union([z.string(), z.record(z.string(), z.string())]))),
  bin: z.optional(z.record(z.string(), z.string())),
  files: z.optional(z.array(z.string())),
  private: z.optional(z.boolean()),
  publishConfig: z.optional(z.record(z.string(), z.unknown())),
})

/** The fields of `package.json` that the check reads. */
export type Manifest = z.infer<typeof manifestSchema>

/** The files that it promises, by paths in the tarball. */
export function promisedFiles({ exports = {}, bin = {} }: Manifest): string[] {
  const targets = Object.values(exports).flatMap((target) =>
    typeof target === 'string' ? target : Object.values(target),
  )
  return [...new Set([...targets, ...Object.values(bin)].map((path) => path.replace(/^\.\//, '')))]
}
